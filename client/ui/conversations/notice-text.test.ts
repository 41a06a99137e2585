import { expect, test } from 'vitest';
import type { GroupEvent } from '../../../shared/conversation/events.ts';
import { mintEventId, mintUserId } from '../../../shared/ids.ts';
import { groupRoles } from '../../../shared/rules/group-roles.ts';
import { en as words } from '../words/en.ts';
import { noticeText } from './notice-text.ts';
import { makeNames } from './shown-conversation.ts';

const [me, ben, cy, dan, stranger] = [1, 2, 3, 4, 5].map((seed) => mintUserId(new Uint8Array(15).fill(seed))) as [
  ReturnType<typeof mintUserId>,
  ReturnType<typeof mintUserId>,
  ReturnType<typeof mintUserId>,
  ReturnType<typeof mintUserId>,
  ReturnType<typeof mintUserId>,
];
const person = (userId: typeof me, name: string) => ({ userId, name, handle: name.toLowerCase(), picture: null });
const { nameOf } = makeNames({
  me: person(me, 'Ada'),
  members: [person(ben, 'Ben'), person(cy, 'Cy')],
  personOf: (userId) => (userId === dan ? person(dan, 'Dan') : null), // met, and gone since
  somebody: 'Somebody',
});
const base = { id: mintEventId('joined', new Uint8Array(15)), at: 1 };
const say = (event: GroupEvent) => noticeText(event, nameOf, words);

test('what happened in a group is one whole sentence, also about the reader and those who left', () => {
  const sentences = [
    say({ ...base, kind: 'began', by: me, title: 'Yard' }),
    say({ ...base, kind: 'renamed', by: ben, title: 'Dock' }),
    say({ ...base, kind: 'described', by: dan }),
    say({ ...base, kind: 'joined', by: ben, userId: me }),
    say({ ...base, kind: 'joined', by: cy, userId: cy }),
    say({ ...base, kind: 'left', by: me, userId: me }),
    say({ ...base, kind: 'left', by: ben, userId: stranger }),
  ];
  expect(sentences).toEqual([
    'You created the group “Yard”',
    'Ben renamed the group to “Dock”',
    'Dan changed the description',
    'Ben added you',
    'Cy joined by a link',
    'You left',
    'Ben removed Somebody',
  ]);
});

test.each(groupRoles)('%s is told of whoever becomes it, by somebody else or by stepping down', (role) => {
  const one = role === 'owner' || role === 'admin' ? `an ${role}` : `a ${role}`;
  expect(say({ ...base, kind: 'role', by: ben, userId: me, role })).toBe(`Ben made you ${one}`);
  expect(say({ ...base, kind: 'role', by: me, userId: cy, role })).toBe(`You made Cy ${one}`);
  expect(say({ ...base, kind: 'role', by: me, userId: me, role })).toBe(`You are ${one} now`);
  expect(say({ ...base, kind: 'role', by: cy, userId: cy, role })).toBe(`Cy is ${one} now`);
});
