// What is known of the files of the store, beside their bytes: which are there, who has shown to have them, what is on its
// way, who may read them. The rows stand in the log's database, as `files` of the UpdateLog, so that what a message refers
// to moves in the commit of its events.
// Promises: everything but `find` is synchronous; what a call has changed is on the disk when it returns.
// Does not know: the bytes (blob-store.ts), HTTP.
import type { AttachmentForm, FileHash } from '../../shared/conversation/attachments.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';

/** How long whoever has shown to have a file may write messages with it, and how long an upload may take. */
export const claimLifeMs = 24 * 60 * 60_000;

/** A file whose content has been looked at. */
export interface StoredFile {
  readonly hash: FileHash;
  readonly size: number;
  /** By its content, never by what anybody says: `type/subtype`. */
  readonly type: string;
  /** Of a raster image, as its header says. */
  readonly width: number | null;
  readonly height: number | null;
  /** Whether a browser may show it in place; otherwise it is only ever a download. */
  readonly isInline: boolean;
  /** `infected`: a scanner has found something. Its bytes are gone, nobody gets it, and it is not taken again. */
  readonly state: 'stored' | 'infected';
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

/** A file that somebody is sending. Its id follows from who sends which file. */
export interface UploadRow {
  readonly id: string;
  readonly userId: UserId;
  readonly hash: FileHash;
  readonly size: number;
  readonly form: AttachmentForm;
  readonly begunAt: number;
}

/** Where a message names a file, as far as reading it goes. */
export interface NamedThere {
  /** The newest that names it: whoever sees any that does sees this one. */
  readonly chapter: number;
  /** The name under which it goes there; null where only a smaller picture is this file. */
  readonly name: string | null;
}

export interface FileRecords {
  /** Null where there is none, or where its last message is gone. */
  stored(hash: FileHash): StoredFile | null;
  /**
   * In one commit: this file is there (again, where it was going), the upload that brought it is over, and whoever sent it
   * has shown to have it, at `storedAt`. Of an infected one nobody has.
   */
  noteStored(file: StoredFile, upload: UploadRow): void;

  /** This person has shown to have it, at that time. */
  claim(userId: UserId, hash: FileHash, atMs: number): void;
  /** Whether they have shown it since then, or a standing message that they wrote refers to it. Nothing infected. */
  holdsClaim(userId: UserId, hash: FileHash, sinceMs: number): boolean;

  /** Where standing messages of this conversation name a file, or a smaller picture that it is; null where none does. */
  namedIn(conversationId: ConversationId, hash: FileHash): NamedThere | null;

  upload(id: string): UploadRow | null;
  /** Nothing where there is one of this id. */
  beginUpload(row: UploadRow): void;
  endUpload(id: string): void;
  /** Uploads under way of one person. */
  countUploads(userId: UserId): number;
  /** Uploads begun before that, the oldest first. */
  uploadsBefore(atMs: number, atMost: number): readonly UploadRow[];

  /**
   * Bytes that count as this person's: of each file once that they hold a claim to or that a standing message of theirs
   * refers to, and of their uploads under way what was announced.
   */
  usageOf(userId: UserId): number;
  /** Bytes of the whole workspace: of what is stored, and announced of what is under way. */
  usage(): number;

  /**
   * Files to which no standing message refers and nobody has shown since then to have them are going: `stored` does not
   * know them any more. At most so many at once; how many it were.
   */
  collect(sinceMs: number, atMost: number): number;
  /** Files that are going, whose bytes are still to be removed. */
  going(atMost: number): readonly FileHash[];
  /** Their bytes are gone. Nothing where it has been stored again. */
  noteGone(hash: FileHash): void;
}

/** What a message of a conversation says of a file. */
export interface FoundFile {
  readonly file: StoredFile;
  /** The name under which it goes there; null of a smaller picture. */
  readonly name: string | null;
}

/** Who may read: asked anew at each request. */
export interface FileAccess {
  /**
   * A stored file that a standing message refers to, as itself or as a smaller picture, in a chapter of this conversation
   * that this person sees as a member now. Null for everything else: what one may not read looks like what is not there.
   */
  find(userId: UserId, where: { hash: FileHash; conversationId: ConversationId }): Promise<FoundFile | null>;
}
