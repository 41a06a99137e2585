// Of what the server writes for people. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

const [autoReply, sendLater] = ['tests/journeys/auto-reply.test.ts', 'tests/journeys/send-later.test.ts'] as const;

export const errandMutants: readonly Mutant[] = [
  {
    name: 'answer an auto-reply',
    promise: 'no auto-reply answers another',
    file: 'sync-server/path.ts',
    text: '      event.automatic === undefined &&\n',
    replacement: '',
    killer: { file: autoReply, test: 'an auto-reply > does not answer what says of itself that nobody wrote it' },
  },
  {
    name: 'answer above what is answered',
    promise: 'an answer stands below what it answers',
    file: 'sync-server/path.ts',
    text: 'at: last.at + 1, automatic: true',
    replacement: 'at: 0, automatic: true',
    killer: {
      file: autoReply,
      test: 'an auto-reply > stands below what it answers although that claims a later time',
    },
  },
  {
    name: 'answer in every chapter',
    promise: 'an auto-reply answers once in an absence',
    file: 'sync-server/path.ts',
    text: "if (verdict.status === 'known' || this.#takenElsewhere(lane, verdict.update.rows) !== null) return 'duplicate-id';",
    replacement: "if (verdict.status === 'known') return 'duplicate-id';",
    killer: {
      file: autoReply,
      test: 'an auto-reply > after the message that fills a chapter still answers, and in the next one does not again',
    },
  },
  {
    name: 'answer for the suspended',
    promise: 'whoever is suspended says nothing',
    file: 'sync-server/directory/errands.ts',
    text: "        .where('person.state', '=', 'active');\n",
    replacement: ';\n',
    killer: {
      file: autoReply,
      test: 'an auto-reply > answers nobody who was blocked, and nobody once its owner is suspended',
    },
  },
  {
    name: 'answer whoever was not accepted',
    promise: 'an auto-reply answers in conversations that its owner is in',
    file: 'sync-server/directory/access.ts',
    text: "    .where('userId', '!=', userId)\n    .executeTakeFirst();\n  return other?.userId ?? null;",
    replacement:
      "    .where('userId', '!=', userId)\n    .executeTakeFirst();\n  const asked = await database.selectFrom('contactRequest').select('toId').executeTakeFirst();\n  return other?.userId ?? asked?.toId ?? null;",
    killer: {
      file: autoReply,
      test: 'an auto-reply > answers whoever asked to be a contact only from when they are one',
    },
  },
  {
    name: 'say again what was said before the crash',
    promise: 'what goes later goes once',
    file: 'sync-server/errands/send-later.ts',
    text: '  if (log.findTakenId(conversationId, [row]) !== null) return null; // a crash came between\n',
    replacement: '',
    killer: {
      file: 'tests/hostile/errands.test.ts',
      test: 'an id that its writer has used already is said no second time, and waits for nothing',
    },
  },
  {
    name: 'change what is on its way',
    promise: 'a change that was answered counts',
    file: 'sync-server/directory/errands.ts',
    text: '    .set({ isGoing: 1 })\n',
    replacement: '    .set({ isGoing: 0 })\n',
    killer: {
      file: sendLater,
      test: 'a message that goes later > that is on its way is neither changed nor cancelled any more',
    },
  },
  {
    name: 'send for whoever may only read',
    promise: 'what goes later is judged as everything is',
    file: 'sync-server/errands/send-later.ts',
    text: "  if (permission === 'read') return 'read-only';\n",
    replacement: '',
    killer: {
      file: sendLater,
      test: 'what may not be said at its time is kept as not sent > by whoever may only read, was blocked, or was suspended',
    },
  },
  {
    name: 'keep what was cancelled in the file',
    promise: 'deletion deletes',
    file: 'sync-server/directory/database.ts',
    text: ' pragma secure_delete = on;',
    replacement: '',
    killer: { file: sendLater, test: 'what was cancelled, changed or said is nowhere in the directory' },
  },
];
