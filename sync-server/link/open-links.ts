// The sockets that are open now, also by whose they are: telling a few people costs nothing for all the others.
import type { UserId } from '../../shared/ids.ts';
import type { Link } from './link.ts';

export class OpenLinks {
  readonly #links = new Map<UserId, Set<Link>>();

  add(link: Link): void {
    const { userId } = link.session;
    const own = this.#links.get(userId);
    if (own === undefined) this.#links.set(userId, new Set([link]));
    else own.add(link);
  }

  delete(link: Link): void {
    const { userId } = link.session;
    const own = this.#links.get(userId);
    own?.delete(link);
    if (own?.size === 0) this.#links.delete(userId);
  }

  of(userId: UserId): ReadonlySet<Link> {
    return this.#links.get(userId) ?? new Set();
  }

  all(): Link[] {
    return [...this.#links.values()].flatMap((own) => [...own]);
  }
}
