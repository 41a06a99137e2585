// Of what people choose, record and share: what goes, where, and what is told.
import type { Mutant } from './mutant.ts';

const taken = { file: 'client/ui/sending/taken-files.test.ts' };
const shared = { file: 'tests/journeys/share.test.ts' };

export const sendingMutants: readonly Mutant[] = [
  {
    name: 'paste the picture that lies beside a text',
    promise: 'pasted text stays text',
    file: 'client/ui/sending/taken-files.ts',
    text: 'return isFromOffice ? [] : files;',
    replacement: 'return files;',
    killer: { ...taken, test: 'what an office program has copied is pasted as the text that it is' },
  },
  {
    name: 'take a folder for a file',
    promise: 'a folder is refused with a word',
    file: 'client/ui/sending/taken-files.ts',
    text: 'dropped.filter((item) => !isFolder(item))',
    replacement: 'dropped',
    killer: { ...taken, test: 'a dropped folder is told apart from the files beside it' },
  },
  {
    name: 'send before all is kept',
    promise: 'a message goes with all that was chosen for it',
    file: 'client/ui/sending/when-kept.ts',
    text: '    if (areKept()) return resolve();',
    replacement: '    return resolve();',
    killer: {
      file: 'client/ui/sending/when-kept.test.ts',
      test: 'it waits as long as one is being kept, and for none that has a problem',
    },
  },
  {
    name: 'send what is begun elsewhere with what is shared',
    promise: 'nothing goes that nobody has sent',
    file: 'client/ui/share/share-out.ts',
    text: '  if (chosen.get().length > 0 && files.length > 0) return false;\n',
    replacement: '',
    killer: {
      ...shared,
      test: 'what is shared to several goes at once, offline too, and what is begun elsewhere is not sent with it',
    },
  },
  {
    name: 'send what is shared without the file that may not go',
    promise: 'a message goes with all that was chosen for it',
    file: 'client/ui/share/share-out.ts',
    text: "    if (chosen.get().some(({ state }) => state !== 'ready')) return false;\n",
    replacement: '',
    killer: {
      ...shared,
      test: 'a file that may not go is left in the tray of its conversation, and nothing is sent without it',
    },
  },
  {
    name: 'write over what is begun with what is shared',
    promise: 'what one writes is never lost',
    file: 'client/ui/share/share-out.ts',
    text: "before === '' ? text : `${before}\\n${text}`",
    replacement: 'text',
    killer: {
      ...shared,
      test: 'what is shared into one conversation stands behind what is begun there, and goes when it is sent',
    },
  },
];
