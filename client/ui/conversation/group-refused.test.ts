import { expect, it } from 'vitest';
import { idBytes, mintEventId, mintUserId } from '../../../shared/ids.ts';
import type { RefusedAct } from '../../engine/messenger.ts';
import { groupRefused } from './group-refused.ts';

const author = mintUserId(new Uint8Array(idBytes));
let made = 0;
const about = (code: string) => {
  const id = mintEventId('reaction', new Uint8Array(idBytes).fill(made++));
  return { id, at: made, target: id, targetAuthor: author, isOn: true, code };
};
const reaction = (code: string, emoji: string): RefusedAct => ({ kind: 'reaction', ...about(code), emoji });
const pin = (code: string): RefusedAct => ({ kind: 'pin', ...about(code) });

it('what is of one kind and was refused for one reason is one group', () => {
  const [heart, pinned, wave, late] = [
    reaction('not-allowed', '❤️'),
    pin('not-allowed'),
    reaction('not-allowed', '👋'),
    reaction('chapter-full', '👋'),
  ];
  expect(groupRefused([heart, pinned, wave, late])).toEqual([[heart, wave], [pinned], [late]]);
  expect(groupRefused([])).toEqual([]);
});
