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
} from '../../../shared/protocol/people-api.ts';
import { commandAnswer, type Command, type CommandResult } from '../../../shared/protocol/commands.ts';
import { inboxAnswer, type ChapterReads, type InboxAnswer } from '../../../shared/protocol/inbox-api.ts';
import {
  groupLinkMadeAnswer,
  groupLinksAnswer,
  groupPreviewAnswer,
  type GroupLink,
  type GroupPreview,
} from '../../../shared/protocol/groups-api.ts';
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
  /** What changed for me since the answer that this token came with; everything when there is none. */
  readInbox(token: string | null): Promise<Answer<InboxAnswer>>;
  /** Says what I have read. May be sent again: it merges. */
  sendReads(chapters: readonly ChapterReads[]): Promise<Answer<object>>;
  /** May be sent again with the same id: it is applied once. */
  sendCommand(body: { commandId: CommandId; command: Command }): Promise<Answer<{ result: CommandResult }>>;
  /** Where a link into a group leads; `not-found` when it lets nobody in. */
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
}

const emptyAnswer = v.object({});

export function makeApi(platform: Pick<Platform, 'fetch' | 'origin'>, userId: UserId | null = null): Api {
  const get = <T>(path: string, schema: v.GenericSchema<unknown, T>) => request(platform, { path, userId }, schema);
  const post = <T>(path: string, body: object, schema: v.GenericSchema<unknown, T>) =>
    request(platform, { path, userId, body }, schema);
  return {
    as: (person) => makeApi(platform, person),
    hello: () => get('/api/hello', helloAnswer),
    signUp: (body) => post('/api/sign-up', body, meAnswer),
    signIn: (body) => post('/api/sign-in', body, meAnswer),
    signOut: () => post('/api/sign-out', {}, emptyAnswer),
    createInvite: () => post('/api/invites', {}, inviteMadeAnswer),
    readInvite: (token) => get(`/api/invites/${encodeURIComponent(token)}`, inviteAnswer),
    findPeople: (query) => get(`/api/people?query=${encodeURIComponent(query)}`, peopleAnswer),
    readInbox: (token) =>
      get(token === null ? '/api/inbox' : `/api/inbox?since=${encodeURIComponent(token)}`, inboxAnswer),
    sendReads: (chapters) => post('/api/reads', { chapters }, emptyAnswer),
    sendCommand: (body) => post('/api/commands', body, commandAnswer),
    readGroupLink: (token) => get(`/api/group-links/${encodeURIComponent(token)}`, groupPreviewAnswer),
    listGroupLinks: (conversationId) => get(`/api/groups/${conversationId}/links`, groupLinksAnswer),
    makeGroupLink: (conversationId, rule) => post(`/api/groups/${conversationId}/links`, rule, groupLinkMadeAnswer),
    revokeGroupLink: (conversationId, linkId) =>
      post(`/api/groups/${conversationId}/links/revoke`, { linkId }, emptyAnswer),
    listDevices: () => get('/api/devices', devicesAnswer),
    signOutDevice: (deviceId) => post('/api/devices/sign-out', { deviceId }, emptyAnswer),
  };
}
