// Of the files that messages name. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

const hostile = (test: string) => ({
  file: 'tests/hostile/file-references.test.ts',
  test: `a message with files that are not its writer’s to send > ${test}`,
});
const reading = (test: string) => ({
  file: 'tests/hostile/file-references.test.ts',
  test: `a file that a message names > ${test}`,
});
const onSqlite = (test: string) => ({ file: 'tests/contract/file-records.test.ts', test: `SqliteUpdateLog > ${test}` });

export const referenceMutants: readonly Mutant[] = [
  {
    name: 'let whoever knows a hash send the file',
    promise: 'knowing a hash gives nobody a file',
    file: 'sync-server/admission/judge-files.ts',
    text: "if (!files.holdsClaim(userId, hash, nowMs - claimLifeMs)) return 'no-file';",
    replacement: "if (files.stored(hash) === null) return 'no-file';",
    killer: hostile('one of the victim’s, of which one knows the hash and the size is refused as no-file'),
  },
  {
    name: 'let claims to files last for ever',
    promise: 'who has shown to have a file may send it for a day',
    file: 'sync-server/admission/judge-files.ts',
    text: 'files.holdsClaim(userId, hash, nowMs - claimLifeMs)',
    replacement: 'files.holdsClaim(userId, hash, 0)',
    killer: hostile('one that was sent more than a day ago, and put into no message is refused as no-file'),
  },
  {
    name: 'believe what a message says of a file’s size',
    promise: 'what a message says of a file is what is stored',
    file: 'sync-server/admission/judge-files.ts',
    text: "return files.stored(hash)?.size === size ? null : 'bad-event';",
    replacement: 'return null;',
    killer: hostile('one’s own of another size is refused as bad-event'),
  },
  {
    name: 'look at no smaller picture',
    promise: 'knowing a hash gives nobody a file',
    file: 'sync-server/admission/judge-files.ts',
    text: "judgeFile(one, asked) ?? ('preview' in one && one.preview ? judgePreview(one.preview, asked) : null)",
    replacement: 'judgeFile(one, asked)',
    killer: hostile('the victim’s smaller picture is refused as no-file'),
  },
  {
    name: 'ask for the files of what is deleted',
    promise: 'what is deleted asks for nothing more',
    file: 'sync-server/admission/admit.ts',
    text: 'if (attachments === undefined || this.#isDeleted(subjectKey(this.#writer.userId, id))) return null;',
    replacement: 'if (attachments === undefined) return null;',
    killer: {
      file: 'sync-server/admission/admit.test.ts',
      test: 'what is done to a message > is not asked for its files once it is deleted, nor when it is known',
    },
  },
  {
    name: 'let those who left read files',
    promise: 'a file is read by the members at the moment of reading',
    file: 'sync-server/files/file-access.ts',
    text: "return permission === 'none' ? null : read(files, conversationId, hash);",
    replacement: 'return permission === null ? null : read(files, conversationId, hash);',
    killer: reading('is read no more by who has left or was taken out, from that answer on'),
  },
  {
    name: 'ask for the oldest message that names a file',
    promise: 'who sees any message that names a file reads it',
    file: 'sync-server/update-log/sqlite-file-records.ts',
    text: 'order by chapter desc, name is null limit 1',
    replacement: 'order by chapter, name is null limit 1',
    killer: reading('is not read by who came later, where they see nothing from before, until it is said again'),
  },
  {
    name: 'let a file go that is named anew',
    promise: 'a file stays as long as a message names it',
    file: 'sync-server/update-log/sqlite-file-records.ts',
    text: 'if (this.#sql.isNamed.get(hash) === undefined) this.#letGo(hash);',
    replacement: 'if (hash !== null) this.#letGo(hash);',
    killer: onSqlite('what a commit lets go of and names anew, after it, stays'),
  },
  {
    name: 'keep the files of what an admin takes down',
    promise: 'a file goes with the last message that names it',
    file: 'sync-server/update-log/sqlite-file-records.ts',
    text: "if (row.event?.kind === 'delete') this.#noteDeletion(place, row);",
    replacement:
      "if (row.event?.kind === 'delete' && row.event.targetAuthor === undefined) this.#noteDeletion(place, row);",
    killer: onSqlite('a message that an admin takes down lets its files go as well'),
  },
  {
    name: 'keep a file that nothing names any more',
    promise: 'a file goes with the last message that names it',
    file: 'sync-server/update-log/sqlite-update-log.ts',
    text: '      this.files.settle();\n',
    replacement: '',
    killer: onSqlite('the deletion of the last message that names a file lets it go, with all claims to it'),
  },
  {
    name: 'log what names a file that is gone',
    promise: 'what a message names is there',
    file: 'sync-server/update-log/sqlite-file-records.ts',
    text: 'if (this.#sql.isStored.get(hash) === undefined) return false;',
    replacement: 'if (this.#sql.isStored.get(hash) === undefined) return true;',
    killer: onSqlite('a message that names what went meanwhile is not logged, and names nothing'),
  },
  {
    name: 'remove what was sent again meanwhile',
    promise: 'a file stays as long as a message names it',
    file: 'sync-server/files/collect-files.ts',
    text: 'if (records.stored(hash) === null) await remove(hash);',
    replacement: 'await remove(hash);',
    killer: { file: 'sync-server/files/collect-files.test.ts', test: 'what is sent again before its turn comes stays' },
  },
  {
    name: 'remove no bytes after a deletion',
    promise: 'a file goes with the last message that names it',
    file: 'sync-server/core.ts',
    text: "if (rows.some(({ event }) => event?.kind === 'delete')) files.wake();",
    replacement: '',
    killer: {
      file: 'tests/journeys/deleted-files.test.ts',
      test: 'they stay for the message that is left, and go with it',
    },
  },
  {
    name: 'count what somebody has no more',
    promise: 'what is gone takes no room',
    file: 'sync-server/update-log/schema.ts',
    text: 'update file_usage set bytes = bytes - old.size where holder = old.holder;',
    replacement: 'update file_usage set bytes = bytes where holder = old.holder;',
    killer: onSqlite('the deletion of the last message that names a file lets it go, with all claims to it'),
  },
  {
    name: 'tell nothing of what the newest message carries',
    promise: 'the list says what a message without words is',
    file: 'sync-server/update-log/sqlite-chapter-reading.ts',
    text: 'files: inShort(attachmentsIn(row))',
    replacement: 'files: inShort([])',
    killer: {
      file: 'tests/contract/chapter-reading.test.ts',
      test: 'SqliteUpdateLog > tells of the newest message what it carries, also after an edit of its text',
    },
  },
];
