// Conversations that this person is in no more: all that this device holds of one goes. Somebody who is looking at it
// keeps it until they look away.
// Promises: a browser that is killed meanwhile has it no more at its next start, before anything is shown.
import { parseConversationId, type ConversationId } from '../../../shared/ids.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Platform } from '../platform.ts';
import { findDatabases } from '../session/database-registry.ts';

export interface ForgettingParts {
  readonly platform: Pick<Platform, 'store' | 'listDatabases' | 'deleteDatabase' | 'schedule'>;
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys'>;
  readonly diskPrefix: string;
}

const prefix = 'forgotten/';
/** A database that another tab holds on to must not keep anybody from starting. */
const patienceMs = 2_000;

/** What the last run had no time for. `isBack`: this person is in it again. */
export async function finishForgetting(
  parts: ForgettingParts,
  isBack: (conversationId: ConversationId) => boolean,
): Promise<void> {
  const ids = parts.kept.keys(prefix).flatMap((key) => parseConversationId(key.slice(prefix.length)) ?? []);
  if (ids.length === 0) return;
  for (const id of ids) if (isBack(id)) parts.kept.remove(`${prefix}${id}`);
  const wiped = Promise.all(ids.filter((id) => !isBack(id)).map((id) => wipe(parts, id)));
  await Promise.race([wiped, new Promise<void>((resolve) => void parts.platform.schedule(patienceMs, resolve))]);
}

export interface Forgetting extends ForgettingParts {
  /** Settles when nobody here has it open. */
  readonly close: (conversationId: ConversationId) => Promise<void>;
  readonly isBack: (conversationId: ConversationId) => boolean;
}

export async function forgetConversation(parts: Forgetting, conversationId: ConversationId): Promise<void> {
  const { kept, close, isBack } = parts;
  kept.write(`${prefix}${conversationId}`, true);
  await close(conversationId);
  if (isBack(conversationId)) kept.remove(`${prefix}${conversationId}`);
  else await wipe(parts, conversationId);
}

async function wipe({ platform, kept, diskPrefix }: ForgettingParts, conversationId: ConversationId): Promise<void> {
  const databases = await findDatabases(platform, diskPrefix);
  const ofIt = databases.filter((database) => database.includes(`/${conversationId}/`));
  // One that another tab has open goes when that lets go of it.
  const gone = await Promise.allSettled(ofIt.map((database) => platform.deleteDatabase(database)));
  if (gone.every(({ status }) => status === 'fulfilled')) kept.remove(`${prefix}${conversationId}`);
}
