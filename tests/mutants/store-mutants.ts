// What is promised of files while they come, lie on the server and are served, broken one at a time.
import type { Mutant } from './mutant.ts';

const hostile = 'tests/hostile/files.test.ts';
const served = 'tests/journeys/files-served.test.ts';
const inspected = 'sync-server/files/inspect-file.test.ts';
const stores = 'tests/contract/blob-store.test.ts';

export const storeMutants: readonly Mutant[] = [
  {
    name: 'store: anybody with a session may go on with an upload',
    promise: 'an upload is its sender’s alone',
    file: 'sync-server/files/files.ts',
    text: 'if (row === null || row.userId !== userId)',
    replacement: 'if (row === null)',
    killer: { file: hostile, test: 'uploads > an upload of somebody else, and one that nobody began, are not there' },
  },
  {
    name: 'store: whoever knows a hash has the file',
    promise: 'knowing a hash gives nobody a file',
    file: 'sync-server/files/files.ts',
    text: 'records.holdsClaim(userId, hash, now() - claimLifeMs) ||',
    replacement: 'true ||',
    killer: {
      file: hostile,
      test: 'uploads > whoever knows a hash gets nothing by it: they send the bytes themselves, and it is stored once',
    },
  },
  {
    name: 'store: what was announced is believed to be what came',
    promise: 'a file has the hash by which it is known',
    file: 'sync-server/files/finish-upload.ts',
    text: 'if (found.hash !== row.hash || found.size !== row.size)',
    replacement: 'if (found.size !== row.size)',
    killer: { file: hostile, test: 'uploads > what does not have the hash that was announced is gone, and says so' },
  },
  {
    name: 'store: whoever comes second always pushes the first aside',
    promise: 'of two devices that bring one file one goes on',
    file: 'sync-server/files/upload-locks.ts',
    text: 'if (!isForced && this.#now() - before.activeAt < uploadSilenceMs) throw busy;',
    replacement: '',
    killer: {
      file: hostile,
      test: 'uploads > of two devices one goes on while the other is told to look again, and both end with one file',
    },
  },
  {
    name: 'store: a dead connection keeps an upload for itself',
    promise: 'a file goes on although its old connection has not ended',
    file: 'sync-server/files/upload-locks.ts',
    text: 'this.#now() - before.activeAt < uploadSilenceMs',
    replacement: 'true',
    killer: { file: hostile, test: 'uploads > a connection that brings nothing any more gives way to one that does' },
  },
  {
    name: 'store: a session that ended meanwhile still finishes its upload',
    promise: 'a body held back outlives no right',
    file: 'sync-server/files/files.ts',
    text: "if (!(await isStillSignedIn())) return { status: 'refused', code: 'not-signed-in' };",
    replacement: 'await isStillSignedIn();',
    killer: { file: hostile, test: 'uploads > whoever is signed out while the last piece comes has sent nothing' },
  },
  {
    name: 'store: what is announced at once is judged by itself',
    promise: 'nobody stores more than they may',
    file: 'sync-server/files/files.ts',
    text: "    if (size > limitsOf(userId).room) return { status: 'refused', code: 'no-room' };",
    replacement: '',
    killer: { file: hostile, test: 'room > is shared by all that a person sends at once, to the last byte' },
  },
  {
    name: 'store: a full disk is an error of the server',
    promise: 'a full disk is told as what it is',
    file: 'sync-server/files/tus-uploads.ts',
    text: 'throw blobs.isFull(error) ? full : error;',
    replacement: 'throw error;',
    killer: {
      file: hostile,
      test: 'room > that ends on the disk is told, what came stays, and it goes on once there is some',
    },
  },
  {
    name: 'store: a scanner that is away finds nothing',
    promise: 'nobody gets a file that was to be scanned and was not',
    file: 'sync-server/files/finish-upload.ts',
    text: "if (verdict === 'away') return 'not-scanned';",
    replacement: '',
    killer: {
      file: hostile,
      test: 'a scanner > that is away or talks nonsense lets nothing through, and it is asked again',
    },
  },
  {
    name: 'store: what was found infected is taken the second time',
    promise: 'what a scanner has found stays out',
    file: 'sync-server/files/finish-upload.ts',
    text: "if (known?.state === 'infected') return discard(parts, row, 'file-infected');",
    replacement: '',
    killer: {
      file: hostile,
      test: 'a scanner > keeps out what is infected, for everybody and for ever, without being asked twice',
    },
  },
  {
    name: 'store: an upload goes before anybody knows of its file',
    promise: 'a server that ends anywhere while it finishes an upload finishes it later',
    file: 'sync-server/files/finish-upload.ts',
    text: '  records.noteStored({ ...file, storedAt: now() }, row);',
    replacement: '  await blobs.drop(row.id);\n  records.noteStored({ ...file, storedAt: now() }, row);',
    killer: {
      file: 'sync-server/files/files.test.ts',
      test: 'a server that ends between keeping a file and knowing of it knows of it then',
    },
  },
  {
    name: 'store: what the store has lost is said to be there',
    promise: 'a message carries only files whose bytes are there',
    file: 'sync-server/files/files.ts',
    text: ' && (await blobs.size(hash)) === size',
    replacement: '',
    killer: {
      file: 'sync-server/files/files.test.ts',
      test: 'what the records know and the store has lost is sent again, and there again',
    },
  },
  {
    name: 'store: a cut connection takes with it what it had brought',
    promise: 'what has come of an upload stays',
    file: 'sync-server/files/disk-blobs.ts',
    text: 'for await (const piece of untilBroken(source))',
    replacement: 'for await (const piece of source)',
    killer: { file: stores, test: 'DiskBlobs > where the line is cut, what came until then stays' },
  },
  {
    name: 'store: a file loses its bytes with its upload',
    promise: 'what is kept stays when its upload is dropped',
    file: 'sync-server/files/disk-blobs.ts',
    text: 'await link(from, to); // the upload stays until the records have it',
    replacement: 'await link(from, `${to}.new`);',
    killer: {
      file: stores,
      test: 'DiskBlobs > what is kept is there whole and in stretches, and stays when its upload is dropped',
    },
  },
  {
    name: 'store: a bucket that does not answer has no uploads',
    promise: 'a failure is not taken for an empty store',
    file: 'sync-server/files/s3-blobs.ts',
    text: 'if ((await this.#length(`${incoming(id)}.info`)) === null) return null;',
    replacement: 'return null;',
    killer: {
      file: stores,
      test: 'a bucket > that cannot be asked does not make an upload look as if it were not there',
    },
  },
  {
    name: 'store: text that a browser would run is shown in place',
    promise: 'nothing that somebody sent runs in a browser',
    file: 'sync-server/files/inspect-file.ts',
    text: 'if (playable.includes(type)) return true;',
    replacement: "if (playable.includes(type) || type === 'application/xml' || type === 'text/plain') return true;",
    killer: { file: inspected, test: 'an HTML page is a download, whatever it is called' },
  },
  {
    name: 'store: a picture of any size is shown in place',
    promise: 'no picture takes a browser’s memory',
    file: 'sync-server/files/inspect-file.ts',
    text: ' || sides.width * sides.height > maxPixels',
    replacement: '',
    killer: {
      file: inspected,
      test: 'a picture that would take more memory than a browser should spend is a download',
    },
  },
  {
    name: 'store: frames are counted in the first bytes alone',
    promise: 'no picture takes a browser’s time',
    file: 'sync-server/files/inspect-file.ts',
    text: 'if (looked !== null) looked.frames?.push(piece);',
    replacement: 'if (looked !== null) continue;',
    killer: { file: inspected, test: 'what holds more pictures than its first bytes tell is counted to its end' },
  },
  {
    name: 'store: what is deleted stays on the disk until somebody looks',
    promise: 'deleting the last message that names a file deletes the file',
    file: 'sync-server/core.ts',
    text: "if (rows.some(({ event }) => event?.kind === 'delete')) files.wake();",
    replacement: '',
    killer: {
      file: served,
      test: 'the deletion of the last message that names it takes its bytes from the disk; it can be sent again',
    },
  },
  {
    name: 'store: stretches of a file are anybody’s',
    promise: 'each request for a file is judged, ranges too',
    file: 'sync-server/api/file-routes.ts',
    text: "  if (found === null) return refuse(context, 'not-found');",
    replacement:
      "  if (found === null && context.req.header('range') === undefined) return refuse(context, 'not-found');",
    killer: {
      file: served,
      test: 'everybody in the conversation gets it byte for byte, whole and in stretches, and nobody else any of it',
    },
  },
];
