// A member puts files into messages that are not theirs to send; and who reads a file once a message has named it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import type { Attachment } from '../../shared/conversation/attachments.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { makeFileAccess } from '../../sync-server/files/file-access.ts';
import { claimLifeMs } from '../../sync-server/files/file-records.ts';
import { openStage, type Prey, type Stage } from '../kit/attack-stage.ts';
import { openLog } from '../kit/craft-update.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { refusesEach } from '../kit/refuses-each.ts';
import { deletionAt, messageAt, takenDownAt } from '../kit/sample-events.ts';
import { documentOf, hashOf, pictureOf, previewedOf, storeFor } from '../kit/sample-files.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let lastAt = 0;
const nextAt = () => (lastAt = Math.max(Date.now(), lastAt + 1));

describe('a message with files that are not its writer’s to send', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    const { files } = stage.server.server.log;
    const atMs = Date.now();
    storeFor(files, stage.attacker.userId, { attachments: [documentOf('mine'), pictureOf('photo')], atMs });
    storeFor(files, stage.attacker.userId, { attachments: [documentOf('old')], atMs: atMs - claimLifeMs - 60_000 });
    storeFor(files, stage.victim.userId, { attachments: [documentOf('theirs'), previewedOf('their photo')], atMs });
  });
  afterAll(() => stage.close());

  const says = ({ client, root }: Prey, ...attachments: readonly object[]) =>
    openLog(client, root, [{ ...messageAt(Date.now()), attachments }]);
  const small = { hash: hashOf('mine'), size: 1_000, type: 'image/webp', width: 20, height: 15 };
  const attacks: readonly (readonly [string, 'no-file' | 'bad-event', Attachment | object])[] = [
    ['one of the victim’s, of which one knows the hash and the size', 'no-file', documentOf('theirs')],
    ['the same with another size, to hear whether it is there', 'no-file', { ...documentOf('theirs'), size: 1 }],
    ['one that nobody has', 'no-file', documentOf('nobody’s')],
    ['one that was sent more than a day ago, and put into no message', 'no-file', documentOf('old')],
    ['the victim’s smaller picture', 'no-file', { ...pictureOf('photo'), preview: previewedOf('their photo').preview }],
    ['one’s own of another size', 'bad-event', { ...documentOf('mine'), size: 999 }],
    ['a smaller picture that is none', 'bad-event', { ...pictureOf('photo'), preview: small }],
    ['one with a claim written beside it', 'bad-event', { ...documentOf('theirs'), claim: true }],
    ['one with a name that turns its ending', 'bad-event', { ...documentOf('mine'), name: 'gpj.\u202Eexe' }],
    ['one with a name that leads elsewhere', 'bad-event', { ...documentOf('mine'), name: '../../etc/passwd' }],
  ];
  refusesEach(
    () => stage,
    attacks.map(([name, code, attachment]) => ({ name, code, make: (prey: Prey) => says(prey, attachment) })),
  );
  refusesEach(
    () => stage,
    [
      {
        name: 'a good one beside one of the victim’s',
        code: 'no-file',
        make: (prey) => says(prey, documentOf('mine'), documentOf('theirs')),
      },
      {
        name: 'one time more than a message carries',
        code: 'bad-event',
        make: (prey) => says(prey, ...Array.from({ length: 21 }, () => documentOf('mine'))),
      },
    ],
  );

  test('what is one’s own is taken, beside all that', async () => {
    expect(await stage.send(says(stage.prey(), documentOf('mine'), pictureOf('photo')))).toBeNull();
  });
});

describe('a file that a message names', () => {
  let server: TestServer;
  let [ada, ben, cleo]: Person[] = [];
  let devices: WireDevice[] = [];
  beforeEach(async () => {
    server = await openTestServer();
    [ada, ben, cleo] = await server.people('Ada', 'Ben', 'Cleo');
  });
  afterEach(async () => {
    for (const device of devices) await device.close();
    devices = [];
    await server.close();
  });

  const person = (one: Person | undefined) => must(one, 'a person');
  const [plan, image] = [documentOf('plan'), previewedOf('sunset')];
  const reads = async (who: Person | undefined, conversationId: ConversationId, hash = plan.hash) => {
    const { directory, log } = server.server;
    const found = await makeFileAccess({ files: log.files, access: directory.access }).find(person(who).userId, {
      ...{ hash, conversationId },
    });
    return found?.name ?? (found === null ? null : 'its smaller picture');
  };
  const open = async (who: Person | undefined, conversationId: ConversationId): Promise<[WireDevice, WireReplica]> => {
    const device = await openDevice(person(who));
    devices.push(device);
    return [device, await device.openConversation(conversationId)];
  };
  /** Ada says something with these. */
  const say = async ([device, replica]: [WireDevice, WireReplica], ...attachments: Attachment[]) => {
    storeFor(server.server.log.files, person(ada).userId, { attachments, atMs: Date.now() });
    const message = { ...messageAt(nextAt(), ''), attachments };
    appendEvent(replica.doc, person(ada).userId, message);
    await device.acknowledged(replica);
    return message;
  };

  test('is read by who is in its conversation, by nobody else and nowhere else', async () => {
    const group = await makeGroup([person(ada), person(ben)]);
    const elsewhere = await makeGroup([person(ada), person(ben), person(cleo)]);
    await say(await open(ada, group), plan, image);
    expect(await Promise.all([ada, ben, cleo].map((who) => reads(who, group)))).toEqual(['plan', 'plan', null]);
    expect(await reads(ben, group, must(image.preview, 'one').hash)).toBe('its smaller picture');
    expect(await Promise.all([ada, ben, cleo].map((who) => reads(who, elsewhere)))).toEqual([null, null, null]);
    expect(await reads(ben, group, hashOf('guessed'))).toBeNull();
  });

  test('is read no more by who has left or was taken out, from that answer on', async () => {
    const group = await makeGroup([person(ada), person(ben), person(cleo)]);
    await say(await open(ada, group), plan);
    await act(person(ben), { kind: 'leave-group', conversationId: group });
    expect(await reads(ben, group)).toBeNull();
    await act(person(ada), { kind: 'remove-member', conversationId: group, userId: person(cleo).userId });
    expect(await reads(cleo, group)).toBeNull();
    expect(await reads(ada, group)).toBe('plan');
  });

  test('is not read by who came later, where they see nothing from before, until it is said again', async () => {
    const group = await makeGroup([person(ada), person(ben)], { history: 'from-joining' });
    await say(await open(ada, group), plan);
    await act(person(ada), { kind: 'add-members', conversationId: group, userIds: [person(cleo).userId] });
    expect(await Promise.all([ben, cleo].map((who) => reads(who, group)))).toEqual(['plan', null]);
    const [device, replica] = await open(ada, group);
    const chapter = server.server.log.newestIn(group);
    expect(chapter).toBe(2);
    const later = await device.open(chapterName({ conversationId: group, chapter }));
    await say([device, later], { ...plan, name: 'said again' });
    expect(replica.closedFor).toBeNull();
    expect(await Promise.all([ben, cleo].map((who) => reads(who, group)))).toEqual(['said again', 'said again']);
  });

  test.each(['its author', 'an admin'])('goes with the last message that names it, deleted by %s', async (by) => {
    const group = await makeGroup([person(ben), person(ada)]);
    const [device, replica] = await open(ada, group);
    const [first, last] = [await say([device, replica], plan), await say([device, replica], plan)];
    const [bens, benReplica] = await open(ben, group);
    const erase = async ({ id, at }: typeof first) => {
      const isAuthor = by === 'its author';
      const [writer, where, who] = isAuthor ? [device, replica, ada] : [bens, benReplica, ben];
      const about = { author: person(ada).userId, id };
      const event = isAuthor ? deletionAt(nextAt(), id, at) : takenDownAt(nextAt(), about, at);
      appendEvent(where.doc, person(who).userId, event);
      await writer.acknowledged(where);
    };
    await erase(first);
    expect(await reads(ben, group)).toBe('plan');
    await erase(last);
    expect(await reads(ben, group)).toBeNull();
    expect(server.server.log.files.stored(plan.hash)).toBeNull();
    expect(server.server.log.files.holdsClaim(person(ada).userId, plan.hash, 0)).toBe(false);
  });
});
