// Who is in which conversation, kept in memory: asked after every commit, changed once in a while.
// Promises: whoever is told of a change by `forget` is asked anew; a bounded number of conversations.
// Only for telling people that there is something to ask for: what they may see is judged by `access.ts` each time.
import type { ChapterName } from '../../shared/conversation/document-name.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { maxCachedConversations } from '../limits.ts';
import type { Access, InConversation } from './access.ts';

export class MemberCache {
  readonly #access: Pick<Access, 'membersOf'>;
  readonly #members = new Map<ConversationId, Promise<readonly InConversation[]>>();

  constructor(access: Pick<Access, 'membersOf'>) {
    this.#access = access;
  }

  /** Rejects when they cannot be looked up; the next one asks again. */
  of(conversationId: ConversationId): Promise<readonly InConversation[]> {
    return this.#members.get(conversationId) ?? this.#lookUp(conversationId);
  }

  /** Those who see a chapter: of what happens in it nobody else hears. */
  async whoSee({ conversationId, chapter }: ChapterName): Promise<UserId[]> {
    const members = await this.of(conversationId);
    return members.filter(({ fromChapter }) => fromChapter <= chapter).map(({ userId }) => userId);
  }

  /** The members have changed. */
  forget(conversationId: ConversationId): void {
    this.#members.delete(conversationId);
  }

  #lookUp(conversationId: ConversationId): Promise<readonly InConversation[]> {
    const members = this.#access.membersOf(conversationId);
    this.#members.set(conversationId, members);
    members.catch(() => {
      if (this.#members.get(conversationId) === members) this.#members.delete(conversationId);
    });
    const [oldest] = this.#members.keys();
    if (this.#members.size > maxCachedConversations && oldest !== undefined) this.#members.delete(oldest);
    return members;
  }
}
