// Files as the screens see them: what is chosen for the next message, what is on its way, and how to get at what others
// have sent. `open-files.ts` keeps the promises, with what `prepare` knows of each kind of file.
import type { Attachment, AttachmentForm, FileHash, NamedFile } from '../../../shared/conversation/attachments.ts';
import type { ReplyTo } from '../../../shared/conversation/events.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { FileLimits } from '../../../shared/protocol/files-api.ts';
import type { Mention } from '../../../shared/rules/mentions.ts';
import type { Readable } from '../messenger.ts';

/** Why a chosen file cannot go as it is. `full`: this device has no room to keep it. */
export type ChosenProblem = 'empty' | 'too-large' | 'too-many' | 'not-allowed' | 'unreadable' | 'full';

/** A file that somebody has chosen for the next message of a conversation, kept on this device from then on. */
export interface ChosenFile {
  /** On this device alone. */
  readonly id: string;
  readonly name: string;
  /** Of what was chosen, in bytes; what goes says its own. */
  readonly size: number;
  readonly form: AttachmentForm;
  /** `keeping`: being read, kept and looked at; with `problem` it stays out of the message until it is removed. */
  readonly state: 'keeping' | 'ready' | 'problem';
  readonly problem: ChosenProblem | null;
  /** Whole bytes kept so far while `keeping`. */
  readonly kept: number;
  /** What will stand in the message, once it is ready. */
  readonly attachment: Attachment | null;
  /** Whether it can be made smaller, as a photo can; null where not. True: it goes as it is, with where it was taken. */
  readonly isOriginal: boolean | null;
}

/** What whoever records or draws knows better than anybody who looks at the bytes. */
export interface KnownOfFile {
  /** A recorded voice message. */
  readonly voice?: { readonly durationMs: number; readonly waveform: string };
  readonly isOriginal?: boolean;
}

/** How far the files of a message of one's own are, all together, in bytes. */
export interface UploadState {
  readonly status: 'waiting' | 'sending' | 'paused' | 'failed';
  readonly sent: number;
  readonly total: number;
  /** A code of `httpRefusals`, of `ChosenProblem`, or `gone` where this device has lost a file; null unless `failed`. */
  readonly problem: string | null;
}

export interface FilesToSend {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly replyTo: ReplyTo | null;
}

/** What a device keeps of what others have sent. */
export interface KeptFiles {
  readonly bytes: number;
  /** Beyond which what was looked at longest ago goes. */
  readonly budget: number;
}

/** When originals come without being asked for; smaller pictures always come as they are looked at. */
export type FetchRule = 'never' | 'images' | 'everything';

export interface FilesView {
  /** What is chosen in a conversation, in the order in which it will stand. Survives restarts; one tray for all tabs. */
  chosenIn(conversationId: ConversationId): Readable<readonly ChosenFile[]>;
  /** Keeps files on this device for the next message. Null is fine; those with a problem stand in the tray and say it. */
  choose(conversationId: ConversationId, files: readonly File[], known?: KnownOfFile): void;
  drop(conversationId: ConversationId, id: string): void;
  move(conversationId: ConversationId, id: string, to: number): void;
  setOriginal(conversationId: ConversationId, id: string, isOriginal: boolean): void;
  /**
   * Makes a message of what is chosen: it stands in the conversation at once, keeps its place, and goes when its files
   * have gone. Null when it does. `not-ready`: one is still being kept, or the conversation is not open. What has a problem stays in the tray.
   */
  send(conversationId: ConversationId, message: FilesToSend): 'empty' | 'too-long' | 'not-ready' | null;
  /** How far a message of one's own is, by the key of its row; null when nothing of it is on its way. */
  uploadOf(key: string): Readable<UploadState | null>;
  pause(key: string): void;
  resume(key: string): void;
  /** Takes it back: it never was, for anybody. */
  cancel(key: string): void;
  /** What may be sent; null while this device has never heard. */
  readonly limits: Readable<FileLimits | null>;
  /** Whether this device has a file whole. Told again by `keptChanges`. */
  isHere(hash: FileHash): boolean;
  readonly keptChanges: Readable<number>;
  /** A file from this device, or from the server, and then it is kept. Null where it cannot be had now, or no more. */
  read(
    conversationId: ConversationId,
    file: NamedFile,
    options?: { signal?: AbortSignal; onProgress?: (bytes: number) => void },
  ): Promise<Blob | null>;
  /** For what plays while it comes; a browser's element asks in pieces. */
  addressOf(conversationId: ConversationId, hash: FileHash): string;
  readonly kept: Readable<KeptFiles>;
  readonly fetchRule: Readable<FetchRule>;
  setFetchRule(rule: FetchRule): void;
  setBudget(bytes: number): void;
  /** Lets go of all that can be had from the server again. */
  clearKept(): Promise<void>;
}
