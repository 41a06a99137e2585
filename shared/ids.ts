// Every id of the product: minted and parsed here and nowhere else.
// An id is minted by whoever creates the thing, so that it works offline; it may be guessed and opens nothing by itself.
import * as sha256 from 'lib0/hash/sha256';
import { toBase32 } from './base/bytes.ts';
import type { Brand } from './base/brand.ts';

export type UserId = Brand<string, 'UserId'>;
export type ConversationId = Brand<string, 'ConversationId'>;
export type EventId = Brand<string, 'EventId'>;
export type CommandId = Brand<string, 'CommandId'>;
/** A device is what one sign-in in one browser opened: its id is that of the session, which opens nothing by itself. */
export type DeviceId = Brand<string, 'DeviceId'>;
/** A Yjs client id: an unsigned 32-bit integer, one for each life of a `Y.Doc`. */
export type ClientId = Brand<number, 'ClientId'>;

/** Random bytes that one id takes: 120 bits, 24 characters. */
export const idBytes = 15;

const idText = /^[0-9a-hjkmnp-tv-z]{24}$/;

/** A fresh id `prefix_…` from `idBytes` random bytes. */
export function mintId(prefix: string, randomBytes: Uint8Array): string {
  return `${prefix}_${toBase32(randomBytes.subarray(0, idBytes))}`;
}

/** `usr_…` */
export function mintUserId(randomBytes: Uint8Array): UserId {
  return mintId('usr', randomBytes) as UserId;
}

/** `msg_…` for a message, `evt_…` for every other kind of event. */
export function mintEventId(kind: string, randomBytes: Uint8Array): EventId {
  return mintId(kind === 'message' ? 'msg' : 'evt', randomBytes) as EventId;
}

/** `cnv_…`: a conversation of any number of people. */
export function mintConversationId(randomBytes: Uint8Array): ConversationId {
  return mintId('cnv', randomBytes) as ConversationId;
}

/** `cmd_…` */
export function mintCommandId(randomBytes: Uint8Array): CommandId {
  return mintId('cmd', randomBytes) as CommandId;
}

/**
 * The id of the direct conversation of two people: `dm_` and a hash of both ids in order,
 * so that both sides can start it offline and meet in the same one.
 */
export function directConversationId(one: UserId, other: UserId): ConversationId {
  const pair = [one, other].sort().join('\n');
  const digest = sha256.digest(new TextEncoder().encode(pair));
  return `dm_${toBase32(digest.subarray(0, idBytes))}` as ConversationId;
}

/**
 * The id of the answer to one person in one absence, a secret name of which only the server knows: answering them again
 * would be the same message.
 */
export function autoReplyId(absence: string, to: UserId): EventId {
  const digest = sha256.digest(new TextEncoder().encode(`${absence}\n${to}`));
  return `msg_${toBase32(digest.subarray(0, idBytes))}` as EventId;
}

export function isDirectConversationId(conversationId: ConversationId): boolean {
  return conversationId.startsWith('dm_');
}

export function parseUserId(text: unknown): UserId | null {
  return hasPrefix(text, 'usr_') ? (text as UserId) : null;
}

export function parseConversationId(text: unknown): ConversationId | null {
  return hasPrefix(text, 'dm_') || hasPrefix(text, 'cnv_') ? (text as ConversationId) : null;
}

export function parseEventId(text: unknown): EventId | null {
  return hasPrefix(text, 'msg_') || hasPrefix(text, 'evt_') ? (text as EventId) : null;
}

export function parseCommandId(text: unknown): CommandId | null {
  return hasPrefix(text, 'cmd_') ? (text as CommandId) : null;
}

export function parseDeviceId(text: unknown): DeviceId | null {
  return hasPrefix(text, 'ses_') ? (text as DeviceId) : null;
}

export function parseClientId(value: unknown): ClientId | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffffff
    ? (value as ClientId)
    : null;
}

function hasPrefix(text: unknown, prefix: string): text is string {
  return typeof text === 'string' && text.startsWith(prefix) && idText.test(text.slice(prefix.length));
}
