// Of what a conversation shows. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const rowMutants: readonly Mutant[] = [
  {
    name: 'merge the rows of two authors',
    promise: 'I4',
    file: 'shared/conversation/timeline.ts',
    text: 'const key = subjectKey(author, event.id);',
    replacement: "const key = subjectKey('@server', event.id);",
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > its rows, however they came',
    },
  },
  {
    name: 'take the edit that came last',
    promise: 'I3',
    file: 'shared/conversation/timeline.ts',
    text: 'return edits.toSpliced(before + 1, 0, edit);',
    replacement: 'return [...edits, edit];',
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > its rows, however they came',
    },
  },
  {
    name: 'take the reaction that came last',
    promise: 'things done at once have one outcome',
    file: 'shared/conversation/reactions.ts',
    text: '  if (known !== undefined && compareWords(known.event, event) >= 0) return false;\n',
    replacement: '',
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > its rows, however they came',
    },
  },
  {
    name: 'take the pin that came last',
    promise: 'things done at once have one outcome',
    file: 'shared/conversation/timeline.ts',
    text: '  return (compare(known, found) || Number(known.isOn) - Number(found.isOn)) >= 0 ? known : found;',
    replacement: '  return found;',
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > its rows, however they came',
    },
  },
  {
    name: 'keep what one said about a message that another deleted',
    promise: 'deleting deletes',
    file: 'client/engine/conversation/open-live-chapter.ts',
    text: '    eraseAbout(doc, me, doomed);\n',
    replacement: '',
    killer: {
      file: 'tests/durability/deleted-everywhere.test.ts',
      test: 'nothing of what was deleted is left on the server or on any device',
    },
  },
  {
    name: 'order rows by their time alone',
    promise: 'I3',
    file: 'shared/conversation/timeline.ts',
    text: '  return compare(a, b) || (a.author < b.author ? -1 : a.author > b.author ? 1 : 0);',
    replacement: '  return a.at - b.at;',
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > its rows, however they came',
    },
  },
  {
    name: 'show late notes of the last arrival',
    promise: 'what came late is seen to have come late',
    file: 'shared/conversation/timeline.ts',
    text: 'Math.min(...arrivals)',
    replacement: 'Math.max(...arrivals)',
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > its rows, however they came',
    },
  },
  {
    name: 'let an older reading take back a newer one',
    promise: 'unread is exact',
    file: 'shared/conversation/read-vector.ts',
    text: '  if (one.epoch !== other.epoch) return one.epoch > other.epoch ? one : other;\n',
    replacement: '',
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > what is unread, when vectors have met and when all from one row on is marked unread',
    },
  },
  {
    name: 'count deleted messages on the device',
    promise: 'unread is exact',
    file: 'client/engine/reads/decide-reading.ts',
    text: ' && item.text !== null &&',
    replacement: ' &&',
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > what is unread, when vectors have met and when all from one row on is marked unread',
    },
  },
  {
    name: 'call sent what is stored here',
    promise: 'I8',
    file: 'client/engine/conversation/mark.ts',
    text: '  if (isAcknowledged(acknowledged, place)) {',
    replacement: '  if (isAcknowledged(acknowledged, place) || isStored(known.stored, place)) {',
    killer: {
      file: 'tests/world/oracle.test.ts',
      test: 'what the app makes of a conversation is what the protocol says > which tick a message of one’s own has',
    },
  },
];
