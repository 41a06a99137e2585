// The limits of the server, each with its reason. Those of the grammar of frames and updates stand in their readers.
import type { PersonalLimits } from './admission/admit-personal.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** A sign-up is under 5 KB, what was read in 500 chapters of a few logs each 100 KB. Costs nothing to refuse. */
export const maxBodyBytes = 256 * 1024;

/** A working month: people who come back from a holiday are still signed in. Every day of use prolongs it. */
export const sessionLifeMs = 30 * day;
export const sessionRenewalMs = day;

/** Long enough for a colleague's day off, short enough that a forgotten link in a mailbox is dead. */
export const inviteLifeMs = 7 * day;

/** Until somebody who forgot their password reads their mail. */
export const passwordResetLifeMs = day;

/** People on one page of whoever looks after them: two screens full. */
export const maxPeopleListed = 50;

/** Open invitations that are shown, the newest first. */
export const maxInvitesListed = 200;

/** Longer than a session's cookie lives in a browser, so that a device which was away learns why it was signed out. */
export const endedSessionMemoryMs = 60 * day;

/** An answer is lost for minutes, on a device that is put away for months; then a repeated command is judged anew. */
export const commandMemoryMs = 180 * day;

/** How exactly it is known when a device was last seen; each time is a write. */
export const lastSeenStepMs = minute;

/** Token buckets of the HTTP API: so many at once, then one more each `refillMs`. */
export const rates = {
  /** An office behind one address signs in on Monday at nine. A guesser gets 30 tries a minute for all accounts. */
  signInPerAddress: { burst: 60, refillMs: 2 * second },
  /**
   * A person who forgot which password it was; a guesser gets 180 tries an hour. Counted by account and address
   * together, so that a stranger elsewhere keeps nobody out. Successes are given back.
   */
  signInPerAccountAndAddress: { burst: 10, refillMs: 20 * second },
  /** Many addresses that guess one account: beyond this each try waits for the next token, and is then judged. */
  signInPerAccount: { burst: 50, refillMs: 3 * second },
  /** A team that signs up in one room. Each sign-up costs a password hash. */
  signUpPerAddress: { burst: 40, refillMs: 5 * second },
  /** Guessing a 256-bit token is hopeless; this bounds the noise. */
  inviteLookUpPerAddress: { burst: 60, refillMs: second },
  /** Inviting a company by hand. */
  invitePerPerson: { burst: 100, refillMs: 10 * second },
  /** Typing: four letters a second. */
  searchPerPerson: { burst: 40, refillMs: 250 },
  /** Looking for words while they are typed, and further back page by page. */
  searchWordsPerPerson: { burst: 60, refillMs: 250 },
  /** Writing first to everybody in a middling company, then one a second. */
  commandPerPerson: { burst: 200, refillMs: second },
  /** Whoever sits before an open device guesses no faster than at the door. */
  passwordPerPerson: { burst: 10, refillMs: 20 * second },
  /** Going through a list of people, one click each. */
  managePerPerson: { burst: 100, refillMs: second },
  /** Making, listing and following links into groups; guessing a 256-bit secret is hopeless, this bounds the noise. */
  groupLinkPerPerson: { burst: 100, refillMs: second },
  /** Trying which cut looks best, and those of a few groups; each is a write of up to 100 KiB. */
  picturePerPerson: { burst: 30, refillMs: 10 * second },
  /** A list of faces that a new device has none of; after that each is asked for once. */
  pictureLookUpPerPerson: { burst: 1_000, refillMs: 50 },
  /** Looking through one's devices, and ending them one by one. */
  devicesPerPerson: { burst: 100, refillMs: second },
  /** A device asks once for each thing it is told of, in a room full of talk every tenth of a second; pages at once. */
  inboxPerPerson: { burst: 200, refillMs: 100 },
  /** Scrolling through what is unread on two devices; each is a write. */
  readsPerPerson: { burst: 200, refillMs: 200 },
  /** Announcing a message full of files with their smaller pictures a few times over; each may be a write. */
  announcePerPerson: { burst: 300, refillMs: 200 },
  /** Several uploads at once; after each cut of a bad link pieces begin at a quarter of a MB, of which a quick one takes many. */
  uploadPerPerson: { burst: 2_000, refillMs: 10 },
  /** A wall of pictures scrolled through, a video sought back and forth; each costs two look-ups. */
  fileReadPerPerson: { burst: 1_000, refillMs: 20 },
} as const;

/** Uploads of one person under way: what a week offline has gathered. More wait on their device. */
export const maxUploadsPerPerson = 200;
/** A connection that has brought nothing for so long gives way to another one of the same upload. */
export const uploadSilenceMs = 5 * second;
/** A scanner that says nothing for so long is away: large archives take it half a minute. Its line is short. */
export const clamdTimeoutMs = 2 * minute;
export const clamdAnswerBytes = 4_096;
/**
 * Room on the disk that files leave to messages: these must never fail because somebody sends a video. Of a small disk
 * it is a twentieth.
 */
export const reservedDiskBytes = 1024 ** 3;
/** What a browser may be asked to decode in one picture: 64 megapixels are 256 MB of memory. */
export const maxPixels = 64 * 1024 * 1024;
/** Pictures of a moving one: a minute of a recorded screen. */
export const maxFrames = 2_000;

/** Devices of one person that get pushes: each that somebody uses, and no more work for one message than that. */
export const maxPushDevices = 20;
/** Pushes to one push service at a time, and such as wait for their turn: a large group on one kind of phone. */
export const pushesAtOnce = 16;
export const maxPushesWaiting = 5_000;
/** What takes a push service longer has failed. Tried so often: a service is away for a minute, not for a day. */
export const pushTimeoutMs = 10 * second;
export const pushTries = 3;
/** A phone that is off for longer has its owner look by themselves. In seconds, as push services count. */
export const pushLifeS = (3 * day) / second;
/** Messages of which nobody has been told yet: beyond this those that came first are told by the app alone. */
export const maxNewsWaiting = 10_000;
/** People whose marks are remembered: what was read of their own documents, as long as these stay as they are. */
export const maxCachedMarks = 5_000;

/** A tunnel, a lift, a reload: only after this somebody is shown as gone. */
export const presenceLingerMs = 15 * second;

/** Requests of one person that wait for an answer: a new colleague's first week. Beyond this they wait or withdraw. */
export const maxOpenRequests = 200;

/** Requests to one person that are shown, the newest: nobody looks through more. Those before come as these are answered. */
export const maxShownRequests = 200;

/** Links into one group that are open at a time: one for each place where it is made known. */
export const maxGroupLinks = 50;

/** Each tells everybody in it. A consultant moves a company's rooms in a day; whoever wants more wants to annoy. */
export const newGroups = { most: 200, withinMs: day };

/** Rows of one answer of the inbox: about 1 MB each. A device asks for the next page at once. */
export const maxInboxChapters = 2_000;
export const maxInboxConversations = 2_000;
/** Work on an answer that costs as much as another question, in ms: 250 rows. Nobody gets more than a quarter of a core. */
export const inboxMsPerTry = 25;
/** The same of clocks, those that a report of what was read holds and those that merging it costs: look-up and row. */
export const readClocksPerTry = 500;
/** Clocks after which one commit of such reports ends: 10 ms. One report more may cost 60. */
export const maxClocksPerMerge = 500;
/** How long rows are counted in one go, before other people's messages get their turn. A row takes 0.1 ms, at worst 40. */
export const inboxTurnMs = 4;
/** Questions and reports of one person that wait for the one before: of a few devices. More are refused. */
export const maxInboxWaiting = 3;

/** Rows of one stretch that is looked through for words: 3 ms. Between two, others get their turn. */
export const spokenRowsPerStretch = 400;
/** Rows of the log whose index is asked at once: the longest lists of two pieces meet in 5 ms. */
export const spokenWindow = 250_000;
/** With so many conversations and fewer the index itself leaves out the rest; more of them would make it slower. */
export const maxConversationsInTerms = 64;
/** Rows that the index takes in at once of what was there before it: 10 ms. */
export const spokenRowsPerFill = 250;
/** Pause after each: people come first. */
export const fillPauseMs = 20;
/** What one question may cost: after so many rows or so long it is answered, and the asker goes on from there. */
export const maxRowsPerSearch = 8_000;
export const maxSearchMs = 60;
/** Pieces of words that the index is asked for: more leave out nothing that so many have not. */
export const maxPiecesPerSearch = 48;
/** Work on an answer that costs as much as another question, in ms. */
export const searchMsPerTry = 25;

/** Conversations whose members are remembered: all that are talked in at a time, in a few MB. */
export const maxCachedConversations = 20_000;

/** Keys that one rate limit remembers: 10,000 are about 1 MB. Beyond that the longest unused is forgotten. */
export const maxBucketKeys = 10_000;

/** An event older than this on arrival gets a `late` note: longer than any reconnect, shorter than a meeting. */
export const lateAfterMs = 5 * 60_000;

/** New entries in one update: a week written offline fits, a run of erased places made of thirty bytes stays small. */
export const maxNewEntries = 8_192;

/** Bytes of one WebSocket frame: a device that syncs again sends whole documents, which stay well below this. */
export const maxFrameBytes = 4 * 1024 * 1024;

/** Bytes waiting for one device beyond which it gets no further whole document before it has taken these. */
export const maxBufferedBytes = 16 * 1024 * 1024;

/** Bytes waiting for one device beyond which its socket is cut, for the server's memory; it syncs again when it is back. */
export const maxUnreadBytes = 64 * 1024 * 1024;

/** Documents that one socket may hold open at a time: a device attaches at most 64. */
export const maxChannels = 128;

/** Bytes of sync requests that wait for documents still being opened: state vectors of the longest chapters. */
export const maxEarlyBytes = 4 * 1024 * 1024;

/** Buckets of one person, whatever the number of their sockets: a new connection is no new allowance. */
export const linkRates = {
  /** New entries: a long time offline at once, then faster than any hand. */
  entries: { burst: 10_000, refillMs: 20 },
  /** KiB of updates, each rounded up: a long time offline at once, then 16 KiB a second of nothing but text. */
  kibibytes: { burst: 8_192, refillMs: 62.5 },
  /** Frames: opening 64 documents takes about 200 at once. */
  frames: { burst: 2_000, refillMs: 5 },
  /** Sync requests, each answered with as much as its whole document. */
  syncs: { burst: 300, refillMs: 50 },
  /** Watching another list at each scroll, and saying every three seconds that one is writing. */
  words: { burst: 60, refillMs: 200 },
  /** That somebody writes in one conversation, told to all who look: every three seconds, and half a one early. */
  typing: { burst: 1, refillMs: 2_500 },
} as const;

export type LinkRates = Readonly<Record<keyof typeof linkRates, { readonly burst: number; readonly refillMs: number }>>;

/** Sockets of one person: every tab of every device, and no more. */
export const maxLinksPerPerson = 32;

/** Chapters that a restored server may have lost of one conversation: more than a quarter of a million messages. */
export const maxLostChapters = 64;

/** Entries after which a document's log is folded into a snapshot: opening reads at most so many. */
export const foldAfterUpdates = 32;

/**
 * When a person's own document goes on in its next generation, which is without what was erased: drafts of a few weeks.
 * Pieces bound what putting in another costs, which grows with their number; twice that, and what room is left for
 * drafts that really are so long, is the end. What an honest person keeps, 1,000 conversations marked, 300 messages saved
 * and some hundred drafts, is less than `pieces`, so that a full generation is always worth leaving.
 */
export const personalLimits: PersonalLimits = {
  ...{ bytes: 64 * 1_024, pieces: 2_048 },
  ...{ maxBytes: 512 * 1_024, maxPieces: 4_096 },
};

/** Pause between two documents that are folded in the background after a start: people come first. */
export const foldPauseMs = 20;

/** How long a document nobody has open stays in memory: a reload finds it warm. */
export const unloadAfterMs = 30_000;

/** Pause between signs of life on a quiet link: devices call it dead after half as much again. */
export const aliveEveryMs = 20_000;

/** Of a group, those who went last: whoever came later sees what they wrote under their names. */
export const maxFormerMembers = 500;

/** Every device that sees a message decodes its smaller picture: as many pixels as a large screen shows of it at most. */
export const maxPreviewPixels = 4_194_304;

/** They also fetch it without being asked: ten times what the app makes of a picture. */
export const maxPreviewBytes = 1024 * 1024;

/** Files that are let go of in one commit, and removed between two looks: some milliseconds. */
export const filesPerCollection = 100;
