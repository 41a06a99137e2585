// Of the device. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const deviceMutants: readonly Mutant[] = [
  {
    name: 'call written what is not on the disk',
    promise: 'I2',
    file: 'client/engine/conversation/mark.ts',
    text: 'return isKept || isStored(known.stored, place) ? waiting : writing;',
    replacement: 'return waiting;',
    killer: {
      file: 'client/engine/conversation/mark.test.ts',
      test: 'the mark of a message > is writing until this device has it on its disk, unless the server has',
    },
  },
  {
    name: 'forget the outbox',
    promise: 'what was written goes out',
    file: 'client/engine/conversation/open-live-chapter.ts',
    text: '        if (local && changed.size > 0) outbox.note(name, doc.clientID);\n',
    replacement: '        if (local && changed.size > 1_000) outbox.note(name, doc.clientID);\n',
    killer: {
      file: 'tests/journeys/outbox.test.ts',
      test: 'what was written without a network goes out after a kill, although nobody opens any of it',
    },
  },
  {
    name: 'follow no outbox',
    promise: 'what was written goes out',
    file: 'client/engine/open-messenger.ts',
    text: '    followOutbox({ platform, outbox, pool, whenToBegin: firstShown.whenShown }),',
    replacement: '    () => void followOutbox,',
    killer: {
      file: 'tests/convergence/corpus.test.ts',
      test: 'a world that has failed once converges > unsent-in-an-old-chapter',
    },
  },
  {
    name: 'drop what a closed chapter refused',
    promise: 'I2',
    file: 'client/engine/replica/decide-recovery.ts',
    text: "    else if (faultOf[refusal.code] === 'chapter' && !belongsHere(event, there)) moved.push(event);\n",
    replacement: "    else if (faultOf[refusal.code] === 'chapter' && !belongsHere(event, there)) continue;\n",
    killer: {
      file: 'client/engine/replica/decide-recovery.test.ts',
      test: 'a closed chapter keeps what changes its own messages, and lets the others go on together',
    },
  },
  {
    name: 'drop a command that had no answer',
    promise: 'I2',
    file: 'client/engine/commands/open-commands.ts',
    text: "    if (next === 'later') return false;\n",
    replacement: '',
    killer: {
      file: 'tests/journeys/commands.test.ts',
      test: 'a conversation begun with no network > survives a kill, with its message',
    },
  },
  {
    name: 'show nothing to the other tabs',
    promise: 'two tabs show the same at once',
    file: 'client/engine/tabs/relay.ts',
    text: "    if (origin === null) post({ kind: 'update', update });",
    replacement: "    if (origin === relay) post({ kind: 'update', update });",
    killer: {
      file: 'tests/journeys/tabs.test.ts',
      test: 'two tabs without a network > show the same, interleaved, at once',
    },
  },
  {
    name: 'send again what is there',
    promise: 'I6',
    file: 'client/engine/replica/decide-recovery.ts',
    text: 'const left = firstOfEach(unsent.filter(({ value }) => !isThere(value, there)));',
    replacement: 'const left = firstOfEach(unsent);',
    killer: {
      file: 'client/engine/replica/decide-recovery.test.ts',
      test: 'what is there already > is neither sent again nor called refused',
    },
  },
  {
    name: 'call sent what the server has lost',
    promise: 'I8',
    file: 'client/engine/replica/open-life.ts',
    text: 'const merge = whole ? replaceAcknowledged : learnAcknowledged;',
    replacement: 'const merge = learnAcknowledged;',
    killer: {
      file: 'tests/journeys/restored-server.test.ts',
      test: 'what the server has lost is not called sent any more, though its data name the same life',
    },
  },
  {
    name: 'keep to oneself what the server has lost',
    promise: 'I1',
    file: 'client/engine/conversation/put-back.ts',
    text: '    if (known !== null) for (const name of await findDocuments()) outbox.noteAll(name);\n',
    replacement: '',
    killer: {
      file: 'tests/journeys/restored-server.test.ts',
      test: 'what was sent in many conversations is put back although nobody opens any of them',
    },
  },
  {
    name: 'call delivered what is in memory only',
    promise: 'I8',
    file: 'client/engine/replica/delivery-report.ts',
    text: 'if (!(await disk.whenStored()) || !isMet()) return;',
    replacement: 'if (!isMet()) return;',
    killer: {
      file: 'tests/journeys/delivered.test.ts',
      test: 'a message that came to a device without a disk is sent and not delivered',
    },
  },
  {
    name: 'send before one has told all',
    promise: 'I6',
    file: 'client/engine/replica/patient-provider.ts',
    text: 'if (origin === null && this.#hasAnswered) super',
    replacement: 'if (origin === null) super',
    killer: {
      file: 'tests/journeys/devices.test.ts',
      test: 'a channel > sends no update on a new socket before it has told the server all it has',
    },
  },
  {
    name: 'keep every chapter in memory',
    promise: 'I7',
    file: 'client/engine/conversation/open-live-conversation.ts',
    text: 'const maxOpen = 6;',
    replacement: 'const maxOpen = 600;',
    killer: {
      file: 'tests/journeys/long-history.test.ts',
      test: 'a conversation of twelve chapters > shows its first message by going up and its last by going down, six chapters in memory',
    },
  },
  {
    name: 'show across what is missing',
    promise: 'nothing is shown as continuous that has a gap',
    file: 'client/engine/conversation/chapter-window.ts',
    text: '    if (to < moment) above = Math.max(above, to);',
    replacement: '    if (to < moment) above = Math.min(above, to);',
    killer: {
      file: 'client/engine/conversation/chapter-window.test.ts',
      test: 'by seed: whatever stands in a stretch stands in a loaded chapter',
    },
  },
  {
    name: 'keep a conversation that one is out of',
    promise: 'I5',
    file: 'client/engine/conversation/forgotten.ts',
    text: '  letGo(conversationId, wasTold);\n  await wipe(parts, conversationId);\n',
    replacement: '  letGo(conversationId, wasTold);\n',
    killer: {
      file: 'tests/journeys/group-devices.test.ts',
      test: 'whoever is out > by taken out keeps nothing of it on their device',
    },
  },
  {
    name: 'leave a person’s data behind',
    promise: 'who signs out leaves nothing on the device',
    file: 'client/engine/session/departure.ts',
    text: '  const names = await findDatabases(platform, prefix);',
    replacement: '  const names = (await findDatabases(platform, prefix)).slice(0, 1);',
    killer: {
      file: 'tests/journeys/sign-out.test.ts',
      test: 'signing out > takes all of the person off the device, in every tab, and nothing of anybody else',
    },
  },
  {
    name: 'send under another’s name',
    promise: 'I4',
    file: 'client/engine/link/open-link.ts',
    text: "    if (signal.kind === 'hello' && signal.userId !== me) return dispatch({ kind: 'signed-out', reason: 'signed-out' });\n",
    replacement: '',
    killer: {
      file: 'tests/journeys/sign-out.test.ts',
      test: 'a session that ran out > never sends under the name of whoever has signed in with this browser meanwhile',
    },
  },
  {
    name: 'lose what two devices typed at one place',
    promise: 'no draft is lost',
    file: 'shared/personal/merge-texts.ts',
    text: 'return mine.startsWith(theirs) ? mine : theirs + mine;',
    replacement: 'return mine;',
    killer: {
      file: 'shared/personal/merge-texts.test.ts',
      test: 'two changes of one text > at one place stand one after the other',
    },
  },
  {
    name: 'give a time below one that was seen',
    promise: 'messages stand in the order of their writing',
    file: 'shared/clock.ts',
    text: '(given = Math.max(now(), given + 1, learned + 1))',
    replacement: '(given = Math.max(now(), given + 1))',
    killer: {
      file: 'shared/clock.test.ts',
      test: 'the next order key > is above every event seen, and an older one changes nothing',
    },
  },
  {
    name: 'forget the drafts of an earlier version',
    promise: 'what an earlier version kept is there',
    file: 'client/engine/drafts/open-drafts.ts',
    text: "const storePrefix = 'draft/';",
    replacement: "const storePrefix = 'drafts/';",
    killer: {
      file: 'tests/fixtures/fixtures.test.ts',
      test: 'what version 0.1.0 left > a device starts with, alone, and shows what it showed',
    },
  },
  {
    name: 'leave the words of a dead tab',
    promise: 'I2',
    file: 'client/engine/replica/watch-relayed.ts',
    text: 'if (hasUnacknowledged(doc, me, acknowledged.get())) syncAgain();',
    replacement: 'if (!hasUnacknowledged(doc, me, acknowledged.get())) syncAgain();',
    killer: {
      file: 'tests/journeys/tabs.test.ts',
      test: 'two tabs with a network > send what the one without a network wrote, though it is killed',
    },
  },
];
