// Of what is found by words. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const searchMutants: readonly Mutant[] = [
  {
    name: 'search in what one has left',
    promise: 'nobody finds what was said where they are not',
    file: 'sync-server/update-log/sqlite-spoken-reading.ts',
    text: '  if (place === undefined || chapter < place.fromChapter) return [];',
    replacement: '  if (place === undefined) return [];',
    killer: {
      file: 'tests/contract/spoken-reading.test.ts',
      test: 'SqliteUpdateLog > meets nothing of a place that was not named, nor what stands before the chapter that was',
    },
  },
  {
    name: 'search in what was named instead of in what is mine',
    promise: 'naming a conversation opens nothing',
    file: 'sync-server/search/search.ts',
    text: '  const asked = query.in === null ? places : places.filter(({ conversationId }) => query.in?.includes(conversationId));',
    replacement:
      '  const asked = query.in === null ? places : query.in.map((conversationId) => ({ conversationId, fromChapter: 1 }));',
    killer: {
      file: 'tests/hostile/search.test.ts',
      test: 'whoever is in a conversation finds what was said in it, whoever is not finds nothing',
    },
  },
  {
    name: 'leave what was deleted in the index',
    promise: 'what was erased leaves the disk',
    file: 'sync-server/update-log/spoken-index.ts',
    text: '    for (const row of known) this.#move(row, this.#sql.remove);',
    replacement: '    if (rows.length < 0) for (const row of known) this.#move(row, this.#sql.remove);',
    killer: {
      file: 'tests/contract/sqlite-spoken-index.test.ts',
      test: 'what was erased leaves the index too, to the last piece of a word',
    },
  },
  {
    name: 'look for kinds of files row by row',
    promise: 'the cost grows with what is found, not with how much there is',
    file: 'sync-server/update-log/spoken-terms.ts',
    text: 'return [...pieces, ...allKinds.filter((kind) => holdsKind(kind, said)).map(kindTerm)];',
    replacement: 'return [...pieces, ...allKinds.map(kindTerm)];',
    killer: {
      file: 'tests/contract/sqlite-spoken-index.test.ts',
      test: 'what carries a kind of file is met by itself, however much stands between',
    },
  },
  {
    name: 'read a phrase from one name into the next',
    promise: 'what is found stands there',
    file: 'shared/search/match.ts',
    text: 'folded.every((part) => placeOf(term, part, 0) === null)',
    replacement: "placeOf(term, folded.join(' '), 0) === null",
    killer: {
      file: 'shared/search/match.test.ts',
      test: 'a phrase stands in one of them, never from one into the next',
    },
  },
  {
    name: 'list files that are named otherwise',
    promise: 'what is found stands there',
    file: 'client/ui/files-list/entries.ts',
    text: '    return named.length > 0 || isByName ? named : all;',
    replacement: '    return named.length > 0 ? named : isByName ? all : all;',
    killer: {
      file: 'client/ui/files-list/entries.test.ts',
      test: 'files > where some are named so, these alone; where the words of the message were meant, all of it',
    },
  },
  {
    name: 'list what only looks like a link',
    promise: 'a link leads where a reader of its message is led',
    file: 'client/ui/files-list/entries.ts',
    text: 'return href === null ? [] : [{ key: `${hit.key} ${index}`, hit, href, text }];',
    replacement: 'return [{ key: `${hit.key} ${index}`, hit, href: href ?? text, text }];',
    killer: {
      file: 'client/ui/files-list/entries.test.ts',
      test: 'links stand by themselves, as they were written and where they lead; what leads nowhere is none',
    },
  },
  {
    name: 'show twice what both have found',
    promise: 'one list without doubles',
    file: 'client/engine/search/join-hits.ts',
    text: '  for (const hit of here) all.set(hit.key, hit);',
    replacement: '  for (const hit of here) all.set(`here ${hit.key}`, hit);',
    killer: {
      file: 'client/engine/search/everywhere.test.ts',
      test: 'what both have found stands once, at its place by time',
    },
  },
  {
    name: 'move the list under whoever looks at it',
    promise: 'what one looks at does not move',
    file: 'client/engine/search/join-hits.ts',
    text: '  const at = looked === null ? -1 : all.findIndex(({ key }) => key === looked);',
    replacement: '  const at = looked === null ? -1 : Math.min(0, all.length) - 1;',
    killer: {
      file: 'client/engine/search/everywhere.test.ts',
      test: 'what is found later above the row that somebody looks at waits, and comes when it is asked for',
    },
  },
];
