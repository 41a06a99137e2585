// Who may open a link at all, and how soon it ends: foreign pages, lost or forged sessions, old clients.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { must } from '../../shared/base/assert.ts';
import { aliveEveryMs, maxLinksPerPerson } from '../../sync-server/limits.ts';
import { openStage, type Stage } from '../kit/attack-stage.ts';
import { openLog } from '../kit/craft-update.ts';
import { messageAt } from '../kit/sample-events.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

interface Knock {
  readonly path?: string;
  readonly origin?: string | null;
  readonly cookie?: string | null;
}

/** Asks for a link. Answers the HTTP status where it was refused, else the close code, or `open`. */
async function knock({ path = `/sync?protocol=${protocolVersion}`, origin, cookie }: Knock): Promise<number | 'open'> {
  const { url, cookie: own } = stage.attacker;
  const given = { origin: origin === undefined ? url : origin, cookie: cookie === undefined ? own : cookie };
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers: headers as Record<string, string> });
  let answer: number | 'open' | null = null;
  socket.on('unexpected-response', (_, response) => (answer = response.statusCode ?? 0));
  socket.on('close', (code) => (answer ??= code));
  socket.on('message', () => (answer ??= 'open'));
  socket.on('error', () => undefined); // follows each of the others
  await until(() => answer !== null, 'an answer to the upgrade');
  socket.terminate();
  return must<number | 'open'>(answer, 'an answer');
}

test('a person’s own page is let in', async () => {
  expect(await knock({})).toBe('open');
});

describe('a page from elsewhere is refused before the upgrade, even with a session', () => {
  const origins: readonly (readonly [string, (url: string) => string | null])[] = [
    ['no origin', () => null],
    ['an empty one', () => ''],
    ['a sandboxed frame', () => 'null'],
    ['another site', () => 'https://evil.example'],
    ['another port', (url) => url.replace(/\d+$/, '1')],
    ['another scheme', (url) => url.replace('http', 'https')],
    ['our name as the beginning of another', (url) => `${url}.evil.example`],
    ['our own with a path', (url) => `${url}/`],
    ['two of them', (url) => `${url}, https://evil.example`],
  ];
  test.each(origins)('%s', async (_, originOf) => {
    await stage.expectHarmless(async () => expect(await knock({ origin: originOf(stage.server.url) })).toBe(403));
  });
});

describe('a link without a session is closed with 4401', () => {
  const own = () => {
    const [, name, token, signature] = must(/^([^=]+)=(.+)(\..+)$/.exec(stage.attacker.cookie), 'a signed cookie');
    return { name, token, signature: must(signature, 'a signature') };
  };
  const cookies: readonly (readonly [string, () => string | null])[] = [
    ['no cookie', () => null],
    ['an empty cookie', () => `${own().name}=`],
    ['an invented session', () => `${own().name}=invented${own().signature}`],
    [
      'a session under another signature',
      () => `${own().name}=${own().token}.${own().signature.slice(1).toLowerCase()}`,
    ],
    ['a session without its signature', () => `${own().name}=${own().token}`],
    ['a session under another name', () => `session=${own().token}${own().signature}`],
    ['a person’s id', () => `${own().name}=${stage.victim.userId}`],
  ];
  test('while the cookie in whole opens one', async () => {
    const { name, token, signature } = own();
    expect(await knock({ cookie: `${name}=${token}${signature}` })).toBe('open');
  });
  test.each(cookies)('%s', async (_, cookieOf) => {
    await stage.expectHarmless(async () => expect(await knock({ cookie: cookieOf() })).toBe(4401));
  });
});

describe('a client of another version is closed with 4426', () => {
  test.each(['?protocol=0', '?protocol=1', '?protocol=', '?protocol=2x', '?protocol=02', ''])(
    '/sync%s',
    async (query) => {
      await stage.expectHarmless(async () => expect(await knock({ path: `/sync${query}` })).toBe(4426));
    },
  );
});

test.each(['/', '/sync/', '/api/hello', '/sync/../sync2', '//sync'])('no link opens at %s', async (path) => {
  await stage.expectHarmless(async () => expect(await knock({ path })).toBe(404));
});

test('one person cannot take all sockets', async () => {
  await stage.expectHarmless(async () => {
    const person = await stage.attacker.signInAgain();
    const devices = [];
    for (let count = 2; count < maxLinksPerPerson; count++) devices.push(await openDevice(person)); // two are open
    const oneMore = await openDevice(person);
    await until(() => oneMore.closeCode !== null, 'the socket to be closed');
    expect(oneMore.closeCode).toBe(1008);
    expect(devices.map((device) => device.closeCode).filter((code) => code !== null)).toEqual([]);
    for (const device of devices) await device.close();
  });
});

describe('signing out', () => {
  test('cuts the open socket within a second, and no other session', async () => {
    await stage.expectHarmless(async () => {
      const person = await stage.attacker.signInAgain();
      const device = await openDevice(person);
      const replica = await device.open(stage.name);
      await person.call('POST', '/api/sign-out', {});
      await until(() => device.closeCode !== null, 'the socket to be cut', 1_000);
      expect([replica.closedFor, device.closeCode]).toEqual([null, 4401]);
      expect(await knock({ cookie: person.cookie })).toBe(4401);
    });
  });

  test('ends a socket that was on its way in meanwhile, also while the server looks after the others', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const server = await openTestServer();
    try {
      const [ada] = await server.people('Ada');
      const { sessions } = server.server.directory;
      const authenticate = sessions.authenticate.bind(sessions);
      const gate = Promise.withResolvers<void>();
      let isFound = false;
      Object.assign(sessions, {
        async authenticate(headers: Headers) {
          const session = await authenticate(headers);
          Object.assign(sessions, { authenticate });
          isFound = session !== null;
          await gate.promise;
          return session;
        },
      });
      const opening = openDevice(must(ada, 'Ada'));
      await until(() => isFound, 'the session to be found');
      await must(ada, 'Ada').call('POST', '/api/sign-out', {});
      vi.advanceTimersByTime(aliveEveryMs);
      gate.resolve();
      const device = await opening;
      await until(() => device.closeCode !== null, 'the socket to be cut', 1_000);
      expect([device.signals, device.closeCode]).toEqual([[], 4401]);
    } finally {
      vi.useRealTimers();
      await server.close();
    }
  });

  test('ends the hearing of a device that will not go', async () => {
    await stage.expectHarmless(async () => {
      const person = await stage.attacker.signInAgain();
      const device = await openDevice(person);
      await device.open(stage.name, { silent: true });
      device.turnDeaf();
      await person.call('POST', '/api/sign-out', {});
      const { client, root } = stage.prey();
      device.sendUpdate(stage.name, openLog(client, root, [messageAt(Date.now())]));
      for (let turn = 0; turn < 5; turn++) await stage.honestDevice.heard(); // long enough to be read on loopback
      expect(device.closeCode).toBeNull(); // it would not hear of it
      device.cut();
    });
  });
});
