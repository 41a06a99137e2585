// What a stranger may do to the socket's door without speaking WebSocket properly: nothing that anybody else notices.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice } from '../kit/wire-device.ts';
import { until } from '../kit/until.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server.close());

/** A frame with reserved bits and no mask: no WebSocket may send it. */
const broken = Uint8Array.of(0xff, 0x80, 0, 0, 0, 0);

async function knock(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Socket> {
  const { port, host } = new URL(server.url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  const all = {
    ...{ Host: host, Origin: server.url, Connection: 'Upgrade', Upgrade: 'websocket' },
    ...{ 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers },
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  await once(socket, 'data');
  return socket;
}

const doors: readonly (readonly [string, string, (person: Person) => Record<string, string>])[] = [
  ['without a session', `/sync?protocol=${protocolVersion}`, () => ({})],
  ['with another protocol', '/sync?protocol=77', () => ({})],
  ['with a session', `/sync?protocol=${protocolVersion}`, ({ cookie }) => ({ Cookie: cookie })],
  ['with an odd address', `//a:b@x/sync?protocol=${protocolVersion}`, ({ cookie }) => ({ Cookie: cookie })],
];

test.each(doors)('a broken frame %s ends that socket alone', async (_, path, headersOf) => {
  const [ada] = (await server.people('Ada')) as [Person];
  const socket = await knock(path, headersOf(ada));
  const isClosed = once(socket, 'close');
  socket.on('error', () => undefined); // the other end may reset it
  socket.end(broken);
  await isClosed;
  expect((await openDevice(ada)).signals).toMatchObject([{ kind: 'hello' }]);
});

test('an upgrade that is refused leaves nothing open, though the stranger stays', async () => {
  const countOpen = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  const before = countOpen();
  const strangers = [];
  for (let index = 0; index < 10; index++) strangers.push(await knock('/nowhere'));
  await until(() => countOpen() <= before + strangers.length, 'the server to let go');
  for (const stranger of strangers) stranger.destroy();
  expect(strangers).toHaveLength(10);
});
