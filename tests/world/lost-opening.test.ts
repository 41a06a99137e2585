// A socket whose opening is lost on its way: the server or the network took the question, and nothing ever comes.
import { openWorld } from './world.ts';
import { expect, test } from 'vitest';
import { DeviceSocket } from './wire.ts';

test.each([
  ['the first', 0],
  ['the third in a row', 2],
] as const)('a device comes online although the opening of its link was lost: up to %s', async (_, more) => {
  const world = await openWorld({ seed: 'lost opening', logIn: 'memory' });
  try {
    const tab = world.openTab(0, world.openBrowser(0));
    const lost = new Set<DeviceSocket>();
    const swallow = () => {
      for (const one of world.wire.connections) {
        if (!(one instanceof DeviceSocket) || lost.has(one) || lost.size > more) continue;
        one.isStalled = true;
        lost.add(one);
      }
    };
    for (let waitedMs = 0; waitedMs < 180_000; waitedMs += 500) {
      await world.agenda.advance(500);
      swallow();
      await world.flush();
    }
    expect(lost.size).toBe(more + 1);
    expect(tab.messenger?.link.get()).toEqual({ status: 'online' });
    expect(world.wire.connections.filter((one) => one instanceof DeviceSocket)).toHaveLength(1);
  } finally {
    world.close();
  }
});
