// Messages with files in a conversation, written by hand.
import type { Attachment } from '../../shared/conversation/attachments.ts';
import { chapterName, type ChapterName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import { mintEventId } from '../../shared/ids.ts';
import { storeFor } from './sample-files.ts';
import type { TestServer } from './test-server.ts';
import { openDevice, type Writer } from './wire-device.ts';

export interface Saying {
  readonly text?: string;
  readonly attachments?: readonly Attachment[];
  /** In ms; now where nothing is said. */
  readonly at?: number;
}

interface Said {
  readonly chapter: ChapterName;
  readonly sayings: readonly Saying[];
}

/** What they carry counts as sent, of no file its bytes. */
export async function sayWithFiles(
  { server }: Pick<TestServer, 'server'>,
  person: Writer,
  { chapter, sayings }: Said,
): Promise<readonly MessageEvent[]> {
  for (const { attachments = [] } of sayings) {
    storeFor(server.log.files, person.userId, { attachments, atMs: Date.now() });
  }
  return sayFiles(person, { chapter, sayings });
}

/** Of what this person has sent, bytes and all. */
export async function sayFiles(person: Writer, { chapter, sayings }: Said): Promise<readonly MessageEvent[]> {
  const device = await openDevice(person);
  const replica = await device.open(chapterName(chapter));
  const now = Date.now();
  const said = sayings.map(({ text = '', attachments = [], at }, index): MessageEvent => {
    const id = mintEventId('message', crypto.getRandomValues(new Uint8Array(15)));
    return {
      kind: 'message',
      id,
      at: at ?? now + index,
      text,
      ...(attachments.length > 0 && { attachments: [...attachments] }),
    };
  });
  for (const event of said) appendEvent(replica.doc, person.userId, event);
  await device.acknowledged(replica);
  await device.close();
  return said;
}
