// What a signed-in member sends besides updates: frames of every wrong sort, names that are none of theirs, floods.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as encoding from 'lib0/encoding';
import { must } from '../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { directConversationId, parseConversationId } from '../../shared/ids.ts';
import { maxChannels, maxFrameBytes } from '../../sync-server/limits.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { addConversations } from '../kit/add-conversations.ts';
import { openStage, type Stage } from '../kit/attack-stage.ts';
import { openLog } from '../kit/craft-update.ts';
import { freshUserId, messageAt, randomBytes } from '../kit/sample-events.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { frame, openDevice, type WireDevice } from '../kit/wire-device.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

type Send = (device: WireDevice) => void;

/** Sends it on a socket of its own that has the conversation open. Answers the socket's close code. */
async function closeCodeAfter(send: Send): Promise<number | null> {
  const device = await openDevice(stage.attacker);
  await device.open(stage.name, { silent: true });
  send(device);
  await until(() => device.closeCode !== null, 'the socket to be closed');
  return device.closeCode;
}

const nothing = (): void => undefined;
const text = (words: string) => (encoder: encoding.Encoder) => encoding.writeVarString(encoder, words);

describe('a frame that no device may send ends its socket and nothing else', () => {
  const inside = (type: number, body: (encoder: encoding.Encoder) => void) => (device: WireDevice) =>
    device.sendRaw(frame(stage.name, type, body));
  const sync = (type: number, payload: readonly number[], tail: readonly number[] = []) =>
    inside(0, (encoder) => {
      encoding.writeVarUint(encoder, type);
      encoding.writeVarUint8Array(encoder, Uint8Array.from(payload));
      encoding.writeUint8Array(encoder, Uint8Array.from(tail));
    });
  const broadcast = JSON.stringify({ ack: { 1: 9 }, position: 9 });
  const cases: readonly (readonly [string, number, Send])[] = [
    ['awareness', 1008, inside(1, (encoder) => encoding.writeVarUint8Array(encoder, new Uint8Array([1, 1, 1])))],
    ['a query for awareness', 1008, inside(3, nothing)],
    ['opcode 4', 1008, inside(4, nothing)],
    ['a stateless message', 1008, inside(5, text(broadcast))],
    ['a broadcast of the server’s own', 1008, inside(6, text(broadcast))],
    ['a sync status of the server’s own', 1008, inside(8, (encoder) => encoding.writeVarUint(encoder, 1))],
    ['opcode 9', 1008, inside(9, nothing)],
    ['opcode 10', 1008, inside(10, nothing)],
    ['opcode 127', 1008, inside(127, nothing)],
    ['an opcode written without end', 1008, (device) => device.sendRaw(new Uint8Array(300).fill(0x80))],
    ['an answer to authentication', 1008, inside(2, (encoder) => encoding.writeVarUint(encoder, 2))],
    ['a sync message of an unknown type', 1008, sync(3, [0, 0])],
    ['a sync message with a tail', 1008, sync(2, [0, 0], [0])],
    ['a sync message that is cut', 1008, (device) => device.sendRaw(frame(stage.name, 0, nothing))],
    ['a state vector that promises more than it holds', 1008, sync(0, [0xff, 0xff, 0x7f])],
    ['a state vector with a tail', 1008, sync(0, [0, 0])],
    ['a frame for the link itself', 1008, (device) => device.sendRaw(frame('@link', 5, text(broadcast)))],
    ['an empty frame', 1008, (device) => device.sendRaw(new Uint8Array())],
    ['text instead of bytes', 1008, (device) => device.sendText('whisper')],
    ['a frame that is a little too big', 1009, (device) => device.sendRaw(new Uint8Array(maxFrameBytes + 1))],
    ['a frame of a hundred megabytes', 1009, (device) => device.sendRaw(new Uint8Array(100 * 1024 * 1024))],
  ];
  test.each(cases)('%s: %d', async (_, code, send) => {
    await stage.expectHarmless(async () => expect(await closeCodeAfter(send)).toBe(code));
  });
});

describe('a report of what has come to rest on a device', () => {
  const report = (words: string) => (device: WireDevice) => device.sendRaw(frame(stage.name, 5, text(words)));
  const claim = (delivered: object) => report(JSON.stringify({ delivered }));
  const bad: readonly (readonly [string, Send])[] = [
    ['no JSON', report('{')],
    ['another shape', report('[]')],
    ['a field too many', report(JSON.stringify({ delivered: {}, reader: 'usr_0' }))],
    ['a clock below nothing', claim({ 1: -1 })],
    ['a clock of 2^53', claim({ 1: 2 ** 53 })],
    ['a client that is none', claim({ '12x': 1 })],
    ['nesting', report('['.repeat(20_000))],
    ['more than there can be', report(' '.repeat(70_000))],
    ['other than plain letters', report('{"delivered":{"é":1}}')],
  ];
  test.each(bad)('ends its socket: %s', async (_, send) => {
    await stage.expectHarmless(async () => expect(await closeCodeAfter(send)).toBe(1008));
  });

  test('claims no more than there is, and nothing of one’s own or of the server', async () => {
    await stage.expectHarmless(async () => {
      const { theirs, mine, serverClient, client, me } = stage.prey();
      const victim = await openDevice(stage.victim);
      const replica = await victim.open(stage.name, { silent: true });
      const device = await openDevice(stage.attacker);
      await device.open(stage.name, { silent: true });
      device.report(stage.name, {
        [theirs.client]: 1e9,
        [mine.client]: 1,
        [serverClient]: 1,
        [client]: 5,
        4294967296: 1,
      });
      await device.heard();
      await victim.heard();
      expect(replica.deliveries).toEqual([{ deliveries: { [me]: { [theirs.client]: theirs.next } } }]);
      device.report(stage.name, { [theirs.client]: 0 }); // taking back what was said tells nobody anything
      await device.heard();
      await victim.heard();
      expect(replica.deliveries).toHaveLength(1);
      for (const each of [victim, device]) await each.close();
    });
  });
});

describe('a name that is no document’s ends its socket', () => {
  const names: readonly (readonly [string, () => string])[] = [
    ['a path that climbs', () => '../../etc/passwd'],
    ['a path that climbs out of a conversation', () => `${stage.name}/../1`],
    ['a session’s suffix behind NUL', () => `${stage.name}\0other`],
    ['a prototype', () => '__proto__'],
    ['a prototype’s chapter', () => 'conversation/__proto__/1'],
    ['a look-alike in Cyrillic', () => stage.name.replace('conversation', 'сonversation')],
    ['capitals', () => stage.name.toUpperCase()],
    ['a space at the end', () => `${stage.name} `],
    ['chapter 0', () => stage.name.replace(/1$/, '0')],
    ['chapter 01', () => stage.name.replace(/1$/, '01')],
    ['chapter -1', () => stage.name.replace(/1$/, '-1')],
    ['chapter 1e9', () => stage.name.replace(/1$/, '1e9')],
    ['chapter 1000000000', () => stage.name.replace(/1$/, '1000000000')],
    ['a document of another sort', () => `room/${stage.victim.userId}/own/1`],
    ['a very long name', () => stage.name.padEnd(70_000, '1')],
    ['no name', () => ''],
  ];
  test.each(names)('%s', async (_, nameOf) => {
    await stage.expectHarmless(async () => {
      const ask: Send = (device) => device.authenticate(nameOf() as DocumentName); // it is none
      expect(await closeCodeAfter(ask)).toBe(1008);
    });
  });
});

describe('a document that is not mine', () => {
  test('missing and forbidden ones are denied alike, and nothing is made for them', async () => {
    const asked: string[] = [];
    class AskedLog extends MemoryUpdateLog {
      override readChapter(document: DocumentName) {
        asked.push(document);
        return super.readChapter(document);
      }
    }
    const server = await openTestServer({ log: new AskedLog(randomBytes) });
    const people = await server.people('Ada', 'Ben', 'Cleo');
    const [ada, ben, cleo] = people as [Person, Person, Person]; // as many as names
    const [theirs, mine] = [await ada.direct(ben), await cleo.direct(ada)];
    const device = await openDevice(cleo);
    const own = await device.openConversation(mine);
    const chapterOf = (conversationId: string, chapter: number) =>
      chapterName({ conversationId: must(parseConversationId(conversationId), 'an id'), chapter });
    const forbidden = [
      chapterOf(theirs, 1),
      chapterOf(theirs, 2),
      chapterOf(directConversationId(cleo.userId, freshUserId()), 1),
      chapterOf(`cnv_${'0'.repeat(24)}`, 1),
      chapterOf(mine, 2),
      chapterOf(mine, 999_999_999),
    ];
    for (const name of [...forbidden, ...forbidden]) {
      const replica = await device.open(name);
      expect([replica.closedFor, replica.isAuthenticated, replica.doc.share.size]).toEqual([
        'permission-denied',
        false,
        0,
      ]);
      const { client, root } = stage.prey();
      device.sendUpdate(name, openLog(client, root, [messageAt(Date.now())]));
      device.sendSyncStep1(name, replica.doc);
      device.leave(name);
    }
    await device.heard();
    expect(device.transcript.filter((line) => line.startsWith('← sync'))).toHaveLength(2); // both of my own document
    expect(asked).toEqual([own.name]);
    device.write(own, 'whisper');
    await device.acknowledged(own);
    await device.close();
    await server.close();
  });

  test('guessing names one after the other finds nothing and takes nothing', async () => {
    await stage.expectHarmless(async () => {
      const device = await openDevice(stage.attacker);
      for (let guess = 0; guess < 300; guess++) {
        const conversationId = directConversationId(stage.victim.userId, freshUserId());
        const { closedFor } = await device.open(chapterName({ conversationId, chapter: 1 }));
        expect(closedFor).toBe('permission-denied');
      }
      expect((await device.open(stage.name)).isSynced).toBe(true);
      await device.close();
    });
  });

  test('what is sent for a document that is not open goes nowhere and is answered by nothing', async () => {
    await stage.expectHarmless(async () => {
      const device = await openDevice(stage.attacker);
      const { client, root, doc } = stage.prey();
      device.sendUpdate(stage.name, openLog(client, root, [messageAt(Date.now())]));
      device.sendSyncStep1(stage.name, doc);
      device.leave(stage.name);
      await device.heard();
      expect(device.transcript.filter((line) => line.startsWith('←'))).toEqual(['← hello']);
      await device.open(stage.name, { silent: true });
      await device.heard();
      expect(device.transcript.filter((line) => line === '← sync step 2')).toHaveLength(1); // to what was asked since
      await device.close();
    });
  });
});

test('what follows a frame that ended the socket is not heard any more', async () => {
  await stage.expectHarmless(async () => {
    const { client, root } = stage.prey();
    const code = await closeCodeAfter((device) => {
      device.sendRaw(new Uint8Array([0]));
      device.sendUpdate(stage.name, openLog(client, root, [messageAt(Date.now())]));
    });
    expect(code).toBe(1008);
  });
});

describe('too much of what is allowed', () => {
  const flood = async (send: (device: WireDevice) => void, count: number) => {
    const device = await openDevice(stage.attacker);
    const replica = await device.open(stage.name, { silent: true });
    for (let index = 0; index < count; index++) send(device);
    await device.heard();
    return { closeCode: device.closeCode, closedFor: replica.closedFor };
  };

  // The allowance is a person's and not a socket's: the floods, which use it up, come last.
  test('one document more than a socket may hold ends the socket', async () => {
    const names = addConversations(stage.server.dataDir, [stage.attacker.userId], maxChannels);
    await stage.expectHarmless(async () => {
      const device = await openDevice(stage.attacker);
      for (const name of names) expect((await device.open(name)).isSynced).toBe(true);
      device.authenticate(stage.name);
      await until(() => device.closeCode !== null, 'the socket to be closed');
      expect(device.closeCode).toBe(1008);
    });
  });

  describe('at once, while the documents are being opened', () => {
    const printed: unknown[] = [];
    beforeEach(() => {
      for (const method of ['log', 'warn', 'error'] as const) {
        vi.spyOn(console, method).mockImplementation((...words) => void printed.push(...words));
      }
    });
    afterEach(() => {
      vi.restoreAllMocks();
      printed.length = 0;
    });
    // A library that prints has met a limit of its own.
    const expectNothingPrinted = () => expect(printed).toEqual([]);

    test('as many documents as a socket may hold are opened', async () => {
      const names = addConversations(stage.server.dataDir, [stage.attacker.userId], maxChannels);
      await stage.expectHarmless(async () => {
        const device = await openDevice(stage.attacker);
        const replicas = await Promise.all(names.map((name) => device.open(name)));
        expect(replicas.filter(({ isSynced }) => isSynced)).toHaveLength(maxChannels);
        await device.close();
        expectNothingPrinted();
      });
    });

    test('one document more ends the socket', async () => {
      const names = addConversations(stage.server.dataDir, [stage.attacker.userId], maxChannels);
      await stage.expectHarmless(async () => {
        const code = await closeCodeAfter((device) => names.forEach((name) => device.authenticate(name)));
        expect(code).toBe(1008);
        expectNothingPrinted();
      });
    });

    test('megabytes of sync requests end the socket', async () => {
      const names = addConversations(stage.server.dataDir, [stage.attacker.userId], 12);
      const { access } = stage.server.server.directory;
      const mayOpen = access.mayOpen.bind(access);
      const gate = Promise.withResolvers<void>();
      await stage.expectHarmless(async () => {
        const code = await closeCodeAfter((device) => {
          Object.assign(access, {
            mayOpen: (...asked: Parameters<typeof mayOpen>) => gate.promise.then(() => mayOpen(...asked)),
          });
          for (const name of names) device.authenticate(name);
          for (const name of names) device.sendRaw(frame(name, 0, writeLongRequest));
        });
        Object.assign(access, { mayOpen });
        gate.resolve();
        expect(code).toBe(1008);
        expectNothingPrinted();
      });
    });
  });

  test('a flood of tiny frames costs the channel, then the socket', async () => {
    await stage.expectHarmless(async () => {
      const empty = Uint8Array.from([0, 0]);
      const { closedFor, closeCode } = await flood((device) => device.sendUpdate(stage.name, empty), 4_000);
      expect([closedFor, closeCode]).toEqual(['too-fast::', 1008]);
    });
  });

  test('a flood of sync requests costs the channel', async () => {
    await stage.expectHarmless(async () => {
      const { doc } = stage.prey();
      const { closedFor } = await flood((device) => device.sendSyncStep1(stage.name, doc), 600);
      expect(closedFor).toBe('too-fast::');
    });
  });

  test('what is refused is paid for too, before it is read', async () => {
    await stage.expectHarmless(async () => {
      const noise = new Uint8Array(1024 * 1024).fill(0xff);
      const send = async () => (await flood((device) => device.sendUpdate(stage.name, noise), 1)).closedFor;
      // What the floods before have taken comes back with time, and so does some of this on a slow machine.
      await until(async () => (await send()) === 'malformed::', 'something to be read');
      let told: string | null = null;
      for (let megabyte = 0; megabyte < 60 && told !== 'too-fast::'; megabyte++) told = await send();
      expect(told).toBe('too-fast::');
    });
  });
});

/** A sync request of a device that claims to know 90,000 logs: 0.9 MB. */
function writeLongRequest(encoder: encoding.Encoder): void {
  const vector = encoding.createEncoder();
  encoding.writeVarUint(vector, 90_000);
  for (let client = 2 ** 32 - 90_000; client < 2 ** 32; client++) {
    encoding.writeVarUint(vector, client);
    encoding.writeVarUint(vector, 2 ** 30);
  }
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(vector));
}
