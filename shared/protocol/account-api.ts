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
export const workspacePeopleAnswer = v.object({ people: v.array(workspacePerson) });
export const personBody = v.strictObject({ userId });
export const workspaceRoleBody = v.strictObject({ userId, role });
export const suspendBody = v.strictObject({ userId, isSuspended: v.boolean() });
export const resetLinkAnswer = v.object({ token: v.string(), expiresAt: v.number() });

export type WorkspacePerson = v.InferOutput<typeof workspacePerson>;
