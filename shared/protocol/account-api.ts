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

const settings = {
  name: field,
  signUp: v.picklist(['invite', 'open']),
  /** To whom one may write first: anybody in the workspace, or those who have agreed to it. */
  whoMayWrite: v.picklist(['anyone', 'contacts']),
};
export const workspaceSettingsBody = v.strictObject(settings);
export const workspaceSettingsAnswer = v.object(settings);

export type PeoplePage = v.InferOutput<typeof workspacePeopleAnswer>;
export type OpenInvite = v.InferOutput<typeof openInvite>;
export type WorkspaceSettings = v.InferOutput<typeof workspaceSettingsAnswer>;
export type WorkspacePerson = v.InferOutput<typeof workspacePerson>;
