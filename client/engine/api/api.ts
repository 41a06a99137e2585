// Every question this client asks over HTTP, with its answer's type. The session is a cookie that scripts cannot see.
// Does not know who is signed in, nor what a person reads for a code.
import * as v from 'valibot';
import {
  helloAnswer,
  inviteAnswer,
  inviteMadeAnswer,
  meAnswer,
  peopleAnswer,
  type HelloAnswer,
  type Me,
  type Person,
  type Role,
} from '../../../shared/protocol/people-api.ts';
import { commandAnswer, type Command, type CommandAnswer } from '../../../shared/protocol/commands.ts';
import {
  inboxAnswer,
  readsAnswer,
  type ChapterReads,
  type InboxAnswer,
  type ReadsAnswer,
} from '../../../shared/protocol/inbox-api.ts';
import {
  openInvitesAnswer,
  resetLinkAnswer,
  workspacePeopleAnswer,
  workspaceSettingsAnswer,
  type OpenInvite,
  type PeoplePage,
  type WorkspaceSettings,
} from '../../../shared/protocol/account-api.ts';
import {
  groupLinkMadeAnswer,
  groupLinksAnswer,
  groupPreviewAnswer,
  type GroupLink,
  type GroupPreview,
} from '../../../shared/protocol/groups-api.ts';
import {
  announceFileAnswer,
  fileLimitsAnswer,
  type AnnounceFileAnswer,
  type AnnounceFileBody,
  type FileLimits,
} from '../../../shared/protocol/files-api.ts';
import { pushAnswer, type PushAnswer, type PushSubscriptionFields } from '../../../shared/protocol/push-api.ts';
import type { QuietHours } from '../../../shared/rules/notify.ts';
import { searchAnswer, type SearchAnswer } from '../../../shared/protocol/search-answer.ts';
import type { WireQuery } from '../../../shared/protocol/search-api.ts';
import { ownStatus, type OwnStatus } from '../../../shared/protocol/presence.ts';
import { devicesAnswer, type Device } from '../../../shared/protocol/devices.ts';
import type { CommandId, ConversationId, DeviceId, UserId } from '../../../shared/ids.ts';
import type { Platform } from '../platform.ts';
import { request, type Answer } from './request.ts';

export interface SignUp {
  /** From the set-up or invite link; without one only where sign-up is open. */
  readonly token?: string;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}

export interface Api {
  /** The same, asked on behalf of one person: refused as `not-signed-in` when the session is somebody else's. */
  as(userId: UserId): Api;
  hello(): Promise<Answer<HelloAnswer>>;
  signUp(body: SignUp): Promise<Answer<{ me: Me }>>;
  signIn(body: { email: string; password: string }): Promise<Answer<{ me: Me }>>;
  signOut(): Promise<Answer<object>>;
  createInvite(): Promise<Answer<{ token: string; expiresAt: number }>>;
  /** The workspace that an invite opens; `not-found` when the invite is used, old or wrong. */
  readInvite(token: string): Promise<Answer<{ workspace: { name: string } }>>;
  findPeople(query: string): Promise<Answer<{ people: Person[] }>>;
  /** Messages of everything that I may see; `page` goes on from an answer before. */
  findMessages(query: WireQuery, page: string | null): Promise<Answer<SearchAnswer>>;
  /** What changed for me since the answer that this token came with; everything when there is none. */
  readInbox(token: string | null): Promise<Answer<InboxAnswer>>;
  /** Says what I have read. May be sent again: it merges. */
  sendReads(chapters: readonly ChapterReads[]): Promise<Answer<ReadsAnswer>>;
  /** May be sent again with the same id: it is applied once. */
  sendCommand(body: { commandId: CommandId; command: Command }): Promise<Answer<CommandAnswer>>;
  /** Shows me by this picture from now on; by none when it is null. */
  setPicture(picture: Blob | null): Promise<Answer<object>>;
  setGroupPicture(conversationId: ConversationId, picture: Blob | null): Promise<Answer<object>>;
  changeName(name: string): Promise<Answer<object>>;
  changeHandle(handle: string): Promise<Answer<object>>;
  /** These three ask for the password as it is now. A new password ends every other session. */
  changePassword(body: { current: string; password: string }): Promise<Answer<object>>;
  changeEmail(body: { current: string; email: string }): Promise<Answer<object>>;
  deleteAccount(body: { current: string }): Promise<Answer<object>>;
  /** By the secret of a link; every session ends. */
  resetPassword(body: { token: string; password: string }): Promise<Answer<object>>;
  readStatus(): Promise<Answer<{ status: OwnStatus }>>;
  changeStatus(status: OwnStatus): Promise<Answer<{ status: OwnStatus }>>;
  readonly workspace: WorkspaceApi;
  readonly pushes: PushApi;
  /** Where a link into a group leads; `not-found` when it lets nobody in. */
  /** Whether the server has a file for this person, or where it is to be sent. */
  announceFile(body: AnnounceFileBody): Promise<Answer<AnnounceFileAnswer>>;
  fileLimits(): Promise<Answer<FileLimits>>;
  readGroupLink(token: string): Promise<Answer<GroupPreview>>;
  listGroupLinks(conversationId: ConversationId): Promise<Answer<{ links: GroupLink[] }>>;
  /** The secret is told this once. */
  makeGroupLink(
    conversationId: ConversationId,
    rule: { lifeMs: number; uses: number },
  ): Promise<Answer<{ link: GroupLink; token: string }>>;
  revokeGroupLink(conversationId: ConversationId, linkId: string): Promise<Answer<object>>;
  listDevices(): Promise<Answer<{ devices: Device[] }>>;
  /** Ends the session of another of my devices. */
  signOutDevice(deviceId: DeviceId): Promise<Answer<object>>;
  /** The same for all of them. */
  signOutOthers(): Promise<Answer<object>>;
}

/** For those who look after the workspace: everybody else is refused. */
export interface WorkspaceApi {
  /** A page by name: what follows `after`, of those whom `query` finds. */
  listPeople(wanted: { query: string; after: UserId | null }): Promise<Answer<PeoplePage>>;
  setRole(person: { userId: UserId; role: Role }): Promise<Answer<object>>;
  setSuspended(person: { userId: UserId; isSuspended: boolean }): Promise<Answer<object>>;
  makeResetLink(userId: UserId): Promise<Answer<{ token: string; expiresAt: number }>>;
  listInvites(): Promise<Answer<{ invites: OpenInvite[] }>>;
  revokeInvite(inviteId: string): Promise<Answer<object>>;
  readSettings(): Promise<Answer<WorkspaceSettings>>;
  changeSettings(settings: WorkspaceSettings): Promise<Answer<WorkspaceSettings>>;
}

/** What the server pushes to the device that asks. */
export interface PushApi {
  read(): Promise<Answer<PushAnswer>>;
  setDevice(body: { subscription: PushSubscriptionFields; showsContent: boolean }): Promise<Answer<object>>;
  removeDevice(): Promise<Answer<object>>;
  /** For all devices of this person. */
  setQuiet(quiet: QuietHours | null): Promise<Answer<object>>;
  /** `not-found` where this device gets none. */
  test(): Promise<Answer<object>>;
}

const emptyAnswer = v.object({});
const statusAnswer = v.object({ status: ownStatus });

export function makeApi(platform: Pick<Platform, 'fetch' | 'origin'>, userId: UserId | null = null): Api {
  const get = <T>(path: string, schema: v.GenericSchema<unknown, T>) => request(platform, { path, userId }, schema);
  const post = <T>(path: string, body: object, schema: v.GenericSchema<unknown, T>) =>
    request(platform, { path, userId, body }, schema);
  const put = (path: string, upload: Blob | null) =>
    request(platform, upload === null ? { path, userId, method: 'DELETE' } : { path, userId, upload }, emptyAnswer);
  return {
    as: (person) => makeApi(platform, person),
    hello: () => get('/api/hello', helloAnswer),
    signUp: (body) => post('/api/sign-up', body, meAnswer),
    signIn: (body) => post('/api/sign-in', body, meAnswer),
    signOut: () => post('/api/sign-out', {}, emptyAnswer),
    createInvite: () => post('/api/invites', {}, inviteMadeAnswer),
    readInvite: (token) => get(`/api/invites/${encodeURIComponent(token)}`, inviteAnswer),
    findPeople: (query) => get(`/api/people?query=${encodeURIComponent(query)}`, peopleAnswer),
    findMessages: (query, page) => {
      const wanted = new URLSearchParams({ query: JSON.stringify(query), ...(page === null ? {} : { page }) });
      return get(`/api/search?${wanted.toString()}`, searchAnswer);
    },
    readInbox: (token) =>
      get(token === null ? '/api/inbox' : `/api/inbox?since=${encodeURIComponent(token)}`, inboxAnswer),
    sendReads: (chapters) => post('/api/reads', { chapters }, readsAnswer),
    sendCommand: (body) => post('/api/commands', body, commandAnswer),
    setPicture: (picture) => put('/api/picture', picture),
    setGroupPicture: (conversationId, picture) => put(`/api/groups/${conversationId}/picture`, picture),
    changeName: (name) => post('/api/account/name', { name }, emptyAnswer),
    changeHandle: (handle) => post('/api/account/handle', { handle }, emptyAnswer),
    changePassword: (body) => post('/api/account/password', body, emptyAnswer),
    changeEmail: (body) => post('/api/account/email', body, emptyAnswer),
    deleteAccount: (body) => post('/api/account/delete', body, emptyAnswer),
    resetPassword: (body) => post('/api/password-reset', body, emptyAnswer),
    readStatus: () => get('/api/status', statusAnswer),
    changeStatus: (status) => post('/api/status', status, statusAnswer),
    workspace: {
      listPeople: ({ query, after }) => {
        const wanted = new URLSearchParams({ query, ...(after === null ? {} : { after }) });
        return get(`/api/workspace/people?${wanted.toString()}`, workspacePeopleAnswer);
      },
      setRole: (person) => post('/api/workspace/people/role', person, emptyAnswer),
      setSuspended: (person) => post('/api/workspace/people/suspend', person, emptyAnswer),
      makeResetLink: (person) => post('/api/workspace/people/reset-link', { userId: person }, resetLinkAnswer),
      listInvites: () => get('/api/workspace/invites', openInvitesAnswer),
      revokeInvite: (inviteId) => post('/api/workspace/invites/revoke', { inviteId }, emptyAnswer),
      readSettings: () => get('/api/workspace/settings', workspaceSettingsAnswer),
      changeSettings: (settings) => post('/api/workspace/settings', settings, workspaceSettingsAnswer),
    },
    pushes: {
      read: () => get('/api/push', pushAnswer),
      setDevice: (body) => post('/api/push/device', body, emptyAnswer),
      removeDevice: () => post('/api/push/device/remove', {}, emptyAnswer),
      setQuiet: (quiet) => post('/api/push/quiet', { quiet }, emptyAnswer),
      test: () => post('/api/push/test', {}, emptyAnswer),
    },
    announceFile: (body) => post('/api/files', body, announceFileAnswer),
    fileLimits: () => get('/api/files/limits', fileLimitsAnswer),
    readGroupLink: (token) => get(`/api/group-links/${encodeURIComponent(token)}`, groupPreviewAnswer),
    listGroupLinks: (conversationId) => get(`/api/groups/${conversationId}/links`, groupLinksAnswer),
    makeGroupLink: (conversationId, rule) => post(`/api/groups/${conversationId}/links`, rule, groupLinkMadeAnswer),
    revokeGroupLink: (conversationId, linkId) =>
      post(`/api/groups/${conversationId}/links/revoke`, { linkId }, emptyAnswer),
    listDevices: () => get('/api/devices', devicesAnswer),
    signOutDevice: (deviceId) => post('/api/devices/sign-out', { deviceId }, emptyAnswer),
    signOutOthers: () => post('/api/account/sign-out-others', {}, emptyAnswer),
  };
}
