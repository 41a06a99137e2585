// A member writes, edits or erases in another's name, with bytes made by hand. Each attempt is refused by its code,
// stores nothing, reaches nobody, and leaves both people's devices working.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logRoot, serverAuthor } from '../../shared/conversation/log.ts';
import { openStage, type Prey, type Stage } from '../kit/attack-stage.ts';
import { refusesEach } from '../kit/refuses-each.ts';
import { craftUpdate, firstErasedRun, firstRun, goOn, nextErasedRun, nextRun, openLog } from '../kit/craft-update.ts';
import { freshClient, freshUserId, messageAt } from '../kit/sample-events.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const now = () => Date.now();
const message = () => messageAt(now());

describe('writing under a client id of somebody else', () => {
  refusesEach(
    () => stage,
    [
      {
        name: 'the next clock of the victim, which would silence them for ever',
        code: 'client-taken',
        make: ({ theirs }) => goOn(theirs.client, theirs.next, [message()]),
      },
      {
        name: 'a clock of the victim far ahead',
        code: 'client-taken',
        make: ({ theirs }) => goOn(theirs.client, theirs.next + 1_000, [message()]),
      },
      {
        name: 'the last known entry of the victim with a new one behind it',
        code: 'client-taken',
        make: ({ theirs }) => goOn(theirs.client, theirs.next - 1, [message(), message()]),
      },
      {
        name: 'places of the victim that come erased',
        code: 'client-taken',
        make: ({ theirs: { client, next } }) =>
          craftUpdate({ blocks: [{ client, clock: next, structs: [nextErasedRun(client, next - 1, 5)] }] }),
      },
      {
        name: 'the server’s client id in the server’s own root',
        code: 'client-taken',
        make: ({ serverClient }) =>
          openLog(serverClient, logRoot(serverAuthor, serverClient), [
            { ...message(), kind: 'late', client: 1, clock: 0, count: 1 },
          ]),
      },
      {
        name: 'the server’s client id in a root of one’s own',
        code: 'client-taken',
        make: ({ me, serverClient }) => openLog(serverClient, logRoot(me, serverClient), [message()]),
      },
      {
        name: 'an honest entry together with a forged one',
        isPartlyHonest: true,
        code: 'client-taken',
        make: ({ client, root, theirs }) => {
          const honest = { client, clock: 0, structs: [firstRun(root, [message()])] };
          const forged = {
            client: theirs.client,
            clock: theirs.next,
            structs: [nextRun(theirs.client, theirs.next - 1, [message()])],
          };
          return craftUpdate({ blocks: [honest, forged].sort((a, b) => b.client - a.client) });
        },
      },
    ],
  );
});

describe('writing into a root of somebody else', () => {
  const opens = (rootOf: (prey: Prey) => string) => (prey: Prey) => openLog(prey.client, rootOf(prey), [message()]);
  refusesEach(
    () => stage,
    [
      {
        name: 'the victim’s name with my client',
        code: 'wrong-log',
        make: opens((prey) => logRoot(prey.victim, prey.client)),
      },
      {
        name: 'the victim’s own log',
        code: 'wrong-log',
        make: opens((prey) => logRoot(prey.victim, prey.theirs.client)),
      },
      { name: 'my name with another client', code: 'wrong-log', make: opens(({ me }) => logRoot(me, freshClient())) },
      {
        name: 'the server’s name',
        code: 'wrong-log',
        make: opens(({ client }) => logRoot(serverAuthor, client)),
      },
      { name: 'a stranger’s name', code: 'wrong-log', make: opens(({ client }) => logRoot(freshUserId(), client)) },
      { name: 'the chapter’s meta', code: 'wrong-log', make: opens(() => 'meta') },
      { name: 'a prototype', code: 'wrong-log', make: opens(() => '__proto__') },
      { name: 'my log, spelt with a leading zero', code: 'wrong-log', make: opens((p) => `log/${p.me}/0${p.client}`) },
      { name: 'a nameless root', code: 'wrong-log', make: opens(() => '') },
      {
        name: 'a wrong root whose entry comes erased',
        code: 'wrong-log',
        make: ({ victim, client }) =>
          craftUpdate({ blocks: [{ client, clock: 0, structs: [firstErasedRun(logRoot(victim, client), 3)] }] }),
      },
      {
        name: 'a root named once more in the middle of a log',
        code: 'broken-chain',
        make: ({ mine: { client, next }, victim }) =>
          craftUpdate({ blocks: [{ client, clock: next, structs: [firstRun(logRoot(victim, client), [message()])] }] }),
      },
    ],
  );
});

describe('breaking the chain of one’s own log', () => {
  refusesEach(
    () => stage,
    [
      {
        name: 'an entry that follows an older one than the last',
        code: 'broken-chain',
        make: ({ client, root }) => {
          const structs = [
            firstRun(root, [message(), messageAt(now() + 1)]),
            nextRun(client, 0, [messageAt(now() + 2)]),
          ];
          return craftUpdate({ blocks: [{ client, clock: 0, structs }] });
        },
      },
      {
        name: 'an entry that follows one in its own future',
        code: 'broken-chain',
        make: ({ mine: { client, next } }) =>
          craftUpdate({ blocks: [{ client, clock: next, structs: [nextRun(client, next + 5, [message()])] }] }),
      },
      {
        name: 'an entry that follows itself',
        code: 'broken-chain',
        make: ({ mine: { client, next } }) =>
          craftUpdate({ blocks: [{ client, clock: next, structs: [nextRun(client, next, [message()])] }] }),
      },
      {
        name: 'a first entry that follows something',
        code: 'wrong-log',
        make: ({ client }) =>
          craftUpdate({ blocks: [{ client, clock: 0, structs: [nextRun(client, 0, [message()])] }] }),
      },
      {
        name: 'an entry that follows one of the victim',
        code: 'malformed',
        make: ({ client, theirs }) =>
          craftUpdate({
            blocks: [{ client, clock: 0, structs: [nextRun(theirs.client, theirs.next - 1, [message()])] }],
          }),
      },
      {
        name: 'a gap in my own log',
        code: 'incomplete',
        make: ({ mine }) => goOn(mine.client, mine.next + 1, [message()]),
      },
      {
        name: 'a log that begins in its middle',
        code: 'incomplete',
        make: ({ client }) => goOn(client, 7, [message()]),
      },
    ],
  );

  test('a thousand updates with a gap each leave nothing behind', async () => {
    await stage.expectHarmless(async () => {
      const { attackingDevice, name } = stage;
      const { client } = stage.prey();
      for (let round = 0; round < 5; round++) {
        const replica = await attackingDevice.open(name, { silent: true });
        for (let clock = 1; clock <= 400; clock += 2) {
          attackingDevice.sendUpdate(name, goOn(client, clock, [messageAt(now(), 'whisper '.repeat(120))]));
        }
        await attackingDevice.heard();
        expect(replica.closedFor).toBe(`incomplete:${client}:0`);
      }
    });
  });
});
