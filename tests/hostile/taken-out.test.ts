// Whoever is taken out of a group between being let in and being shown it.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import type { StoredUpdates } from '../../sync-server/update-log/update-log.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, textsOf } from '../kit/wire-device.ts';

/** A log that gives out no document until it is let go. */
class HeldLog extends MemoryUpdateLog {
  readonly #held = Promise.withResolvers<undefined>();
  isAsked = false;
  letGo = () => this.#held.resolve(undefined);

  override async readUpdates(document: DocumentName): Promise<StoredUpdates> {
    this.isAsked = true;
    await this.#held.promise;
    return super.readUpdates(document);
  }
}

test('somebody who is taken out while a document is being opened for them is not shown it', async () => {
  const log = new HeldLog((byteCount) => randomBytes(byteCount));
  const server = await openTestServer({ log });
  const [ada, ben] = (await server.people('Ada', 'Ben')) as [Person, Person];
  const group = await makeGroup([ada, ben]);
  const [mine, theirs] = [await openDevice(ada), await openDevice(ben)];
  const opening = theirs.openConversation(group);
  await until(() => log.isAsked, 'the document to be asked for');
  await act(ada, { kind: 'remove-member', conversationId: group, userId: ben.userId });
  log.letGo();
  const adas = await mine.openConversation(group);
  mine.write(adas, 'without Ben');
  await mine.acknowledged(adas);
  const bens = await opening;
  await theirs.heard();
  expect([bens.closedFor, textsOf(bens)]).toEqual(['try-later::', []]);
  expect((await theirs.openConversation(group)).closedFor).toBe('permission-denied');
  for (const device of [mine, theirs]) await device.close();
  await server.close();
});
