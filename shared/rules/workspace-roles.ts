// Who may do what to whom in the workspace. The server decides by these functions, and the screens show by them.
import type { Role } from '../protocol/people-api.ts';

/** Inviting, suspending, giving links for a forgotten password; and seeing who everybody is. */
export function mayManagePeople(mine: Role): boolean {
  return mine === 'owner' || mine === 'admin';
}

/** Owners look after everybody, admins after members. Nobody does it to themselves. */
export function mayManagePerson(mine: Role, theirs: Role): boolean {
  return mine === 'owner' || (mine === 'admin' && theirs === 'member');
}

/** Its name, who may come in, who may write to whom. */
export function mayChangeWorkspace(mine: Role): boolean {
  return mine === 'owner';
}

/** Only owners make somebody something else. */
export function mayChangeWorkspaceRole(mine: Role): boolean {
  return mine === 'owner';
}
