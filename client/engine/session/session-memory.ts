// Who is signed in on this device, so that the app starts into its list with no network.
// It opens nothing by itself: the session is the server's cookie. An expired session keeps what is here; signing out forgets it.
import * as v from 'valibot';
import { meAnswer, type Me } from '../../../shared/protocol/people-api.ts';
import type { LocalStore } from './local-store.ts';

export interface SessionMemory {
  read(): Me | null;
  remember(me: Me): void;
  forget(): void;
}

const key = 'biz1/session';

export function makeSessionMemory(store: LocalStore): SessionMemory {
  return {
    read() {
      const parsed = v.safeParse(meAnswer, store.read(key));
      return parsed.success ? parsed.output.me : null;
    },
    remember: (me) => void store.write(key, { me }),
    forget: () => store.remove(key),
  };
}
