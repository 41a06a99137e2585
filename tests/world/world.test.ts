// The world itself: one message goes its whole way, and a seed gives the same run each time.
import { openWorld } from './world.ts';
import { expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';

async function oneMessage(seed: string, logIn: 'memory' | 'sqlite') {
  const world = await openWorld({ seed, logIn, areLinesKept: true });
  try {
    const [ada, ben] = world.prepared.people;
    const desk = world.openTab(0, world.openBrowser(0));
    await world.flow(2_000);
    desk.use((messenger) => void messenger.findPeople('ben'));
    await world.flow(1_000);
    const starting = must(
      desk.use((messenger) => messenger.startDirect(must(ben, 'a second').me.userId)),
      'an open tab',
    );
    await world.flow(1_000);
    const started = await starting;
    if (started.status !== 'ok') throw new Error(started.code);
    const conversation = must(
      desk.use((messenger) => messenger.openConversation(started.conversationId)),
      'an open tab',
    );
    await world.flow(1_000);
    desk.use(() => conversation.send('hello'));
    await world.flow(1_000);
    const phone = world.openTab(1, world.openBrowser(1));
    await world.flow(2_000);
    const there = must(
      phone.use((messenger) => messenger.openConversation(started.conversationId)),
      'an open tab',
    );
    await world.flow(2_000);
    const marks = conversation.items.get().map((item) => `${item.text} ${conversation.markOf(item)?.status}`);
    return {
      marks,
      there: there.items.get().map(({ text }) => text),
      hash: world.trace.digest(),
      lines: world.trace.lines,
      troubles: world.host.troubles,
      ada,
    };
  } finally {
    world.close();
  }
}

test.each(['memory', 'sqlite'] as const)('a message goes its whole way (%s)', async (logIn) => {
  const { marks, there, troubles } = await oneMessage('first', logIn);
  expect({ marks, there, troubles }).toEqual({ marks: ['hello delivered'], there: ['hello'], troubles: [] });
});

test('a seed gives the same run each time, byte for byte', async () => {
  const one = await oneMessage('again', 'sqlite');
  const other = await oneMessage('again', 'sqlite');
  expect(other.lines).toEqual(one.lines);
  expect(other.hash).toBe(one.hash);
});
