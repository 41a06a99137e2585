// What the server's log says of a conversation, read from its documents alone.
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName, firstChapter } from '../../shared/conversation/document-name.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import { Timeline, type TimelineItem } from '../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Stage } from './stage.ts';

export interface Held {
  /** The rows of each chapter, from the first. */
  readonly chapters: readonly TimelineItem[][];
  /** Of all messages and edits that were not erased. */
  readonly texts: ReadonlySet<string>;
}

/** What the server's log says of each chapter, from the first. */
export async function readServer(stage: Stage, conversationId: ConversationId): Promise<Held> {
  const log = must(stage.world.host.core, 'a server that runs').log;
  const chapters: TimelineItem[][] = [];
  const texts = new Set<string>();
  for (let chapter = firstChapter; chapter <= log.newestIn(conversationId); chapter++) {
    const { snapshot, updates } = await log.readUpdates(chapterName({ conversationId, chapter }));
    const doc = new Y.Doc();
    for (const update of [...(snapshot === null ? [] : [snapshot]), ...updates]) Y.applyUpdate(doc, update);
    const timeline = new Timeline();
    timeline.apply(readLogs(doc));
    chapters.push([...timeline.items]);
    for (const { event } of readLogs(doc)) if (event !== null && 'text' in event) texts.add(event.text);
  }
  return { chapters, texts };
}
