// Files over HTTP: what a device asks before it sends one, and how much may be sent.
//
// `POST /api/files` with an announcement: does the server have this file *for this person*? `have`: a message may carry it
// from now on for a day. `send`: it is to be sent to `upload` by the tus protocol (HEAD tells how much has come, PATCH goes
// on there, DELETE gives up). An upload's address follows from who sends which file: whoever asks again, from any of their
// devices, goes on where it stands. The last PATCH answers 204 once the content has the hash that it was announced with;
// 422 with a code else, and the upload is gone.
// `GET /api/files/:hash?in=<conversationId>` reads one that a message of this conversation carries, with ranges; what one
// may not read looks like what is not there.
// `GET /api/files/limits` tells what may be sent.
import * as v from 'valibot';
import { parseFileHash, type AttachmentForm, type FileHash } from '../conversation/attachments.ts';
import { parseConversationId, type ConversationId } from '../ids.ts';

const hash = v.custom<FileHash>((value) => parseFileHash(value) !== null, 'not a file hash');
const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);

const forms = ['image', 'video', 'audio', 'voice', 'document'] as const satisfies readonly AttachmentForm[];

export const announceFileBody = v.strictObject({
  hash,
  size: v.pipe(bytes, v.minValue(1)),
  /** What it is sent as: its limit goes by that. A smaller picture of something is an image. */
  form: v.picklist(forms),
  /** Where this person can read it already, as what is forwarded from there. */
  from: v.exactOptional(conversationId),
});
export interface AnnounceFileBody extends v.InferOutput<typeof announceFileBody> {}

export const announceFileAnswer = v.variant('status', [
  v.object({ status: v.literal('have') }),
  v.object({ status: v.literal('send'), upload: v.string(), offset: bytes }),
]);
export type AnnounceFileAnswer = v.InferOutput<typeof announceFileAnswer>;

/** `maxBytes`: of one file of each form; 0 forbids the form. `room`: bytes that this person may still store. */
export const fileLimitsAnswer = v.object({
  maxBytes: v.object({ image: bytes, video: bytes, audio: bytes, voice: bytes, document: bytes }),
  room: bytes,
});
export interface FileLimits extends v.InferOutput<typeof fileLimitsAnswer> {}

/** Where a message's file is read. A browser's own elements may ask for it: it goes by the session's cookie. */
export function fileAddress(origin: string, file: FileHash, conversation: ConversationId): string {
  return `${origin}/api/files/${file}?in=${encodeURIComponent(conversation)}`;
}
