// Who may do what in a group. The server decides by these functions, and the screens show by them.
// Pure: a rule knows roles, not people.
import * as v from 'valibot';

/** From the most that one may do to the least. A reader writes nothing. */
export const groupRoles = ['owner', 'admin', 'member', 'reader'] as const;
export type GroupRole = (typeof groupRoles)[number];

export const groupRole = v.picklist(groupRoles);

/** Characters of what a group says of itself: some paragraphs. */
export const maxDescriptionLength = 1_000;

/** Members of one group: what a person still oversees, and what a list of faces can show. */
export const maxGroupMembers = 500;

export function mayWriteInGroup(role: GroupRole): boolean {
  return role !== 'reader';
}

/** Name, description and picture, adding people, links that let people in. */
export function mayManageGroup(role: GroupRole): boolean {
  return role === 'owner' || role === 'admin';
}

/** Plain text without what does not show; null when it is too long or no text. Empty where a group says nothing. */
export function parseGroupDescription(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.length <= maxDescriptionLength && trimmed.isWellFormed() && !trimmed.includes('\0') ? trimmed : null;
}

/** Taking somebody else out. Leaving is everybody's own affair. */
export function mayRemove(mine: GroupRole, theirs: GroupRole): boolean {
  return mine === 'owner' || (mine === 'admin' && isBelowAdmin(theirs));
}

/** Giving somebody else another role. An owner may give ownership away by making somebody else an owner. */
export function mayChangeRole(mine: GroupRole, { from, to }: { from: GroupRole; to: GroupRole }): boolean {
  return mine === 'owner' || (mine === 'admin' && isBelowAdmin(from) && isBelowAdmin(to));
}

/** Whether a group would be left to nobody: the last owner hands it over first, unless they are the last of all. */
export function isLastOwner(mine: GroupRole, owners: number, members: number): boolean {
  return mine === 'owner' && owners === 1 && members > 1;
}

function isBelowAdmin(role: GroupRole): boolean {
  return role === 'member' || role === 'reader';
}
