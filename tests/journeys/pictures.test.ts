// Pictures of people and groups: who may set them, who sees them, what is refused, and what is kept.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { ConversationId } from '../../shared/ids.ts';
import { maxPictureBytes, type PictureType } from '../../shared/protocol/pictures.ts';
import { rates } from '../../sync-server/limits.ts';
import { freshCommandId, freshGroupId } from '../kit/group-acts.ts';
import {
  goodPassword,
  inviteSomebody,
  openHttpWorkspace,
  setUpOwner,
  type Answer,
  type HttpWorkspace,
  type Person,
} from '../kit/http-workspace.ts';
import { jpegWith, pngOfSize, pngPicture, pngWith, samplePictures } from '../kit/sample-pictures.ts';

let workspace: HttpWorkspace;
let ada: Person;
let ben: Person;
let cleo: Person;
beforeEach(async () => {
  workspace = await openHttpWorkspace();
  ada = await setUpOwner(workspace);
  ben = await inviteSomebody(workspace, ada, 'ben');
  cleo = await inviteSomebody(workspace, ada, 'cleo');
});
afterEach(() => workspace.close());

const own = '/api/picture';
const ofGroup = (conversationId: ConversationId) => `/api/groups/${conversationId}/picture`;

async function put(
  { visitor }: Pick<Person, 'visitor'>,
  path: string,
  { type = 'image/png', bytes = pngPicture }: { type?: string; bytes?: Uint8Array } = {},
): Promise<Answer> {
  const headers = { origin: workspace.baseUrl, 'content-type': type };
  const response = await visitor.send(path, { method: 'PUT', headers, body: Uint8Array.from(bytes) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function remove({ visitor }: Person, path: string): Promise<number> {
  return (await visitor.send(path, { method: 'DELETE', headers: { origin: workspace.baseUrl } })).status;
}

const hashIn = ({ body }: Answer) => (body as { picture: string }).picture;
const codeIn = ({ status, body }: Answer) => (status === 200 ? 'done' : (body as { code: string }).code);
const look = ({ visitor }: Pick<Person, 'visitor'>, hash: string) => visitor.send(`/api/pictures/${hash}`, {});
const statusOf = async (person: Person, hash: string) => (await look(person, hash)).status;
const inboxOf = async ({ visitor }: Person, since?: string) =>
  (await visitor.get(`/api/inbox${since === undefined ? '' : `?since=${encodeURIComponent(since)}`}`)).body as {
    token: string;
    contacts: { sent: object[] } | null;
    conversations: {
      conversationId: string;
      picture: string | null;
      members: { userId: string; picture: string | null }[];
    }[];
  };
const command = ({ visitor }: Person, one: object) =>
  visitor.post('/api/commands', { commandId: freshCommandId(), command: one });

async function group(...others: readonly Person[]): Promise<ConversationId> {
  const conversationId = freshGroupId();
  const userIds = others.map(({ me }) => me.userId);
  await command(ada, { kind: 'create-group', conversationId, title: 'Harbour', userIds, history: 'all' });
  return conversationId;
}

/** How many are stored. */
function stored(): number {
  const database = new DatabaseSync(join(workspace.dataDir, 'directory.db'), { readOnly: true });
  const row = database.prepare('select count(*) as count from picture').get();
  database.close();
  return Number(row?.['count']);
}

describe('my own picture', () => {
  test('is seen wherever I am: by myself, in a search, in a conversation, among contacts', async () => {
    await command(ben, { kind: 'open-direct', userId: ada.me.userId });
    await command(cleo, { kind: 'request-contact', userId: ada.me.userId, text: 'Hello' });
    const before = { ben: (await inboxOf(ben)).token, cleo: (await inboxOf(cleo)).token };
    const answer = await put(ada, own);
    const picture = hashIn(answer);
    expect(answer.status).toBe(200);
    expect((await ada.visitor.get('/api/hello')).body).toMatchObject({ me: { picture } });
    expect((await ben.visitor.get('/api/people?query=ada')).body).toMatchObject({ people: [{ picture }] });
    const { conversations } = await inboxOf(ben, before.ben);
    expect(conversations).toMatchObject([{ picture: null }]);
    expect(conversations[0]?.members.find(({ userId }) => userId === ada.me.userId)?.picture).toBe(picture);
    expect((await inboxOf(cleo, before.cleo)).contacts).toMatchObject({ sent: [{ picture }] });
    expect(new Set(workspace.toldOfPeople.at(-1)?.whoSee)).toEqual(
      new Set([ada, ben, cleo].map(({ me }) => me.userId)),
    );
  });

  test('is served as nothing but itself, to everybody who is signed in', async () => {
    const hash = hashIn(await put(ada, own));
    const response = await look(ben, hash);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
      vary: 'Cookie',
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(pngPicture));
    expect((await look({ visitor: workspace.visitor() }, hash)).status).toBe(401);
  });

  test('keeps nothing that a photo tells besides what it shows', async () => {
    const place = Buffer.from('Exif\0\0GPS 52.5163 N');
    const told = hashIn(await put(ada, own, { type: 'image/jpeg', bytes: jpegWith(0xe1, place) }));
    const bytes = Buffer.from(await (await look(ben, told)).arrayBuffer());
    expect(bytes.includes('GPS')).toBe(false);
    expect(hashIn(await put(ben, own, { type: 'image/jpeg', bytes: samplePictures['image/jpeg'] }))).toBe(told);
  });

  test('gives way to the next one, and goes when it is taken away', async () => {
    const first = hashIn(await put(ada, own));
    const second = hashIn(await put(ada, own, { type: 'image/webp', bytes: samplePictures['image/webp'] }));
    expect([await statusOf(ben, first), await statusOf(ben, second), stored()]).toEqual([404, 200, 1]);
    expect([await remove(ada, own), await remove(ada, own), await statusOf(ben, second), stored()]).toEqual([
      ...[200, 200, 404, 0],
    ]);
    expect((await ada.visitor.get('/api/hello')).body).toMatchObject({ me: { picture: null } });
  });

  test('stays while anybody else shows the same', async () => {
    const hash = hashIn(await put(ada, own));
    expect(hashIn(await put(ben, own))).toBe(hash);
    await remove(ada, own);
    expect([await statusOf(cleo, hash), stored()]).toEqual([200, 1]);
  });

  test('goes with the account', async () => {
    const hash = hashIn(await put(ben, own));
    await ben.visitor.post('/api/account/delete', { current: goodPassword });
    expect([await statusOf(ada, hash), stored()]).toEqual([404, 0]);
  });
});

test('the same picture, name or handle again is told to nobody', async () => {
  const harbour = await group(ben);
  await remove(ada, own);
  await remove(ada, ofGroup(harbour));
  for (const path of [own, ofGroup(harbour)]) await put(ada, path);
  const { name, handle } = ada.me;
  const { token } = await inboxOf(ben);
  const [changed, toldOfPeople] = [workspace.changed.length, workspace.toldOfPeople.flatMap(({ whoSee }) => whoSee)];
  for (const path of [own, ofGroup(harbour)]) expect(codeIn(await put(ada, path))).toBe('done');
  expect(codeIn(await ada.visitor.post('/api/account/name', { name: ` ${name} ` }))).toBe('done');
  expect(codeIn(await ada.visitor.post('/api/account/handle', { handle: handle.toUpperCase() }))).toBe('done');
  expect((await inboxOf(ben, token)).conversations).toEqual([]);
  expect(workspace.changed).toHaveLength(changed);
  expect(workspace.toldOfPeople.flatMap(({ whoSee }) => whoSee)).toEqual(toldOfPeople);
  expect((await ada.visitor.get('/api/hello')).body).toMatchObject({ me: { name, handle } });
});

describe('the picture of a group', () => {
  test('is changed by its owners and admins alone, and told to all who are in it', async () => {
    const harbour = await group(ben);
    expect(codeIn(await put(ben, ofGroup(harbour)))).toBe('not-allowed');
    expect(await remove(ben, ofGroup(harbour))).toBe(403);
    await command(ada, { kind: 'set-role', conversationId: harbour, userId: ben.me.userId, role: 'admin' });
    const { token } = await inboxOf(ada);
    const answer = await put(ben, ofGroup(harbour));
    expect((await inboxOf(ada, token)).conversations).toMatchObject([{ picture: hashIn(answer) }]);
    expect(new Set(workspace.changed.at(-1)?.userIds)).toEqual(new Set([ada.me.userId, ben.me.userId]));
  });

  test("is nobody else's: a group that one is not in looks like none", async () => {
    const harbour = await group(ben);
    const hash = hashIn(await put(ada, ofGroup(harbour)));
    expect([await statusOf(ben, hash), await statusOf(cleo, hash)]).toEqual([200, 404]);
    const missing = await look(cleo, 'f'.repeat(64));
    const forbidden = await look(cleo, hash);
    expect(await forbidden.text()).toBe(await missing.text());
    const said = ({ headers }: Response) => [...headers].filter(([name]) => name !== 'x-request-id');
    expect(said(forbidden)).toEqual(said(missing));
    expect([codeIn(await put(cleo, ofGroup(harbour))), codeIn(await put(cleo, ofGroup(freshGroupId())))]).toEqual([
      ...['not-found', 'not-found'],
    ]);
    await command(ada, { kind: 'remove-member', conversationId: harbour, userId: ben.me.userId });
    expect(await statusOf(ben, hash)).toBe(404);
  });

  test('is none that a direct conversation could have', async () => {
    const answer = await command(ben, { kind: 'open-direct', userId: ada.me.userId });
    const { conversationId } = (answer.body as { result: { conversationId: ConversationId } }).result;
    expect(codeIn(await put(ben, ofGroup(conversationId)))).toBe('not-found');
  });
});

describe('what is refused', () => {
  const huge = pngWith('tEXt', new Uint8Array(maxPictureBytes));
  test.each<[string, PictureType | 'image/gif' | 'image/svg+xml', Uint8Array, string]>([
    ['another type than it says', 'image/webp', pngPicture, 'picture-invalid'],
    ['a type that is none of ours', 'image/gif', Buffer.from('GIF89a'), 'wrong-content-type'],
    ['a drawing that may hold a script', 'image/svg+xml', Buffer.from('<svg/>'), 'wrong-content-type'],
    ['what moves', 'image/png', pngWith('acTL', new Uint8Array(8)), 'picture-animated'],
    ['too many points', 'image/png', pngOfSize(513, 4), 'picture-dimensions'],
    ['too many bytes', 'image/png', huge, 'too-large'],
    ['nothing', 'image/png', new Uint8Array(), 'picture-invalid'],
    ['half of it', 'image/png', pngPicture.subarray(0, 60), 'picture-invalid'],
  ])('changes nothing: %s', async (_, type, bytes, code) => {
    const hash = hashIn(await put(ada, own));
    expect(codeIn(await put(ada, own, { type, bytes }))).toBe(code);
    expect((await ada.visitor.get('/api/hello')).body).toMatchObject({ me: { picture: hash } });
    expect(stored()).toBe(1);
  });

  test('is what comes too often', async () => {
    const codes: string[] = [];
    for (let count = 0; count <= rates.picturePerPerson.burst; count++) codes.push(codeIn(await put(ada, own)));
    expect(codes.indexOf('too-many')).toBe(rates.picturePerPerson.burst);
    expect(codeIn(await put(ben, own))).toBe('done');
  });

  test.each(['../workspace.json', 'x', 'A'.repeat(64), `${'a'.repeat(64)}'`])(
    'is what names no picture: %s',
    async (name) => {
      expect(await statusOf(ada, encodeURIComponent(name))).toBe(404);
    },
  );
});
