// What the server will never take as it is: what can stand goes again, the rest is shown with its reason, and it ends.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { logRoot } from '../../shared/conversation/log.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { RefusalCode } from '../../shared/protocol/refusal.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import type { Append, AppendOutcome } from '../../sync-server/update-log/update-log.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { Platform } from '../../client/engine/platform.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import { linesOf, type EngineDevice } from '../kit/engine-device.ts';
import { addMember, removeMember } from '../kit/change-members.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { makeLogWriter } from '../kit/log-writer.ts';
import { ownLog, plant } from '../kit/plant.ts';
import { messageAt } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';

const nobodys = 1 as ClientId;

/** A log that will not take anything for a while, and names an entry that nobody wrote. */
class UnwillingLog extends MemoryUpdateLog {
  isUnwilling = false;
  asked = 0;
  override append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    if (!this.isUnwilling || batch.length === 0) return super.append(batch);
    this.asked++;
    return Promise.resolve(batch.map(() => ({ status: 'duplicate-id', client: nobodys, clock: 0 })));
  }
}

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

/** Refused for good, and taken out of the log. */
function isGivenUp(mine: OpenConversation, item: TimelineItem): boolean {
  return item.place === null && mine.markOf(item)?.status === 'refused';
}

let names = 0;

/** Ada's device, started with a document that `write` has made of what it had; what she sees, and what Ben sees. */
async function startWith(write: (doc: Y.Doc, ada: Person) => void) {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const theirs = await (await journey.start(ben)).open(conversationId);
  const name = `planted-${names++}`;
  await plant({ device: name, person: ada, conversationId, write: (doc) => write(doc, ada) });
  const device = await journey.start(ada, { name, haste: 10 });
  return { ada, ben, conversationId, theirs, device, mine: await device.open(conversationId) };
}

/** A device that hears one word of its server as another, of the same length. */
function hearing(word: string, heard: string): (platform: Platform) => Platform {
  return (platform) => {
    const Given = platform.WebSocket as typeof WebSocket; // as engine-device.ts gives it
    class Altered extends Given {
      override emit(event: string | symbol, ...args: unknown[]): boolean {
        const [data, ...rest] = args;
        if (event !== 'message' || !(data instanceof ArrayBuffer)) return super.emit(event, ...args);
        const altered = Buffer.from(data).toString('latin1').replaceAll(word, heard);
        return super.emit(event, new Uint8Array(Buffer.from(altered, 'latin1')).buffer, ...rest);
      }
    }
    return { ...platform, WebSocket: Altered };
  };
}

/** Nothing is sent again and again. */
async function isCalm(device: EngineDevice): Promise<void> {
  let before = -1;
  const isStill = async () => {
    before = device.sent.length;
    await new Promise((resolve) => setTimeout(resolve, 250));
    return device.sent.length === before;
  };
  await until(isStill, 'the device to be calm');
}

function at(offsetMs = 0): number {
  return Date.now() - 60_000 + offsetMs;
}

interface Case {
  readonly code: RefusalCode;
  readonly what: string;
  readonly write: (doc: Y.Doc, ada: Person) => void;
  readonly theirs: readonly string[];
  readonly mine: readonly string[];
}

const twice = messageAt(at(), 'twice');

const cases: readonly Case[] = [
  {
    code: 'broken-chain',
    what: 'goes again in one chain',
    write(doc, ada) {
      ownLog(ada, doc).push([messageAt(at(), 'one')]);
      doc.getArray('elsewhere').push(['a break']);
      ownLog(ada, doc).push([messageAt(at(1), 'two')]);
    },
    theirs: ['one', 'two'],
    mine: ['one (sent)', 'two (sent)'],
  },
  {
    code: 'wrong-log',
    what: 'is let go with what nobody could ever see, and the rest goes on',
    write(doc, { userId }) {
      doc.getArray(logRoot(userId, (doc.clientID + 1) as ClientId)).push([messageAt(at(), 'misplaced')]);
    },
    theirs: [],
    mine: [],
  },
  {
    code: 'clock-backwards',
    what: 'goes again in the order of its times',
    write(doc, ada) {
      ownLog(ada, doc).push([messageAt(at(20_000), 'second')]);
      ownLog(ada, doc).push([messageAt(at(10_000), 'first')]);
    },
    theirs: ['first', 'second'],
    mine: ['first (sent)', 'second (sent)'],
  },
  {
    code: 'clock-ahead',
    what: 'goes again with the time of now',
    write(doc, ada) {
      ownLog(ada, doc).push([messageAt(at(), 'today')]);
      ownLog(ada, doc).push([messageAt(at(86_400_000), 'tomorrow')]);
    },
    theirs: ['today', 'tomorrow'],
    mine: ['today (sent)', 'tomorrow (sent)'],
  },
  {
    code: 'bad-event',
    what: 'is kept with its reason, and what stood beside it goes',
    write(doc, ada) {
      ownLog(ada, doc).push([messageAt(at(), 'good')]);
      ownLog(ada, doc).push([{ ...messageAt(at(1), 'of another version'), kind: 'hologram' }]);
      ownLog(ada, doc).push([messageAt(at(2), 'good as well')]);
    },
    theirs: ['good', 'good as well'],
    mine: ['good (sent)', 'of another version (refused: bad-event)', 'good as well (sent)'],
  },
  {
    code: 'malformed',
    what: 'is found among the others by sending one after the other',
    write(doc, ada) {
      for (const [index, text] of ['one', 'un\0readable', 'three'].entries()) {
        ownLog(ada, doc).push([messageAt(at(index), text)]);
      }
    },
    theirs: ['one', 'three'],
    mine: ['one (sent)', 'un\0readable (refused: malformed)', 'three (sent)'],
  },
  {
    code: 'malformed',
    what: 'goes again when only the way it was written was at fault',
    write(doc, ada) {
      ownLog(ada, doc).push([messageAt(at(), 'first written')]);
      ownLog(ada, doc).insert(0, [messageAt(at(1), 'put before it')]);
    },
    theirs: ['first written', 'put before it'],
    mine: ['first written (sent)', 'put before it (sent)'],
  },
  {
    code: 'duplicate-id',
    what: 'stands once',
    write(doc, ada) {
      ownLog(ada, doc).push([twice]);
      ownLog(ada, doc).push([{ ...twice, at: twice.at + 1 }]);
      ownLog(ada, doc).push([messageAt(at(2), 'another')]);
    },
    theirs: ['twice', 'another'],
    mine: ['twice (sent)', 'another (sent)'],
  },
  {
    code: 'too-large',
    what: 'goes in parts',
    write(doc, ada) {
      doc.transact(() => {
        for (let index = 0; index < 8_200; index++) ownLog(ada, doc).push([messageAt(at(index - 600_000), `${index}`)]);
      });
    },
    theirs: Array.from({ length: 8_200 }, (_, index) => `${index}`),
    mine: Array.from({ length: 8_200 }, (_, index) => `${index} (sent)`),
  },
];

describe('an update that the server refuses', () => {
  test.each(cases)('as $code $what', async ({ write, theirs, mine }) => {
    const stage = await startWith(write);
    const isThere = () => stage.theirs.items.get().length === theirs.length;
    await until(isThere, 'as many as there should be', 30_000);
    await shows(stage.theirs, theirs);
    await shows(stage.mine, mine);
    await isCalm(stage.device);
    stage.mine.send('and on');
    await shows(stage.theirs, [...theirs, 'and on']);
    await stage.device.restart();
    const later = await stage.device.open(stage.conversationId);
    const isWhole = () => later.edges.get().older === 'none' && later.items.get().length > mine.length;
    await until(() => {
      later.showOlder();
      return isWhole();
    }, 'older chapters'); // what went in parts fills more than one
    await shows(later, [...mine, 'and on (sent)']);
  });

  test('as duplicate-id by the log alone is that one message, whatever was written beside it', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const used = messageAt(at(), 'its id stands in another chapter');
    const another = chapterName({ conversationId, chapter: 2 });
    await journey.server.server.log.append([makeLogWriter(another, ada.userId).append(0, used)]);
    const theirs = await (await journey.start(ben)).open(conversationId);
    const write = (doc: Y.Doc) => ownLog(ada, doc).push([messageAt(at(1), 'before'), used, messageAt(at(2), 'after')]);
    await plant({ device: 'planted', person: ada, conversationId, write });
    const mine = await (await journey.start(ada, { name: 'planted', haste: 10 })).open(conversationId);
    await shows(theirs, ['its id stands in another chapter', 'before', 'after']);
    await shows(mine, ['its id stands in another chapter (sent)', 'before (sent)', 'after (sent)']);
  });

  test('as clock-ahead is told truthfully while the device waits for its next life', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const device = await journey.start(ada, { hasNetwork: false, clockErrorMs: 3_600_000 });
    await linkIs(device, 'offline');
    const mine = await device.open(conversationId);
    mine.send('from the future');
    mine.send('and from later still');
    device.setNetwork(true);
    await shows(theirs, ['from the future', 'and from later still']);
    await shows(mine, ['from the future (sent)', 'and from later still (sent)']);
    mine.send('from now');
    await shows(theirs, ['from the future', 'and from later still', 'from now']);
    expect(theirs.items.get().every((item) => item.at < Date.now() + 60_000)).toBe(true);
  });

  test('as client-taken goes again under a client of its own', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    theirs.send('mine is the number');
    await shows(theirs, ['mine is the number (sent)']);
    const place = must(theirs.items.get()[0]?.place, 'a place');
    const drawn = new Uint8Array(4);
    new DataView(drawn.buffer).setUint32(0, place.client);
    const device = await journey.start(ada, { firstDraws: [drawn], hasNetwork: false });
    await linkIs(device, 'offline');
    const mine = await device.open(conversationId);
    mine.send('so is mine');
    mine.send('for long');
    device.setNetwork(true);
    await until(() => device.sent.includes('sync step 2'), 'the two to meet');
    mine.send('is it not?');
    await shows(theirs, ['mine is the number (sent)', 'so is mine', 'for long', 'is it not?']);
    await shows(mine, ['mine is the number', 'so is mine (sent)', 'for long (sent)', 'is it not? (sent)']);
  });

  test('as erasure-without-delete brings back what was erased', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const device = await journey.start(ada, { name: 'eraser' });
    (await device.open(conversationId)).send('to stay');
    await shows(theirs, ['to stay']);
    await device.close();
    const write = (doc: Y.Doc) => {
      const root = must(
        [...doc.share.keys()].find((key) => key.startsWith(`log/${ada.userId}`)),
        'a log',
      );
      doc.getArray(root).delete(0, 1);
    };
    await plant({ device: 'eraser', person: ada, conversationId, write });
    const later = await journey.start(ada, { name: 'eraser' });
    await shows(await later.open(conversationId), ['to stay (sent)']);
    await isCalm(later);
    await shows(theirs, ['to stay']);
  });
});

describe('a message that cannot be sent', () => {
  const bad = (doc: Y.Doc, ada: Person) => {
    ownLog(ada, doc).push([{ ...messageAt(at(), 'not like this'), kind: 'hologram' }]);
  };

  test('is sent again as new, or forgotten, as the person decides, also after a restart', async () => {
    const { mine, theirs, device, conversationId } = await startWith((doc, ada) => {
      bad(doc, ada);
      ownLog(ada, doc).push([{ ...messageAt(at(1), 'nor this'), kind: 'hologram' }]);
    });
    await shows(mine, ['not like this (refused: bad-event)', 'nor this (refused: bad-event)']);
    await device.restart();
    const again = await device.open(conversationId);
    await shows(again, ['not like this (refused: bad-event)', 'nor this (refused: bad-event)']);
    const [first, second] = again.items.get();
    again.retry(must(first, 'a row'));
    await shows(theirs, ['not like this']);
    await shows(again, ['nor this (refused: bad-event)', 'not like this (sent)']);
    again.discard(must(second, 'a row'));
    await shows(again, ['not like this (sent)']);
    await device.restart();
    await shows(await device.open(conversationId), ['not like this (sent)']);
    await shows(theirs, ['not like this']);
  });

  test('because its writer may only read is kept, and goes when they may write again', async () => {
    const { access } = journey.server.server.directory;
    const mayOpen = access.mayOpen.bind(access);
    // Rows for readers come with roles; until then the answer itself is another one.
    const allow = (isReader: boolean) =>
      Object.assign(access, { mayOpen: isReader ? () => Promise.resolve('read') : mayOpen });
    const { ada, conversationId, ben } = await journey.twoPeople();
    allow(true);
    const device = await journey.start(ada);
    const mine = await device.open(conversationId);
    await linkIs(device, 'online');
    mine.send('may I?');
    await shows(mine, ['may I? (refused: read-only)']);
    await isCalm(device);
    allow(false);
    const theirs = await (await journey.start(ben)).open(conversationId);
    device.setNetwork(false);
    device.setNetwork(true);
    await linkIs(device, 'online');
    mine.retry(must(mine.items.get()[0], 'a row'));
    await shows(theirs, ['may I?']);
    await shows(mine, ['may I? (sent)']);
  });

  test('because its writer is no member any more says so, and goes when they are one again', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const device = await journey.start(ada);
    const mine = await device.open(conversationId);
    mine.send('before');
    await shows(mine, ['before (sent)']);
    await goOffline(device);
    mine.send('meanwhile');
    await shows(mine, ['before (sent)', 'meanwhile (waiting)']);
    const membership = { dataDir: journey.server.dataDir, conversationId, userId: ada.userId };
    removeMember(membership);
    device.setNetwork(true);
    await shows(mine, ['before (sent)', 'meanwhile (refused: not-a-member)']);
    expect(mine.state.get()).toEqual({ status: 'unavailable', code: 'not-found' });
    addMember(membership);
    mine.retry(must(mine.items.get()[1], 'a row'));
    await shows(mine, ['before (sent)', 'meanwhile (sent)']);
    await shows(theirs, ['before', 'meanwhile']);
  });

  test('for a reason that only a newer server knows is kept with that, and what stood beside it goes', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    await plant({
      ...{ device: 'older', person: ada, conversationId },
      write(doc) {
        ownLog(ada, doc).push([messageAt(at(-1_000), 'good')]);
        bad(doc, ada);
      },
    });
    const device = await journey.start(ada, { name: 'older', haste: 10, adapt: hearing('bad-event', 'new-event') });
    const mine = await device.open(conversationId);
    await shows(mine, ['good (sent)', 'not like this (refused: unknown-code)']);
    await shows(theirs, ['good']);
    await isCalm(device);
  });

  test('and that the server goes on refusing without a word is kept after a few attempts', async () => {
    await journey.close();
    const log = new UnwillingLog(randomBytes);
    journey = await openJourney({ log });
    const { ada, conversationId } = await journey.twoPeople();
    const device = await journey.start(ada, { haste: 50 });
    const mine = await device.open(conversationId);
    await linkIs(device, 'online');
    log.isUnwilling = true;
    mine.send('one');
    mine.send('two');
    await until(
      () => mine.items.get().length === 2 && mine.items.get().every((item) => isGivenUp(mine, item)),
      'the end',
    );
    await shows(mine, ['one (refused: duplicate-id)', 'two (refused: duplicate-id)']);
    await isCalm(device);
    expect(log.asked).toBeLessThan(10);
    log.isUnwilling = false;
    mine.retry(must(mine.items.get()[0], 'a row'));
    await shows(mine, ['two (refused: duplicate-id)', 'one (sent)']);
  });
});

describe('sending again', () => {
  const startAda = async (haste: number) => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const device = await journey.start(ada, { haste });
    return { ada, ben, conversationId, device, mine: await device.open(conversationId) };
  };
  const first = (conversation: OpenConversation) => must(conversation.items.get()[0], 'a row');

  test('what is refused for the same reason once more keeps it, each time', async () => {
    const { access } = journey.server.server.directory;
    const mayOpen = access.mayOpen.bind(access);
    Object.assign(access, { mayOpen: () => Promise.resolve('read') });
    const { conversationId, ben, device, mine } = await startAda(20);
    await linkIs(device, 'online');
    mine.send('may I?');
    await shows(mine, ['may I? (refused: read-only)']);
    for (let attempt = 0; attempt < 3; attempt++) {
      await until(() => first(mine).place === null, 'the next life');
      const before = device.sent.filter((kind) => kind === 'update').length;
      mine.retry(first(mine));
      await until(() => device.sent.filter((kind) => kind === 'update').length > before, 'another attempt');
      await shows(mine, ['may I? (refused: read-only)']);
      await isCalm(device);
    }
    await device.restart();
    const again = await device.open(conversationId);
    await shows(again, ['may I? (refused: read-only)']);
    Object.assign(access, { mayOpen });
    device.setNetwork(false);
    device.setNetwork(true);
    again.retry(first(again));
    await shows(again, ['may I? (sent)']);
    await shows(await (await journey.start(ben)).open(conversationId), ['may I?']);
  });

  test('what waits for the network goes when there is one, also after a restart', async () => {
    const { mine, device, conversationId, theirs } = await startWith((doc, ada) => {
      ownLog(ada, doc).push([{ ...messageAt(at(), 'not like this'), kind: 'hologram' }]);
    });
    await shows(mine, ['not like this (refused: bad-event)']);
    await goOffline(device);
    mine.retry(first(mine));
    await shows(mine, ['not like this (waiting)']);
    await device.restart();
    const again = await device.open(conversationId);
    await shows(again, ['not like this (waiting)']);
    device.setNetwork(true);
    await shows(again, ['not like this (sent)']);
    await shows(theirs, ['not like this']);
  });

  test('what was refused before its writer was shut out waits until they are let in', async () => {
    const { mine, device, conversationId, theirs, ada } = await startWith((doc, { userId }) => {
      doc
        .getArray(logRoot(userId, doc.clientID as ClientId))
        .push([{ ...messageAt(at(), 'strange'), kind: 'hologram' }]);
    });
    await shows(mine, ['strange (refused: bad-event)']);
    await goOffline(device);
    const membership = { dataDir: journey.server.dataDir, conversationId, userId: ada.userId };
    removeMember(membership);
    device.setNetwork(true);
    await until(() => mine.state.get().status === 'unavailable', 'the device to be shut out');
    mine.retry(first(mine));
    await shows(mine, ['strange (refused: not-a-member)']);
    addMember(membership);
    mine.retry(first(mine));
    await shows(mine, ['strange (sent)']);
    await shows(theirs, ['strange']);
  });

  test('what cannot reach its next life because its writer was shut out goes when they are let in', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const { path, directory } = journey.server.server;
    const { access } = directory;
    const mayOpen = access.mayOpen.bind(access);
    const receive = path.receive.bind(path);
    let isLetIn = true;
    // In the instant between the refusal and the next life, however often the document was opened before.
    Object.assign(path, {
      receive(...received: Parameters<typeof receive>) {
        const [{ userId, connection }] = received;
        const close = connection.close.bind(connection);
        const shutOut = (...closed: Parameters<typeof close>) => {
          if (userId === ada.userId && closed[0]?.reason.startsWith('clock-ahead') === true) isLetIn = false;
          close(...closed);
        };
        Object.assign(connection, { close: shutOut });
        receive(...received);
      },
    });
    Object.assign(access, {
      mayOpen: (...asked: Parameters<typeof mayOpen>) =>
        asked[0] !== ada.userId || isLetIn ? mayOpen(...asked) : Promise.resolve('none'),
    });
    const device = await journey.start(ada, { hasNetwork: false, clockErrorMs: 3_600_000, haste: 20 });
    const mine = await device.open(conversationId);
    mine.send('from the future');
    device.setNetwork(true);
    // Whichever it has come to: the refusal, or what it had set aside for the next life.
    const said = ['clock-ahead', 'not-a-member'].map((code) => `from the future (refused: ${code})`);
    await until(() => said.includes(linesOf(mine).join()), 'it to be refused');
    await isCalm(device);
    expect(said).toContain(linesOf(mine).join());
    Object.assign(access, { mayOpen });
    Object.assign(path, { receive });
    mine.retry(first(mine));
    await shows(mine, ['from the future (sent)']);
    await shows(theirs, ['from the future']);
  });

  test('what rests after too many attempts begins anew, and comes to an end again', async () => {
    await journey.close();
    const log = new UnwillingLog(randomBytes);
    journey = await openJourney({ log });
    const { device, mine } = await startAda(100);
    await linkIs(device, 'online');
    log.isUnwilling = true;
    mine.send('one');
    mine.send('two');
    await shows(mine, ['one (refused: duplicate-id)', 'two (refused: duplicate-id)']);
    await until(() => mine.items.get().every((item) => isGivenUp(mine, item)), 'both to be given up');
    mine.send('three');
    mine.send('four');
    const lines = ['one', 'two', 'three', 'four'].map((text) => `${text} (refused: duplicate-id)`);
    await shows(mine, lines);
    await isCalm(device);
    expect(mine.items.get().filter(({ place }) => place !== null)).toHaveLength(2); // at rest where they were written
    const asked = log.asked;
    mine.retry(must(mine.items.get()[3], 'a row'));
    await until(() => log.asked > asked, 'another attempt');
    await isCalm(device);
    expect(log.asked - asked).toBeLessThan(10);
    log.isUnwilling = false;
    for (let left = 4; left > 0; left--) {
      const item = must(
        mine.items.get().find((one) => mine.markOf(one)?.status === 'refused'),
        'one that is left',
      );
      mine.retry(item);
      await until(
        () => mine.items.get().filter((one) => mine.markOf(one)?.status === 'refused').length < left,
        'one less',
      );
    }
    await until(() => linesOf(mine).every((line) => line.endsWith('(sent)')), 'all to be sent');
    expect(linesOf(mine).toSorted()).toEqual(['four (sent)', 'one (sent)', 'three (sent)', 'two (sent)']);
  });
});
