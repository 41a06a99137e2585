// What somebody marks conversations with, and how the list goes by it: broken one by one.
import type { Mutant } from './mutant.ts';

const marksTest = 'shared/personal/marks.test.ts';
const callsTest = 'shared/rules/calls.test.ts';
const openMarksTest = 'client/engine/marks/open-marks.test.ts';

export const markMutants: readonly Mutant[] = [
  {
    name: 'take the marks of one device alone',
    promise: 'of two devices that mark at once both count',
    file: 'shared/personal/marks.ts',
    text: 'own.includes(line) || !before.includes(line)',
    replacement: 'own.includes(line)',
    killer: {
      file: marksTest,
      test: 'two devices that change marks at once > in one kept text: each another one, and both count',
    },
  },
  {
    name: 'change marks letter by letter',
    promise: 'of two devices that mark at once both count',
    file: 'shared/personal/drafts.ts',
    text: 'return parseMarkKey(key) === null ? [spliceBetween(from, to)] : spliceLines(from, to);',
    replacement: 'return [spliceBetween(from, to)];',
    killer: {
      file: marksTest,
      test: 'two devices that change marks at once > in the document: the same one where nothing else is, and one of the two counts',
    },
  },
  {
    name: 'let what is muted call',
    promise: 'what is muted makes no sound',
    file: 'shared/rules/calls.ts',
    text: '      return !isMuted(marks, nowMs);\n',
    replacement: '      return true;\n',
    killer: { file: callsTest, test: 'whether a message calls > at the level all, muted until always' },
  },
  {
    name: 'bring back what was unread when it was put away',
    promise: 'what is put away stays so until something new calls',
    file: 'shared/rules/calls.ts',
    text: 'newestAt <= archivedUpTo',
    replacement: 'newestAt < archivedUpTo',
    killer: { file: callsTest, test: 'what was put away > stays with what was there' },
  },
  {
    name: 'mute for ever',
    promise: 'a mute ends by itself',
    file: 'client/engine/marks/open-marks.ts',
    text: '    if (isNews) all.set(next);\n    waitForEnd();\n',
    replacement: '    if (isNews) all.set(next);\n',
    killer: {
      file: openMarksTest,
      test: 'a mute ends by itself, the first of several first, and after a start as well',
    },
  },
  {
    name: 'mark without a bound',
    promise: 'what a person marks is bounded, and the bound is told',
    file: 'client/engine/marks/open-marks.ts',
    text: "    if (before === '' && !hasRoom()) return 'too-many';\n",
    replacement: '',
    killer: {
      file: openMarksTest,
      test: 'the bound > more conversations than there is room for cannot be marked, those that are can be changed',
    },
  },
  {
    name: 'let every sound through',
    promise: 'what is muted makes no sound',
    file: 'client/engine/inbox/arrivals.ts',
    text: "if (news === 'arrived' && calls(row, isMentioned))",
    replacement: "if (news === 'arrived')",
    killer: {
      file: 'tests/journeys/marks.test.ts',
      test: 'what is put away > stays with a message while it is muted, and makes no sound',
    },
  },
  {
    name: 'make every row of the list',
    promise: 'the list costs what is in view',
    file: 'client/ui/conversations/window-rows.ts',
    text: 'const to = Math.min(count, first + Math.ceil(viewPixels / rowPixels) + step + around);',
    replacement: 'const to = count;',
    killer: {
      file: 'client/ui/conversations/window-rows.test.ts',
      test: 'the rows that are made > are as many in a list of five thousand as in one of a hundred',
    },
  },
];
