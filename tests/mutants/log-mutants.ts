// Of the log and what stands in it for ever. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const logMutants: readonly Mutant[] = [
  {
    name: 'acknowledge before the log',
    promise: 'I1',
    file: 'sync-server/path.ts',
    text: '    if (taken === null) this.#reserve({ lane, channel, clients, update, settle: null });',
    replacement:
      '    if (taken === null) {\n      this.#reserve({ lane, channel, clients, update, settle: null });\n      const ack = new Map(clients.map((client) => [client, lane.reserved.nextClock(client)]));\n      acknowledge(channel, { ack, position: lane.position, whole: false });\n    }',
    killer: {
      file: 'tests/lane/stress.test.ts',
      test: 'on MemoryUpdateLog > 12 seeds of 600 steps: one row each, one document each, no tick before its row',
    },
  },
  {
    name: 'look for no taken id',
    promise: 'what one sends twice costs nobody else anything',
    file: 'sync-server/path.ts',
    text: '    const taken = lane.owner === null ? this.#takenElsewhere(lane, update.rows) : null;',
    replacement: '    const taken = null as EntryRow | null;',
    killer: {
      file: 'tests/convergence/corpus.test.ts',
      test: 'a world that has failed once converges > message-sent-twice',
    },
  },
  {
    name: 'tell of what the log lost',
    promise: 'I1',
    file: 'sync-server/lane/commit.ts',
    text: '  for (const update of updates) part.failures.set(update, failure);',
    replacement:
      '  part.logged = [...part.logged, ...updates.map((update) => ({ ...update, position: 0 }) as Logged)];',
    killer: {
      file: 'tests/lane/races-writing.test.ts',
      test: 'writing > goes on after a stage.log that threw, and nobody was told of what it lost',
    },
  },
  {
    name: 'forget the tail of a fold',
    promise: 'I1',
    file: 'sync-server/update-log/sqlite-update-log.ts',
    text: 'delete from logged_update where document = ? and sequence <= ?',
    replacement: 'delete from logged_update where document = ? and sequence >= 0 * ?',
    killer: {
      file: 'tests/contract/update-log.test.ts',
      test: 'SqliteUpdateLog > reads the same before and after folding, and keeps what came later',
    },
  },
  {
    name: 'let one failure take a whole commit',
    promise: 'I1',
    file: 'sync-server/update-log/sqlite-update-log.ts',
    text: "      if (outcome.status !== 'logged') this.#db.exec('rollback to member');\n",
    replacement: "      if (outcome.status !== 'logged') this.#rollBack();\n",
    killer: {
      file: 'tests/contract/update-log.test.ts',
      test: 'SqliteUpdateLog > lets one member of a commit fail alone, and with it what builds on it',
    },
  },
  {
    name: 'keep what was erased',
    promise: 'what was deleted is gone from the server',
    file: 'sync-server/update-log/sqlite-update-log.ts',
    text: "'update event set content = null where document = ?",
    replacement: "'update event set content = content where document = ?",
    killer: {
      file: 'tests/contract/update-log.test.ts',
      test: 'SqliteUpdateLog > erases content and keeps its place, its id and its order key',
    },
  },
  {
    name: 'forget where erased text still stands',
    promise: 'what was deleted is gone from the server',
    file: 'sync-server/update-log/sqlite-update-log.ts',
    text: '    if (erased.length > 0) this.#sql.noteErasure.run(after + 1, id);\n',
    replacement: '',
    killer: {
      file: 'tests/contract/update-log.test.ts',
      test: 'SqliteUpdateLog > names the documents that still hold what was erased in them, until they are folded',
    },
  },
  {
    name: 'leave erased bytes in the file',
    promise: 'what was deleted is gone from the server',
    file: 'sync-server/update-log/sqlite-update-log.ts',
    text: 'pragma secure_delete = on',
    replacement: 'pragma secure_delete = off',
    killer: {
      file: 'tests/contract/sqlite-update-log.test.ts',
      test: 'leaves no trace of erased text in its folder after fold and scrub',
    },
  },
  {
    name: 'take an id twice in the log',
    promise: 'I6',
    file: 'sync-server/update-log/sqlite-update-log.ts',
    text: "      if (isDuplicateId(error)) return 'id-taken';\n",
    replacement: "      if (isDuplicateId(error)) return 'added';\n",
    killer: {
      file: 'tests/contract/update-log.test.ts',
      test: 'SqliteUpdateLog > takes an id once from each author in each conversation, across chapters',
    },
  },
  {
    name: 'close a chapter without its time of grace',
    promise: 'what was on its way is taken',
    file: 'shared/conversation/chapters.ts',
    text: 'nowMs < closedAt + chapterGraceMs',
    replacement: 'nowMs < closedAt',
    killer: {
      file: 'tests/journeys/chapters.test.ts',
      test: 'a full chapter > takes what was on its way, and later only what belongs to it',
    },
  },
  {
    name: 'never close a chapter',
    promise: 'I7',
    file: 'sync-server/path.ts',
    text: 'if (lane.reserved.closedAt !== null || !isFull(lane.reserved.size, this.#limits)) return;',
    replacement: 'if (lane.reserved.closedAt !== null || this.#limits.entries > 0) return;',
    killer: {
      file: 'tests/journeys/chapters.test.ts',
      test: 'a full chapter > that two fill in the same moment is closed once',
    },
  },
  {
    name: 'drop the late mark',
    promise: 'what came late is seen to have come late',
    file: 'sync-server/path.ts',
    text: '    this.#reserveServerEvents(lane, lateNotes(verdict.update.rows, now(), this.#options.random));\n',
    replacement: '',
    killer: {
      file: 'tests/hostile/events.test.ts',
      test: 'lies about time > ten years back is taken, and everybody is told when it really came',
    },
  },
  {
    name: 'carry out a command twice',
    promise: 'I6',
    file: 'sync-server/directory/commands.ts',
    text: '        if (known !== null) return known;\n',
    replacement: "        if (known?.status === 'refused') return known;\n",
    killer: {
      file: 'tests/hostile/commands.test.ts',
      test: 'a command sent many times > at once and a day later has one effect and one answer',
    },
  },
  {
    name: 'say twice what happened in a group',
    promise: 'I6',
    file: 'sync-server/groups/carry-out.ts',
    text: 'const unsaid = next.filter((notice) => !isSaid(options, notice));',
    replacement:
      "const unsaid = next.map((notice) => (isSaid(options, notice) ? { ...notice, event: { ...notice.event, id: mintEventId('notice', crypto.getRandomValues(new Uint8Array(15))) } } : notice));",
    killer: {
      file: 'tests/journeys/groups.test.ts',
      test: 'a group > says what happened once, also when its server ended before it had said it or noted that it had',
    },
  },
  {
    name: 'forget what stood before a fold',
    promise: 'I1',
    file: 'sync-server/update-log/sqlite-update-log.ts',
    text: "const snapshot = folded === undefined ? null : (folded['state'] as Uint8Array);",
    replacement: 'const snapshot = folded === undefined ? null : null;',
    killer: {
      file: 'tests/fixtures/fixtures.test.ts',
      test: 'what version 0.1.0 left > a server goes on with, and everybody sees what they saw',
    },
  },
  {
    name: 'begin an epoch of reading below the last',
    promise: 'unread is exact',
    file: 'sync-server/update-log/sqlite-chapter-reading.ts',
    text: '    if (vector.epoch < (epoch ?? 0)) return nothingNew;\n',
    replacement: '',
    killer: {
      file: 'tests/contract/chapter-reading.test.ts',
      test: 'SqliteUpdateLog > merges what is read by maximum, takes it back by a higher epoch, and says what is new',
    },
  },
];
