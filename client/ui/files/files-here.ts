// What the files of a conversation's rows ask of the screen that they stand on.
import { createContext, useContext } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../../shared/ids.ts';

export interface FilesHere {
  readonly conversationId: ConversationId;
  /** The rows on hand; of a screen that is gone, those that were. */
  items(): readonly TimelineItem[];
  /** Who wrote it; "you" in the reader's words where they did. */
  nameOf(author: string): string;
  /** Shows one file of a message large, or its pages. */
  open(item: TimelineItem, hash: FileHash): void;
  /** Says a sentence for a moment. */
  say(sentence: string): void;
}

export const FilesHereContext = createContext<FilesHere>();

export function useFilesHere(): FilesHere {
  return must(useContext(FilesHereContext), 'the screen of these rows says how files are shown');
}
