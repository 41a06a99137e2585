// Of files on the device: what waits, what goes once, what stays and what leaves.
import type { Mutant } from './mutant.ts';

const folder = 'client/engine/files';
const journey = { file: 'tests/journeys/files.test.ts' };

export const fileMutants: readonly Mutant[] = [
  {
    name: 'forget a message that waits for its files at each start',
    promise: 'a message with files survives a restart',
    file: `${folder}/parcels.ts`,
    text: '  for (const storeKey of kept.keys(prefix)) take(storeKey);',
    replacement: '',
    killer: { ...journey, test: 'a file chosen offline goes after a restart, once and in its place' },
  },
  {
    name: 'let a late message into the log of the document itself',
    promise: 'a message that waited for its files keeps its place',
    file: 'client/engine/conversation/side-clients.ts',
    text: 'if (event.at > lastAt(doc, me, own)) {',
    replacement: 'if (event.at > 0) {',
    killer: {
      file: 'client/engine/conversation/side-clients.test.ts',
      test: 'in each log times rise: what comes late goes under a side client, which is used again as long as it can be',
    },
  },
  {
    name: 'let one tab alone ever send files',
    promise: 'where the tab that sends is killed, another goes on',
    file: `${folder}/parcel-post.ts`,
    text: '    if (isAsked || parcels.all.get().length === 0) return;',
    replacement: '    if (isAsked || parcels.all.get().every(({ chapter }) => chapter === null)) return;',
    killer: {
      ...journey,
      test: 'both tabs show a message that waits for its file; where the one that sends is killed, the other goes on',
    },
  },
  {
    name: 'keep the bytes of what was taken back',
    promise: 'what was taken back leaves nothing on the device',
    file: `${folder}/open-files.ts`,
    text: 'if (parcel.from === null) release(hash);',
    replacement: 'if (parcel.from !== null) release(hash);',
    killer: {
      ...journey,
      test: 'what is taken back before it has gone was never there, and leaves nothing on the device',
    },
  },
  {
    name: 'send what is forwarded again',
    promise: 'what is forwarded is not sent again',
    file: `${folder}/send-file.ts`,
    text: '...(from !== null && { from }) });',
    replacement: '});',
    killer: { ...journey, test: 'a file is forwarded by somebody who does not have it, and no byte of it goes again' },
  },
  {
    name: 'send in large pieces through a bad line',
    promise: 'hardly a byte goes twice',
    file: `${folder}/decide-upload.ts`,
    text: '? sinceCut / pieceShare',
    replacement: '? largestPiece',
    killer: {
      file: `${folder}/decide-upload.test.ts`,
      test: 'pieces are small after a cut, grow with what has gone since, and have an end',
    },
  },
  {
    name: 'show a picture of any size',
    promise: 'a hostile file costs nobody more than itself',
    file: 'shared/files/image-header.ts',
    text: 'header !== null && header.width * header.height <= maxPixels',
    replacement: 'header !== null',
    killer: {
      file: 'shared/files/image-header.test.ts',
      test: 'a picture is shown by what it is, whatever it is said to be, and never one that no memory holds',
    },
  },
  {
    name: 'let go of what is chosen for lack of room',
    promise: 'what is not sent yet never goes',
    file: `${folder}/decide-eviction.ts`,
    text: '    if (isHeld(hash)) continue;\n',
    replacement: '',
    killer: {
      file: `${folder}/decide-eviction.test.ts`,
      test: 'what is chosen or on its way never goes, however little room there is',
    },
  },
  {
    name: 'take files for strays while it is not known which are kept',
    promise: 'a disk that answers late costs no file',
    file: `${folder}/kept-files.ts`,
    text: "      if (store.state.get() === 'unread') return; // nobody knows what is a stray\n",
    replacement: '',
    killer: {
      file: `${folder}/kept-files.test.ts`,
      test: 'as long as it is not known which files are kept, none is taken for a stray',
    },
  },
  {
    name: 'hold what is chosen only when the tray says so',
    promise: 'what is not sent yet never goes',
    file: `${folder}/trays.ts`,
    text: '    if ([...this.#coming.values()].some((hashes) => hashes.includes(hash))) return true;\n',
    replacement: '',
    killer: {
      file: `${folder}/trays.test.ts`,
      test: 'what is larger than all that may be kept of others is kept, for it is chosen',
    },
  },
  {
    name: 'take for gone what was moved while it was looked at',
    promise: 'what is not sent yet never goes',
    file: `${folder}/trays.ts`,
    text: 'now.raw === found.raw && now.isOriginal === found.isOriginal',
    replacement: 'now === found',
    killer: {
      file: `${folder}/trays.test.ts`,
      test: 'a file that is moved while it is being looked at becomes ready where it was put, and is there',
    },
  },
  {
    name: 'call unreadable what another tab has looked into',
    promise: 'what is not sent yet never goes',
    file: `${folder}/trays.ts`,
    text: 'await this.#hearOthers()',
    replacement: 'void this.#hearOthers()',
    killer: {
      file: `${folder}/trays.test.ts`,
      test: 'what another tab has looked into is not called unreadable before its word has come',
    },
  },
  {
    name: 'let a parcel go before its message is on a disk',
    promise: 'a full disk loses no message',
    file: `${folder}/parcel-post.ts`,
    text: "    if (!(await isSafe(live, chapter, key))) return 'later';\n",
    replacement: '',
    killer: {
      file: `${folder}/parcel-post.test.ts`,
      test: 'what the disk has not taken stays a parcel until it has, and is written once',
    },
  },
];
