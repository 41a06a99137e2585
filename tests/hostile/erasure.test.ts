// A member erases what is not theirs to erase, or erases without saying so.
import { afterAll, beforeAll, describe } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import type { EventId } from '../../shared/ids.ts';
import { openStage, type Prey, type Stage } from '../kit/attack-stage.ts';
import { craftUpdate, firstRun } from '../kit/craft-update.ts';
import { refusesEach } from '../kit/refuses-each.ts';
import { deletionAt, editAt, messageAt } from '../kit/sample-events.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const now = () => Date.now();
const message = () => messageAt(now());

describe('erasing what is not mine to erase', () => {
  const erases = (client: number, clock: number, length: number) =>
    craftUpdate({ erased: [{ client, ranges: [[clock, length]] }] });
  const newest = ({ doc }: Prey, author: string): EventId => {
    const entries = [...readLogs(doc)].filter((entry) => entry.author === author);
    return must(entries.at(-1)?.event, 'an event').id;
  };
  refusesEach(
    () => stage,
    [
      {
        name: 'everything the victim wrote, in one small update',
        code: 'foreign-erasure',
        make: ({ theirs }) => erases(theirs.client, 0, theirs.next),
      },
      {
        name: 'one entry of the victim',
        code: 'foreign-erasure',
        make: ({ theirs }) => erases(theirs.client, theirs.next - 1, 1),
      },
      {
        name: 'an entry of the victim, with a deletion of it in my log',
        isPartlyHonest: true,
        code: 'foreign-erasure',
        make: (prey) => {
          const { client, root, theirs } = prey;
          const structs = [firstRun(root, [deletionAt(now(), newest(prey, prey.victim), now())])];
          const erased = [{ client: theirs.client, ranges: [[theirs.next - 1, 1]] as const }];
          return craftUpdate({ blocks: [{ client, clock: 0, structs }], erased });
        },
      },
      {
        name: 'my own entry without a deletion of it',
        code: 'erasure-without-delete',
        make: ({ mine }) => erases(mine.client, mine.next - 1, 1),
      },
      {
        name: 'my own entry with the deletion of another',
        code: 'erasure-without-delete',
        make: ({ client, root }) => {
          const [kept, gone] = [message(), messageAt(now() + 1)];
          const values = [kept, gone, deletionAt(now() + 2, gone.id, gone.at)];
          return craftUpdate({
            blocks: [{ client, clock: 0, structs: [firstRun(root, values)] }],
            erased: [{ client, ranges: [[0, 2]] }],
          });
        },
      },
      {
        name: 'a deletion itself, so that nobody knows what was deleted',
        code: 'erasure-without-delete',
        make: ({ client, root }) => {
          const gone = message();
          const values = [gone, deletionAt(now() + 1, gone.id, gone.at)];
          return craftUpdate({
            blocks: [{ client, clock: 0, structs: [firstRun(root, values)] }],
            erased: [{ client, ranges: [[0, 2]] }],
          });
        },
      },
      {
        name: 'beyond the end of my log',
        code: 'incomplete',
        make: ({ mine }) => erases(mine.client, mine.next, 1),
      },
      {
        name: 'beyond the end of the victim’s log, where they will write next',
        code: 'incomplete',
        make: ({ theirs }) => erases(theirs.client, theirs.next, 1_000),
      },
      { name: 'in a log that does not exist', code: 'incomplete', make: ({ client }) => erases(client, 0, 1) },
      {
        name: 'an edit of mine whose message stands',
        code: 'erasure-without-delete',
        make: ({ client, root }) => {
          const kept = message();
          return craftUpdate({
            blocks: [{ client, clock: 0, structs: [firstRun(root, [kept, editAt(now() + 1, kept.id)])] }],
            erased: [{ client, ranges: [[1, 1]] }],
          });
        },
      },
    ],
  );
});
