// What a device may say of where pushes go: it sets up itself, in the open network, with keys that are some.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { maxPushDevices } from '../../sync-server/limits.ts';
import { formOf, goodPassword, inviteSomebody, openHttpWorkspace, setUpOwner } from '../kit/http-workspace.ts';
import type { HttpWorkspace, Person } from '../kit/http-workspace.ts';

let workspace: HttpWorkspace;
let ada: Person;
beforeEach(async () => {
  workspace = await openHttpWorkspace();
  ada = await setUpOwner(workspace);
});
afterEach(() => workspace.close());

const p256dh = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
const auth = 'BTBZMqHH6r4Tts7J_aSIgg';
const endpoint = 'https://push.example.com/abc';
const good = { subscription: { endpoint, p256dh, auth }, showsContent: false };
const put = ({ visitor }: Pick<Person, 'visitor'>, body: unknown) => visitor.post('/api/push/device', body);
const deviceOf = async ({ visitor }: Pick<Person, 'visitor'>) =>
  ((await visitor.get('/api/push')).body as { device: unknown }).device;
const signInAgain = async (handle: string): Promise<Pick<Person, 'visitor'>> => {
  const visitor = workspace.visitor();
  workspace.advance(60_000);
  const { status } = await visitor.post('/api/sign-in', { email: formOf(handle).email, password: goodPassword });
  expect(status).toBe(200);
  return { visitor };
};

describe('a device is refused', () => {
  test.each([
    'http://push.example.com/abc',
    'https://localhost/abc',
    'https://127.0.0.1/abc',
    'https://2130706433/abc',
    'https://[::ffff:10.0.0.1]/abc',
    'https://169.254.169.254/latest/meta-data',
    'https://user:secret@push.example.com/abc',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
    `https://push.example.com/${'a'.repeat(2_048)}`,
  ])('with pushes to %s', async (address) => {
    const answer = await put(ada, { ...good, subscription: { ...good.subscription, endpoint: address } });
    expect([answer.status, answer.body]).toEqual([400, { code: 'bad-request' }]);
    expect(await deviceOf(ada)).toBeNull();
  });

  test.each([
    { ...good, subscription: { ...good.subscription, p256dh: '' } },
    { ...good, subscription: { ...good.subscription, p256dh: `${p256dh}A` } },
    { ...good, subscription: { ...good.subscription, p256dh: p256dh.replace('B', '+') } },
    { ...good, subscription: { ...good.subscription, auth: auth.slice(1) } },
    { ...good, subscription: { ...good.subscription, auth: 7 } },
    { ...good, subscription: { ...good.subscription, expirationTime: null } },
    { ...good, deviceId: `ses_${'0'.repeat(24)}` },
    { ...good, showsContent: 'yes' },
    { subscription: good.subscription },
    [],
    null,
  ])('with %j', async (body) => {
    expect((await put(ada, body)).status).toBe(400);
    expect(await deviceOf(ada)).toBeNull();
  });

  test.each([
    { quiet: { timeZone: 'Nowhere/Here', from: 0, to: 60 } },
    { quiet: { timeZone: 'UTC', from: 60, to: 60 } },
    { quiet: { timeZone: 'UTC', from: -1, to: 60 } },
    { quiet: { timeZone: 'UTC', from: 0, to: 1_440 } },
    { quiet: { timeZone: 'UTC', from: 0.5, to: 60 } },
    { quiet: 'always' },
    {},
  ])('with quiet as in %j', async (body) => {
    expect((await ada.visitor.post('/api/push/quiet', body)).status).toBe(400);
    expect((await ada.visitor.get('/api/push')).body).toMatchObject({ quiet: null });
  });
});

test('nobody sees or removes what another has set up, and whoever sits before the browser now has it', async () => {
  const ben = await inviteSomebody(workspace, ada, 'ben');
  expect((await put(ada, good)).status).toBe(200);
  expect(await deviceOf(ben)).toBeNull();
  expect((await ben.visitor.post('/api/push/device/remove', {})).status).toBe(200);
  expect(await deviceOf(ada)).toEqual({ endpoint, showsContent: false });
  await put(ben, { ...good, showsContent: true });
  expect([await deviceOf(ada), await deviceOf(ben)]).toEqual([null, { endpoint, showsContent: true }]);
});

test('of too many devices of one person those that were signed in first get none any more', async () => {
  const devices = [ada];
  while (devices.length <= maxPushDevices) devices.push({ ...ada, ...(await signInAgain('ada')) });
  for (const [count, device] of devices.entries()) {
    workspace.advance(60_000);
    const subscription = { ...good.subscription, endpoint: `${endpoint}${count}` };
    expect((await put(device, { ...good, subscription })).status).toBe(200);
  }
  expect(await workspace.directory.pushRows.of(ada.me.userId)).toHaveLength(maxPushDevices);
  expect(await deviceOf(must(devices[0], 'the first'))).toBeNull();
  expect(await deviceOf(must(devices.at(-1), 'the last'))).not.toBeNull();
});
