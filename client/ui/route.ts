// Which screen an address means, and the address of a screen. Pure: knows neither the browser nor the session.
// An address that means nothing is `unknown`; the app then goes home.
import {
  parseConversationId,
  parseEventId,
  parseUserId,
  type ConversationId,
  type EventId,
  type UserId,
} from '../../shared/ids.ts';

import { parseFilesTab, type FilesTab } from './files-list/files-tabs.ts';
import { parseSettingsSection, type SettingsSection } from './settings/sections.ts';

/** A message that an address names: its id, and its time in ms, by which it is found in a long history. */
export interface LinkedMessage {
  readonly id: EventId;
  readonly at: number;
}

export interface ConversationRoute {
  readonly screen: 'conversation';
  readonly conversationId: ConversationId;
  /** The message to be led to. */
  readonly message?: LinkedMessage;
}

/** The files of a conversation, or of all. */
export interface FilesRoute {
  readonly screen: 'files';
  readonly conversationId: ConversationId | null;
  readonly tab: FilesTab;
}

export type Route =
  | { readonly screen: 'home' }
  | ConversationRoute
  | { readonly screen: 'people' }
  /** What this person has saved. */
  | { readonly screen: 'saved' }
  /** Looking for messages in everything. */
  | { readonly screen: 'search' }
  | FilesRoute
  /** What was shared to the app, and where it goes. */
  | { readonly screen: 'share' }
  | { readonly screen: 'person'; readonly userId: UserId }
  | { readonly screen: 'group-info'; readonly conversationId: ConversationId }
  | { readonly screen: 'sign-in' }
  | { readonly screen: 'sign-up' }
  | { readonly screen: 'set-up' }
  | { readonly screen: 'join' }
  | { readonly screen: 'reset-password' }
  /** Null: the list of all sections. */
  | { readonly screen: 'settings'; readonly section: SettingsSection | null }
  | { readonly screen: 'join-group' }
  | { readonly screen: 'unknown' };

export function parseRoute(pathname: string): Route {
  const [first = '', second, ...rest] = pathname.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (first === 'c') return conversationRoute(second, rest);
  if (first === 'people' && second !== undefined) return personRoute(second, rest);
  if (rest.length > 0) return { screen: 'unknown' };
  if (first === 'settings') return settingsRoute(second);
  if (first === 'files') return filesRoute(null, second);
  if (second !== undefined) return { screen: 'unknown' };
  switch (first) {
    case '':
      return { screen: 'home' };
    case 'people':
    case 'saved':
    case 'search':
    case 'share':
    case 'sign-in':
    case 'sign-up':
    case 'set-up':
    case 'join':
    case 'reset-password':
    case 'join-group':
      return { screen: first };
    default:
      return { screen: 'unknown' };
  }
}

export function pathOf(route: Route): string {
  switch (route.screen) {
    case 'home':
    case 'unknown':
      return '/';
    case 'conversation':
      return `/c/${route.conversationId}${messagePath(route.message)}`;
    case 'settings':
      return route.section === null ? '/settings' : `/settings/${route.section}`;
    case 'person':
      return `/people/${route.userId}`;
    case 'files':
      return `${route.conversationId === null ? '' : `/c/${route.conversationId}`}/files${tabPath(route.tab)}`;
    case 'group-info':
      return `/c/${route.conversationId}/info`;
    default:
      return `/${route.screen}`;
  }
}

function settingsRoute(text: string | undefined): Route {
  if (text === undefined) return { screen: 'settings', section: null };
  const section = parseSettingsSection(text);
  return section === null ? { screen: 'unknown' } : { screen: 'settings', section };
}

function conversationRoute(text: string | undefined, rest: readonly string[]): Route {
  const conversationId = parseConversationId(text);
  if (conversationId === null) return { screen: 'unknown' };
  if (rest.length === 0) return { screen: 'conversation', conversationId };
  if (rest.length === 1 && rest[0] === 'info') return { screen: 'group-info', conversationId };
  if (rest[0] === 'files' && rest.length <= 2) return filesRoute(conversationId, rest[1]);
  const message = rest.length === 2 && rest[0] === 'm' ? parseMessage(rest[1]) : null;
  return message === null ? { screen: 'unknown' } : { screen: 'conversation', conversationId, message };
}

function filesRoute(conversationId: ConversationId | null, text: string | undefined): Route {
  const tab = text === undefined ? 'media' : parseFilesTab(text);
  return tab === null ? { screen: 'unknown' } : { screen: 'files', conversationId, tab };
}

function personRoute(text: string, rest: readonly string[]): Route {
  const userId = parseUserId(text);
  return userId === null || rest.length > 0 ? { screen: 'unknown' } : { screen: 'person', userId };
}

/** `<message id>@<ms>` */
function parseMessage(text = ''): LinkedMessage | null {
  const [idText, atText = '', ...rest] = text.split('@');
  const id = parseEventId(idText);
  const at = /^\d{1,16}$/.test(atText) ? Number(atText) : Number.NaN;
  return id === null || !Number.isSafeInteger(at) || rest.length > 0 ? null : { id, at };
}

/** What one sees first needs no name. */
function tabPath(tab: FilesTab): string {
  return tab === 'media' ? '' : `/${tab}`;
}

function messagePath(message: LinkedMessage | undefined): string {
  return message === undefined ? '' : `/m/${message.id}@${message.at}`;
}
