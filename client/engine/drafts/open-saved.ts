// The messages that this person has saved, on all their devices: a name for each, kept and brought along as drafts are.
// What a message says is never kept here, so what is deleted is deleted here too.
import { parseUserId, type ConversationId, type EventId, type UserId } from '../../../shared/ids.ts';
import { parseSavedKey, savedKey, type SavedKey } from '../../../shared/personal/drafts.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Readable } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import type { KeptDrafts } from './open-drafts.ts';

/** Where a saved message stands. */
export interface SavedMessage {
  readonly conversationId: ConversationId;
  readonly id: EventId;
  readonly author: UserId;
  readonly at: number;
}

type Named = Pick<TimelineItem, 'id' | 'author' | 'at'>;

export interface Saved {
  /** The newest message first. */
  readonly all: Readable<readonly SavedMessage[]>;
  /** `too-many`: there is no room for more. */
  save(conversationId: ConversationId, item: Named, isSaved: boolean): 'not-there' | 'too-many' | null;
  close(): void;
}

/** Each takes some pieces of the personal document, which drafts need as well. */
const maxSaved = 300;

export function openSaved(drafts: KeptDrafts): Saved {
  const all = makeWritable(readAll(drafts));
  const look = (key: string) => {
    if (parseSavedKey(key) !== null) all.set(readAll(drafts));
  };
  const stop = drafts.onChanged(look);
  return {
    all,
    save(conversationId, { id, author, at }, isSaved) {
      const key = savedKey(conversationId, id);
      if (!isSaved) drafts.write(key, '');
      else if (parseSavedKey(key) === null || parseUserId(author) === null) return 'not-there';
      else if (all.get().length >= maxSaved) return 'too-many';
      else if (drafts.read(key) === '') drafts.write(key, `${at} ${author};`);
      drafts.keep();
      return null;
    },
    close: stop,
  };
}

function readAll(drafts: KeptDrafts): SavedMessage[] {
  const saved = drafts.all().flatMap((key) => readOne(key as SavedKey, drafts.read(key)) ?? []);
  return saved.sort((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1));
}

/** Saved on two devices at once it stands there twice: the first counts. */
function readOne(key: SavedKey, text: string): SavedMessage | null {
  const name = parseSavedKey(key);
  const [, at, author] = /^(\d{1,16}) (usr_[0-9a-z]+);/.exec(text) ?? [];
  const userId = parseUserId(author);
  return name === null || userId === null ? null : { ...name, author: userId, at: Number(at) };
}
