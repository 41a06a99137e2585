// The proxy's own promises, against a server that echoes: what later tests conclude rests on them.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProxy, type Proxy } from './proxy.ts';
import { until } from './until.ts';

let echo: Server;
let proxy: Proxy;
beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => socket.destroy()).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await openProxy(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

function call(): { socket: Socket; heard: () => string } {
  let text = '';
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  socket.on('data', (bytes) => (text += bytes.toString()));
  socket.on('error', () => socket.destroy());
  return { socket, heard: () => text };
}

test('bytes cross both ways and are recorded for each direction', async () => {
  const { socket, heard } = call();
  socket.write('hello');
  await until(() => heard() === 'hello', 'the echo');
  const [connection] = proxy.connections;
  expect(connection?.passed.toServer.toString()).toBe('hello');
  expect(connection?.passed.toClient.toString()).toBe('hello');
});

test('delayed bytes come later and are not overtaken when the delay ends', async () => {
  const { socket, heard } = call();
  socket.write('0');
  await until(() => heard() === '0', 'the first echo');
  proxy.delay(40);
  const startMs = performance.now();
  socket.write('1');
  await until(() => heard() === '01', 'the delayed echo');
  expect(performance.now() - startMs).toBeGreaterThan(75); // there and back
  socket.write('2');
  await until(() => proxy.connections[0]?.waiting === 1, 'the proxy to hold it');
  proxy.delay(0);
  socket.write('3');
  await until(() => heard().length === 4, 'the rest');
  expect(heard()).toBe('0123');
});

test.each(['toServer', 'toClient'] as const)('a cut %s lets exactly the promised bytes pass', async (direction) => {
  const { socket, heard } = call();
  proxy.cutAfter(direction, 7);
  for (const text of ['four', 'four', 'four']) socket.write(text);
  await until(() => socket.destroyed, 'the cut');
  const [connection] = proxy.connections;
  expect(connection?.passed[direction].toString()).toBe('fourfou');
  expect(connection?.isOpen).toBe(false);
  expect('fourfou'.startsWith(heard())).toBe(true);
});

test('a refusing proxy takes no connection and keeps those it has', async () => {
  const before = call();
  before.socket.write('a');
  await until(() => before.heard() === 'a', 'the first connection');
  proxy.refuse(true);
  const refused = call();
  await until(() => refused.socket.destroyed, 'the refusal');
  before.socket.write('b');
  await until(() => before.heard() === 'ab', 'the first connection to go on');
  proxy.refuse(false);
  const after = call();
  after.socket.write('c');
  await until(() => after.heard() === 'c', 'a new connection');
  expect(proxy.connections).toHaveLength(2);
});
