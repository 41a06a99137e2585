// Messages with files in a conversation, written by hand: what they carry counts as sent, of no file its bytes.
import type { Attachment } from '../../shared/conversation/attachments.ts';
import { chapterName, type ChapterName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import { mintEventId } from '../../shared/ids.ts';
import type { Person } from './person.ts';
import { storeFor } from './sample-files.ts';
import type { TestServer } from './test-server.ts';
import { openDevice } from './wire-device.ts';

export interface Saying {
  readonly text?: string;
  readonly attachments?: readonly Attachment[];
  /** In ms; now where nothing is said. */
  readonly at?: number;
}

export async function sayWithFiles(
  { server }: Pick<TestServer, 'server'>,
  person: Person,
  { chapter, sayings }: { chapter: ChapterName; sayings: readonly Saying[] },
): Promise<readonly MessageEvent[]> {
  const device = await openDevice(person);
  const replica = await device.open(chapterName(chapter));
  const said = sayings.map(({ text = '', attachments = [], at = Date.now() }): MessageEvent => {
    storeFor(server.log.files, person.userId, { attachments, atMs: Date.now() });
    const id = mintEventId('message', crypto.getRandomValues(new Uint8Array(15)));
    return { kind: 'message', id, at, text, ...(attachments.length > 0 && { attachments: [...attachments] }) };
  });
  for (const event of said) appendEvent(replica.doc, person.userId, event);
  await device.acknowledged(replica);
  await device.close();
  return said;
}
