// Commands by hand: forged and repeated ids, and bodies that are no command.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDirect, openHttpWorkspace, inviteSomebody, setUpOwner } from '../kit/http-workspace.ts';
import type { HttpWorkspace, Person } from '../kit/http-workspace.ts';
import { freshUserId } from '../kit/sample-events.ts';

let workspace: HttpWorkspace;
let ada: Person;
let bob: Person;
let eve: Person;

beforeEach(async () => {
  workspace = await openHttpWorkspace();
  ada = await setUpOwner(workspace);
  bob = await inviteSomebody(workspace, ada, 'bob');
  eve = await inviteSomebody(workspace, ada, 'eve');
});

afterEach(() => workspace.close());

async function send({ visitor }: Person, body: unknown) {
  const answer = await visitor.post('/api/commands', body);
  return [answer.status, answer.body];
}

async function conversationsOf({ visitor }: Person): Promise<number> {
  const { body } = await visitor.get('/api/inbox');
  return (body as { conversations: unknown[] }).conversations.length;
}

describe('a command sent many times', () => {
  test('at once and a day later has one effect and one answer', async () => {
    const command = openDirect(bob.me.userId);
    const first = await Promise.all(Array.from({ length: 8 }, () => send(ada, command)));
    workspace.advance(86_400_000);
    const answers = [...first, await send(ada, command)];
    expect(answers).toEqual(answers.map(() => [200, { result: expect.objectContaining({ kind: 'direct-opened' }) }]));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(workspace.changed).toHaveLength(1);
    expect(await conversationsOf(ada)).toBe(1);
  });

  test('by another person is refused, and tells nothing of what it was', async () => {
    const command = openDirect(bob.me.userId);
    await send(ada, command);
    expect(await send(eve, command)).toEqual([409, { code: 'command-taken' }]);
    expect(await conversationsOf(eve)).toBe(0);
    const [mine, theirs] = await Promise.all([
      send(ada, { ...openDirect(eve.me.userId), commandId: command.commandId }),
      send(bob, command),
    ]);
    expect([mine, theirs]).toEqual(Array.from({ length: 2 }, () => [409, { code: 'command-taken' }]));
    expect(await conversationsOf(eve)).toBe(0);
  });

  test('by two people at the same moment belongs to one of them', async () => {
    const command = openDirect(bob.me.userId);
    const answers = await Promise.all([send(ada, command), send(eve, command)]);
    expect(answers.map(([status]) => String(status)).sort()).toEqual(['200', '409']);
    expect((await conversationsOf(ada)) + (await conversationsOf(eve))).toBe(1);
  });
});

test('what is no command changes nothing', async () => {
  const { commandId, command } = openDirect(bob.me.userId);
  const wrong = [
    { commandId },
    { command },
    { commandId: 'cmd_', command },
    { commandId: ada.me.userId, command },
    { commandId: [commandId], command },
    { commandId, command: [] },
    { commandId, command: 'open-direct' },
    { commandId, command: { kind: 'make-owner', userId: ada.me.userId } },
    { commandId, command: { kind: 'open-direct' } },
    { commandId, command: { kind: 'open-direct', userId: bob.me.userId, by: eve.me.userId } },
    { commandId, command, userId: eve.me.userId },
    { commandId, command: { kind: '__proto__', userId: bob.me.userId } },
  ];
  for (const body of wrong) expect(await send(ada, body)).toEqual([400, { code: 'bad-request' }]);
  expect(await send(ada, openDirect(freshUserId()))).toEqual([404, { code: 'not-found' }]);
  expect(workspace.changed).toEqual([]);
  expect(await conversationsOf(ada)).toBe(0);
});
