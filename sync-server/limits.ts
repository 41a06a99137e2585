// Every limit of the server with its reason. A number that stands elsewhere is a mistake.

/** How far ahead of the server an order key may be: room for a clock set by hand, not for tomorrow's place in the order. */
export const maxAheadMs = 2 * 60_000;

/** An event older than this on arrival gets a `late` note: longer than any reconnect, shorter than a meeting. */
export const lateAfterMs = 5 * 60_000;

/** New entries in one update: a week written offline fits, a run of erased places made of thirty bytes stays small. */
export const maxNewEntries = 8_192;

/** Bytes of one WebSocket frame: a device that syncs again sends whole documents, which stay well below this. */
export const maxFrameBytes = 4 * 1024 * 1024;

/** Bytes that may wait for one slow device before its socket is cut; it syncs again when it is back. */
export const maxBufferedBytes = 16 * 1024 * 1024;

/** Documents that one socket may hold open at a time: a device attaches at most 64. */
export const maxChannels = 128;

/** New entries a socket may add: a long time offline at once, then faster than any hand. */
export const entryBucket = { burst: 10_000, perSecond: 50 };

/** Frames a socket may send: opening 64 documents takes about 200 at once. */
export const frameBucket = { burst: 2_000, perSecond: 200 };

/** Full answers to a sync request, each as large as its document. */
export const syncBucket = { burst: 300, perSecond: 20 };

/** Entries after which a document's log is folded into a snapshot: opening reads at most so many. */
export const foldAfterUpdates = 256;

/** How long a document nobody has open stays in memory: a reload finds it warm. */
export const unloadAfterMs = 30_000;

/** Pause between signs of life on a quiet link: devices call it dead after twice this. */
export const aliveEveryMs = 20_000;
