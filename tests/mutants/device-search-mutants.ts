// Of the index that a device searches. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const deviceSearchMutants: readonly Mutant[] = [
  {
    name: 'leave the last pair of signs out of the index',
    promise: 'no message is left out that is looked for',
    file: 'shared/search/tokens.ts',
    text: '  return characters.slice(size - 1).map((_, index) =>',
    replacement: '  return characters.slice(size).map((_, index) =>',
    killer: {
      file: 'shared/search/tokens.test.ts',
      test: 'where a part stands in a text, each of its pieces stands in one of its tokens',
    },
  },
  {
    name: 'leave the names of files out of the index',
    promise: 'no message is left out that is looked for',
    file: 'shared/search/match.ts',
    text: "  return partsOf(said).join('\\n');",
    replacement: '  return said.text;',
    killer: {
      file: 'client/engine/search/find-newest.test.ts',
      test: 'seed 1: every question is answered as by a look at every message',
    },
  },
  {
    name: 'follow a message without its files',
    promise: 'what comes is found as it comes',
    file: 'client/engine/search/follow-chapter.ts',
    text: '  return [{ id, author, at, text, attachments }];',
    replacement: '  return [{ id, author, at, text, attachments: attachments.slice(0, 0) }];',
    killer: {
      file: 'tests/journeys/search-device.test.ts',
      test: 'a file is found by its name and kind as it comes, and no more when its message is deleted',
    },
  },
  {
    name: 'look for a phrase among words that are seldom enough, too',
    promise: 'no message is left out that is looked for',
    file: 'client/engine/search/candidates.ts',
    text: '    if (!isCommonIn(segment, one) || !isCommonIn(segment, other)) continue;\n',
    replacement: '',
    killer: {
      file: 'client/engine/search/find-newest.test.ts',
      test: 'seed 2: every question is answered as by a look at every message',
    },
  },
  {
    name: 'trust a block that is damaged',
    promise: 'what is damaged is made again and never shown',
    file: 'client/engine/search/segment.ts',
    text: '  return view.getUint32(bytes.length) === sumOf(bytes) ? bytes : null;',
    replacement: '  return view.getUint32(bytes.length) >= 0 ? bytes : null;',
    killer: {
      file: 'client/engine/search/find-newest.test.ts',
      test: 'a record with any byte changed or lost is none',
    },
  },
  {
    name: 'do not follow an edit',
    promise: 'what was changed is found as it is now',
    file: 'client/engine/search/follow-chapter.ts',
    text: "event?.kind === 'edit' || event?.kind === 'delete'",
    replacement: "event?.kind === 'delete'",
    killer: {
      file: 'tests/journeys/search-device.test.ts',
      test: 'what is written, edited and deleted while somebody looks for it comes, changes and goes',
    },
  },
  {
    name: 'find in a conversation that one is out of',
    promise: 'I5',
    file: 'client/engine/search/open-search.ts',
    text: '    asking.onFound({ hits: hits.filter(isMine), guesses: guesses.filter(isMine), isWhole });',
    replacement: '    asking.onFound({ hits, guesses: guesses.filter(isMine), isWhole });',
    killer: {
      file: 'tests/journeys/search-device.test.ts',
      test: 'of a conversation that one is out of nothing is found, while one looks for it and later',
    },
  },
  {
    name: 'ask the memory again after the disk answered',
    promise: 'no message is left out that is looked for',
    file: 'client/engine/search/read-blocks.ts',
    text: '    const unpacked = atHand[index] ?? ',
    replacement: '    const unpacked = cache.get(chapter, block) ?? ',
    killer: {
      file: 'client/engine/search/read-blocks.test.ts',
      test: 'a block that makes room while others are being read is answered all the same, and its chapter stays',
    },
  },
  {
    name: 'read what another format kept',
    promise: 'what is damaged is made again and never shown',
    file: 'client/engine/search/segment.ts',
    text: 'decoding.readVarUint(decoder) === format ? ',
    replacement: 'decoding.readVarUint(decoder) > 0 ? ',
    killer: {
      file: 'client/engine/search/device-index.test.ts',
      test: 'what an earlier format kept is made anew from the documents',
    },
  },
];
