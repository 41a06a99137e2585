// What changed in an open chapter, as those need it who look for messages: the rows that were touched, or, where they are
// many, only that they were. A change costs what changed.
import type { DocumentName } from '../../../shared/conversation/document-name.ts';
import { subjectKey, targetOf } from '../../../shared/conversation/events.ts';
import type { LogEntry } from '../../../shared/conversation/log.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ToldRow } from './index-words.ts';

export interface ChapterChange {
  readonly document: DocumentName;
  /** The name of its database. */
  readonly database: string;
  /** Null where they are many: its database tells. */
  readonly rows: readonly ToldRow[] | null;
}

export type ChapterFollower = (change: ChapterChange) => void;

/** As a chapter that is opened brings them: it is read from its database instead. */
const many = 64;

export interface FollowedChapter {
  note(entries: readonly LogEntry[]): void;
  /** `items`: with what was noted. */
  tell(items: readonly TimelineItem[], database: () => string): void;
}

export function followChapter(document: DocumentName, follower: ChapterFollower): FollowedChapter {
  const touched = new Set<string>();
  let areMany = false;
  return {
    note(entries) {
      areMany ||= entries.length > many;
      if (areMany) return;
      for (const { author, event } of entries) {
        if (event?.kind === 'message') touched.add(subjectKey(author, event.id));
        else if (event?.kind === 'edit' || event?.kind === 'delete') touched.add(targetOf(author, event) ?? '');
      }
    },
    tell(items, database) {
      if (!areMany && touched.size === 0) return;
      const rows = areMany ? null : [...touched].flatMap((key) => rowOf(items, key));
      areMany = false;
      touched.clear();
      follower({ document, database: database(), rows });
    },
  };
}

function rowOf(items: readonly TimelineItem[], wanted: string): ToldRow[] {
  const item = items.findLast(({ key }) => key === wanted);
  if (item === undefined) return [];
  const { id, author, at, text, attachments } = item;
  return [{ id, author, at, text, attachments }];
}
