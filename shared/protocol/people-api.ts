// The HTTP API's bodies and its catalogue of "no", for both sides.
// Promises: a body that parses here has exactly these fields with these types and bounded sizes; unknown fields fail.
// Does not know: which handle or name is good (shared/rules), who may ask, what a person reads for a code.
import * as v from 'valibot';
import { parseUserId, type UserId } from '../ids.ts';
import { pictureField } from './pictures.ts';

// Every refusal of the HTTP API, with its status. The client maps each code to words.
export const httpRefusals = {
  'bad-request': 400,
  'name-invalid': 400,
  'handle-invalid': 400,
  'email-invalid': 400,
  /** Not a whole image of the type that it is said to be. */
  'picture-invalid': 400,
  'picture-animated': 400,
  /** No width or height, or too much of it. */
  'picture-dimensions': 400,
  'password-too-short': 400,
  'password-too-long': 400,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  forbidden: 403,
  'wrong-origin': 403,
  /** An owner or admin has suspended this account. */
  suspended: 403,
  'sign-up-closed': 403,
  'invite-invalid': 403,
  /** This role may not. */
  'not-allowed': 403,
  'not-found': 404,
  'handle-taken': 409,
  'email-taken': 409,
  /** This id stands for another command already. */
  'command-taken': 409,
  /** This id stands for another conversation already. */
  'conversation-taken': 409,
  /** The last owner hands the group over first. */
  'last-owner': 409,
  'group-full': 409,
  /** So many groups this person has made today. */
  'too-many-groups': 409,
  /** So many links into one group are open already. */
  'too-many-links': 409,
  /** So many requests of this person wait for an answer. */
  'too-many-requests': 409,
  'too-many-scheduled': 409,
  /** A message that goes later was sent or cancelled by now. */
  'not-waiting': 409,
  /** In this workspace only contacts write to each other. */
  'contact-needed': 403,
  'too-large': 413,
  /** This person's files, or all of the workspace, take up all the room that they may. */
  'no-room': 507,
  /** What has come does not have the hash that it was announced with. */
  'hash-mismatch': 422,
  /** A virus scanner has found something in it. */
  'file-infected': 422,
  /** The upload is elsewhere than the request says: it is asked how far it is, and goes on there. */
  'upload-moved': 409,
  /** Another connection is bringing this upload: it is to be looked at again in a while. */
  'upload-busy': 423,
  /** The virus scanner cannot be asked now: nothing is lost, and it is to be tried again. */
  'not-scanned': 503,
  'wrong-content-type': 415,
  'too-many': 429,
  'server-error': 500,
} as const;

export type HttpRefusalCode = keyof typeof httpRefusals;

export function isHttpRefusalCode(code: unknown): code is HttpRefusalCode {
  return typeof code === 'string' && Object.hasOwn(httpRefusals, code);
}

const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');

// Far above what the rules allow: the rules give the precise answer, these only bound the work.
const maxFieldCharacters = 1_000;
const field = v.pipe(
  v.string(),
  v.maxLength(maxFieldCharacters),
  v.check((text) => text.isWellFormed() && !text.includes('\u0000'), 'not text'),
);

export const signUpBody = v.strictObject({
  token: v.optional(field),
  name: field,
  handle: field,
  email: field,
  password: field,
});
export const signInBody = v.strictObject({ email: field, password: field });
export const emptyBody = v.strictObject({});
export const peopleQuery = v.strictObject({ query: v.pipe(v.string(), v.maxLength(64)) });

const role = v.picklist(['owner', 'admin', 'member']);
const workspace = v.object({ name: v.string() });
const person = v.object({ userId, name: v.string(), handle: v.string(), picture: pictureField });
const me = v.object({ ...person.entries, email: v.string(), role });

/** Names the person that a request is for; it is refused when the session is another's. */
export const personHeader = 'x-biz1-user';

export const helloAnswer = v.object({
  workspace,
  signUp: v.picklist(['open', 'invite']),
  needsOwner: v.boolean(),
  me: v.nullable(me),
  /** How the session ended whose cookie came with the request, where that was not by itself. */
  ended: v.optional(v.nullable(v.literal('elsewhere')), null),
});
export const meAnswer = v.object({ me });
export const inviteMadeAnswer = v.object({ token: v.string(), expiresAt: v.number() });
export const inviteAnswer = v.object({ workspace });
export const peopleAnswer = v.object({ people: v.array(person) });
/** Contacts, requests that wait, those whom I blocked. Of a block of me nothing tells. */
export const contactsAnswer = v.object({
  contacts: v.array(person),
  received: v.array(v.object({ person, text: v.string(), at: v.number() })),
  sent: v.array(person),
  blocked: v.array(person),
  /** Whom one may write to here: where that is contacts alone, one begins with a request. */
  whoMayWrite: v.optional(v.picklist(['anyone', 'contacts']), 'anyone'),
});
export const refusalAnswer = v.object({ code: v.string() });

export type Role = v.InferOutput<typeof role>;
export type Person = v.InferOutput<typeof person>;
export type ContactsAnswer = v.InferOutput<typeof contactsAnswer>;
export type Me = v.InferOutput<typeof me>;
export type HelloAnswer = v.InferOutput<typeof helloAnswer>;
