// A long conversation, written over the wire chapter by chapter: two people in turn, on a server with low limits.
import type { ChapterLimits } from '../../shared/conversation/chapters.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import type { UserEvent } from '../../shared/conversation/events.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';
import { openDevice, type WireDevice, type WireReplica } from './wire-device.ts';

export interface Filling {
  readonly people: readonly [Person, Person];
  readonly conversationId: ConversationId;
  readonly limits: ChapterLimits;
  /** How many chapters there are in the end; the last is not full. */
  readonly chapters: number;
  /** Written into the last one. */
  readonly inLast: number;
  /** The order key of the next message. */
  readonly nextAt: () => number;
  /** Called when a chapter is closed. */
  readonly onClosed?: (chapter: number) => void;
}

/** Answers the messages, oldest first. The text of each says its chapter and its place there: `3.0`. */
export async function fillChapters(filling: Filling): Promise<(UserEvent & { kind: 'message' })[]> {
  const { people, chapters, limits, inLast, onClosed } = filling;
  const devices = [await openDevice(people[0]), await openDevice(people[1])] as const;
  const written = [];
  for (let chapter = 1; chapter <= chapters; chapter++) {
    const count = chapter < chapters ? limits.entries : inLast;
    written.push(...(await fillOne(devices, filling, { chapter, count })));
    if (chapter < chapters) onClosed?.(chapter);
  }
  for (const device of devices) await device.close();
  return written;
}

async function fillOne(
  devices: readonly [WireDevice, WireDevice],
  { conversationId, limits, nextAt }: Filling,
  { chapter, count }: { readonly chapter: number; readonly count: number },
) {
  const name = chapterName({ conversationId, chapter });
  const replicas = [await devices[0].open(name), await devices[1].open(name)] as const;
  const written = [];
  for (let index = 0; index < count; index++) {
    const turn = index % 2 === 0 ? 0 : 1;
    written.push(devices[turn].write(replicas[turn], `${chapter}.${index}`, nextAt()));
    await devices[turn].acknowledged(replicas[turn]);
  }
  if (count >= limits.entries) await until(() => isClosed(replicas[0]), `chapter ${chapter} to be closed`);
  for (const device of devices) device.leave(name);
  return written;
}

function isClosed({ doc }: WireReplica): boolean {
  return [...readLogs(doc)].some(({ event }) => event?.kind === 'closed');
}
