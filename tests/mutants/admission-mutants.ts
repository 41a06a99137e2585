// Of admission: who may write what. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const admissionMutants: readonly Mutant[] = [
  {
    name: 'skip the check of the predecessor',
    promise: 'I4',
    file: 'sync-server/admission/admit.ts',
    text: "return run.origin === run.clock - 1 ? null : 'broken-chain';",
    replacement: 'return null;',
    killer: {
      file: 'tests/hostile/forgery.test.ts',
      test: 'breaking the chain of one’s own log > an entry that follows an older one than the last is refused as broken-chain',
    },
  },
  {
    name: 'trust the author in the name of a root',
    promise: 'I4',
    file: 'sync-server/admission/admit.ts',
    text: "return run.root === logRoot(userId, client) ? null : 'wrong-log';",
    replacement: 'return null;',
    killer: {
      file: 'tests/hostile/forgery.test.ts',
      test: 'writing into a root of somebody else > the victim’s own log is refused as wrong-log',
    },
  },
  {
    name: 'accept a foreign client id',
    promise: 'I4',
    file: 'sync-server/admission/admit.ts',
    text: "if (client === serverClient || (owner !== undefined && owner !== userId)) return 'client-taken';",
    replacement: "if (client === serverClient) return 'client-taken';",
    killer: {
      file: 'tests/hostile/forgery.test.ts',
      test: 'writing under a client id of somebody else > the next clock of the victim, which would silence them for ever is refused as client-taken',
    },
  },
  {
    name: 'write as the server',
    promise: 'I4',
    file: 'sync-server/admission/admit.ts',
    text: 'if (client === serverClient || (owner',
    replacement: 'if ((owner',
    killer: {
      file: 'tests/hostile/forgery.test.ts',
      test: 'writing under a client id of somebody else > the server’s client id in a root of one’s own is refused as client-taken',
    },
  },
  {
    name: 'let anybody erase',
    promise: 'I4',
    file: 'sync-server/admission/admit.ts',
    text: "    if (log !== undefined && log.author !== userId) return 'foreign-erasure';\n",
    replacement: '',
    killer: {
      file: 'tests/hostile/erasure.test.ts',
      test: 'erasing what is not mine to erase > an entry of the victim, with a deletion of it in my log is refused as foreign-erasure',
    },
  },
  {
    name: 'erase without a deletion',
    promise: 'what is gone is seen to be gone',
    file: 'sync-server/admission/admit.ts',
    text: "return subject !== null && this.#isDeleted(subject) ? null : 'erasure-without-delete';",
    replacement: 'return null;',
    killer: {
      file: 'tests/hostile/erasure.test.ts',
      test: 'erasing what is not mine to erase > my own entry without a deletion of it is refused as erasure-without-delete',
    },
  },
  {
    name: 'let a message come from the future',
    promise: 'messages stand in the order of their writing',
    file: 'sync-server/admission/admit.ts',
    text: "if (latest > nowMs + maxAheadMs) return 'clock-ahead';",
    replacement: '',
    killer: {
      file: 'tests/hostile/events.test.ts',
      test: 'lies about time > three minutes ahead is refused as clock-ahead',
    },
  },
  {
    name: 'take an id of an earlier chapter',
    promise: 'I6',
    file: 'sync-server/path.ts',
    text: 'const taken = lane.owner === null ? this.#takenElsewhere(lane, update.rows) : null;',
    replacement: 'const taken = lane.owner === null ? this.#takenOnItsWay(lane.name, update.rows) : null;',
    killer: {
      file: 'tests/journeys/chapters.test.ts',
      test: 'an id of an earlier chapter is refused to its writer alone',
    },
  },
  {
    name: 'let a reader write',
    promise: 'a reader reads and writes nothing',
    file: 'sync-server/directory/access.ts',
    text: "      if (!mayWriteInGroup(row.role)) return 'read';\n",
    replacement: '',
    killer: {
      file: 'tests/journeys/groups.test.ts',
      test: 'roles > a reader reads and writes nothing, from the moment they are one',
    },
  },
  {
    name: 'write on after a block',
    promise: 'a direct conversation takes no messages after a block',
    file: 'sync-server/directory/access.ts',
    text: '  if (await isAnyBlocked(database, userId, other)) return false;\n',
    replacement: '',
    killer: {
      file: 'tests/hostile/blocks.test.ts',
      test: 'a block by somebody who is no contact > ends what they write to each other, and both go on reading',
    },
  },
  {
    name: 'write on after parting',
    promise: 'only contacts write to each other where the workspace says so',
    file: 'sync-server/directory/access.ts',
    text: "return settings.whoMayWrite === 'anyone' || areContacts(database, userId, other);",
    replacement: 'return true;',
    killer: {
      file: 'tests/journeys/contacts.test.ts',
      test: 'who may write > is nobody after remove-contact, and both go on reading',
    },
  },
];
