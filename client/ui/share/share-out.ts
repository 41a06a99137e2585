// Brings what was shared into the conversations that somebody has chosen for it.
import type { ConversationId } from '../../../shared/ids.ts';
import type { SharedThings } from '../../engine/share/shared-things.ts';
import type { Messenger } from '../../engine/messenger.ts';
import { whenKept } from '../sending/when-kept.ts';

/** Into what is being written there, for whoever sends it from there. */
export async function putInto(messenger: Messenger, to: ConversationId, { text, files }: SharedThings): Promise<void> {
  const before = messenger.drafts.read(to);
  if (text !== '') messenger.drafts.write(to, before === '' ? text : `${before}\n${text}`);
  if (files.length === 0) return;
  messenger.files.choose(to, files);
  await whenKept(messenger.files.chosenIn(to));
}

/** As a message of its own. False where it could not go; what somebody has begun there is left alone, and in its way. */
export async function sendTo(
  messenger: Messenger,
  to: ConversationId,
  { text, files }: SharedThings,
): Promise<boolean> {
  const chosen = messenger.files.chosenIn(to);
  if (chosen.get().length > 0 && files.length > 0) return false;
  const open = messenger.openConversation(to);
  try {
    if (!(await open.whenReady())) return false;
    if (files.length === 0) return open.send(text) === null;
    messenger.files.choose(to, files);
    await whenKept(chosen);
    // What cannot go is told where it was meant to: in the tray of that conversation.
    if (chosen.get().some(({ state }) => state !== 'ready')) return false;
    return messenger.files.send(to, { text, mentions: [], replyTo: null }) === null;
  } finally {
    open.close();
  }
}
