// A person's own account, and the people of the workspace as its owners and admins see them; for both sides.
import * as v from 'valibot';
import { parseUserId, type UserId } from '../ids.ts';

const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const field = v.pipe(
  v.string(),
  v.maxLength(1_000),
  v.check((text) => text.isWellFormed() && !text.includes('\u0000'), 'not text'),
);
const role = v.picklist(['owner', 'admin', 'member']);

/** What changes how one signs in asks for the password once more. */
export const changePasswordBody = v.strictObject({ current: field, password: field });
export const changeEmailBody = v.strictObject({ current: field, email: field });
export const deleteAccountBody = v.strictObject({ current: field });
export const changeNameBody = v.strictObject({ name: field });
export const changeHandleBody = v.strictObject({ handle: field });

/** With the secret of a link that an owner or admin made. */
export const resetPasswordBody = v.strictObject({ token: field, password: field });

export const workspacePerson = v.object({
  userId,
  name: v.string(),
  handle: v.string(),
  email: v.string(),
  role,
  state: v.picklist(['active', 'suspended']),
});
/** A page of them, by name. `query` is part of a name, a handle or an address; `after` the last of the page before. */
export const workspacePeopleQuery = v.strictObject({
  query: v.optional(v.pipe(v.string(), v.maxLength(64))),
  after: v.optional(userId),
});
export const workspacePeopleAnswer = v.object({ people: v.array(workspacePerson), hasMore: v.boolean() });
export const personBody = v.strictObject({ userId });
export const workspaceRoleBody = v.strictObject({ userId, role });
export const suspendBody = v.strictObject({ userId, isSuspended: v.boolean() });
export const resetLinkAnswer = v.object({ token: v.string(), expiresAt: v.number() });

/** Links by which somebody may still come in. The id opens nothing. */
const openInvite = v.object({ inviteId: v.string(), invitedBy: v.string(), expiresAt: v.number() });
export const openInvitesAnswer = v.object({ invites: v.array(openInvite) });
export const inviteBody = v.strictObject({ inviteId: field });

const megabytes = (atMost: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(atMost));
/** A file is copied in one piece where it is stored, which takes no more than 5 GB. */
const fileMegabytes = megabytes(4_096);
/** What may be sent, in megabytes of 1,048,576 bytes. */
export const fileSettings = v.strictObject({
  /** Of one file of each form; 0 forbids it. */
  maxFileMb: v.strictObject({
    ...{ image: fileMegabytes, video: fileMegabytes, audio: fileMegabytes },
    ...{ voice: fileMegabytes, document: fileMegabytes },
  }),
  /** All that one person has sent and that still stands. */
  quotaMb: megabytes(1_000_000_000),
  /** All files of the workspace together. */
  workspaceMb: megabytes(1_000_000_000),
});
export interface FileSettings extends v.InferOutput<typeof fileSettings> {}
/** 20 GB for each person, and a terabyte together: a disk that is smaller says so itself. */
export const firstFileSettings: FileSettings = {
  maxFileMb: { image: 50, video: 2_048, audio: 500, voice: 100, document: 2_048 },
  quotaMb: 20 * 1_024,
  workspaceMb: 1_024 * 1_024,
};

const settings = {
  name: field,
  signUp: v.picklist(['invite', 'open']),
  /** To whom one may write first: anybody in the workspace, or those who have agreed to it. */
  whoMayWrite: v.picklist(['anyone', 'contacts']),
};
/** Without `files` these stay as they are. */
export const workspaceSettingsBody = v.strictObject({ ...settings, files: v.exactOptional(fileSettings) });
export const workspaceSettingsAnswer = v.object({ ...settings, files: v.optional(fileSettings, firstFileSettings) });

export type PeoplePage = v.InferOutput<typeof workspacePeopleAnswer>;
export type OpenInvite = v.InferOutput<typeof openInvite>;
export type WorkspaceSettings = v.InferOutput<typeof workspaceSettingsAnswer>;
export type WorkspacePerson = v.InferOutput<typeof workspacePerson>;
