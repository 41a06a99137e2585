// Conversations that this person is in no more: all that this device holds of one goes, its documents and what is kept
// beside them. Somebody who is looking at it keeps it until they look away.
// Promises: a browser that is killed meanwhile has it no more at its next start, before anything is shown.
import { parseConversationId, type ConversationId } from '../../../shared/ids.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Platform } from '../platform.ts';
import { draftKey } from '../drafts/open-drafts.ts';
import { findDatabases } from '../session/database-registry.ts';

export interface ForgettingParts {
  readonly platform: Pick<Platform, 'store' | 'listDatabases' | 'deleteDatabase' | 'schedule'>;
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys'>;
  readonly diskPrefix: string;
}

const prefix = 'forgotten/';
/** Where the server never began it, what is half written may still be said, once it can be begun. */
const butTheDraft = 'but-the-draft';
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
  /** Takes it from those who have at hand what is kept of it; `wasTold`: also what is half written. */
  readonly letGo: (conversationId: ConversationId, wasTold: boolean) => void;
}

/** `wasTold`: false where the server never began it. */
export async function forgetConversation(
  parts: Forgetting,
  { conversationId, wasTold }: { readonly conversationId: ConversationId; readonly wasTold: boolean },
): Promise<void> {
  const { kept, close, isBack, letGo } = parts;
  kept.write(`${prefix}${conversationId}`, wasTold ? true : butTheDraft);
  await close(conversationId);
  if (isBack(conversationId)) return kept.remove(`${prefix}${conversationId}`);
  letGo(conversationId, wasTold);
  await wipe(parts, conversationId);
}

async function wipe({ platform, kept, diskPrefix }: ForgettingParts, conversationId: ConversationId): Promise<void> {
  // Else what was fetched once would count as here when they are in it again.
  const staying = kept.read(`${prefix}${conversationId}`) === butTheDraft ? draftKey(conversationId) : null;
  for (const key of kept.keys('')) if (isOf(conversationId, key) && key !== staying) kept.remove(key);
  const databases = await findDatabases(platform, diskPrefix);
  const ofIt = databases.filter((database) => database.includes(`/${conversationId}/`));
  // One that another tab has open goes when that lets go of it.
  const gone = await Promise.allSettled(ofIt.map((database) => platform.deleteDatabase(database)));
  if (gone.every(({ status }) => status === 'fulfilled')) kept.remove(`${prefix}${conversationId}`);
}

/** Whatever names it, but the word that it is to go. */
function isOf(conversationId: ConversationId, key: string): boolean {
  return key.split('/').includes(conversationId) && !key.startsWith(prefix);
}
