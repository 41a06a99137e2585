// A member does to messages what is not theirs to do, or more of it than anybody means.
import { afterAll, beforeAll, describe } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import { maxEdits, maxPins, maxReactions } from '../../shared/rules/message-actions.ts';
import { openStage, type Prey, type Stage } from '../kit/attack-stage.ts';
import { openLog } from '../kit/craft-update.ts';
import { refusesEach } from '../kit/refuses-each.ts';
import { editAt, messageAt, pinAt, reactionAt, takenDownAt } from '../kit/sample-events.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const now = () => Date.now();

/** The newest message of the victim, or of the attacker. */
function messageOf({ doc }: Prey, author: Prey['me']) {
  const events = [...readLogs(doc)].flatMap((entry) =>
    entry.author === author && entry.event?.kind === 'message' ? entry.event : [],
  );
  const { id, at } = must(events.at(-1), 'a message');
  return { author, id, at };
}

const writes = (prey: Prey, ...values: readonly unknown[]) => openLog(prey.client, prey.root, values);
const times = <T>(count: number, make: (at: number) => T): T[] => {
  const from = now() - count;
  return Array.from({ length: count }, (_, index) => make(from + index));
};

describe('what a member does to messages', () => {
  refusesEach(
    () => stage,
    [
      {
        name: 'deleting what the other wrote',
        code: 'not-allowed',
        make: (prey) => {
          const message = messageOf(prey, prey.victim);
          return writes(prey, takenDownAt(now(), message, message.at));
        },
      },
      {
        name: 'a reaction that is no emoji',
        code: 'bad-event',
        make: (prey) => writes(prey, { ...reactionAt(now(), messageOf(prey, prey.victim)), emoji: '<b>' }),
      },
      {
        name: 'a reaction as long as a text',
        code: 'bad-event',
        make: (prey) => writes(prey, { ...reactionAt(now(), messageOf(prey, prey.victim)), emoji: '👍'.repeat(99) }),
      },
      {
        name: 'an answer that brings along what it quotes',
        code: 'bad-event',
        make: (prey) => {
          const { author, id, at } = messageOf(prey, prey.victim);
          return writes(prey, { ...messageAt(now()), replyTo: { author, id, at, text: 'never said' } });
        },
      },
      {
        name: 'a forward with a name for its source',
        code: 'bad-event',
        make: (prey) => writes(prey, { ...messageAt(now()), forwarded: { source: 'the boss' } }),
      },
      {
        name: 'an edit too many',
        code: 'too-many',
        make: (prey) => {
          const { id } = messageOf(prey, prey.me);
          return writes(prey, ...times(maxEdits + 1, (at) => editAt(at, id)));
        },
      },
      {
        name: 'a reaction too many, of one kind',
        code: 'too-many',
        make: (prey) => {
          const message = messageOf(prey, prey.victim);
          return writes(prey, ...times(maxReactions + 1, (at) => reactionAt(at, message, { isOn: at % 2 === 0 })));
        },
      },
      {
        name: 'a pin too many',
        code: 'too-many',
        make: (prey) => {
          const message = messageOf(prey, prey.victim);
          return writes(prey, ...times(maxPins + 1, (at) => pinAt(at, message)));
        },
      },
    ],
  );
});
