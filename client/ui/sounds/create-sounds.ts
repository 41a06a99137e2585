// Lets be heard what comes while nobody looks at it, on whatever screen one is.
import { onCleanup } from 'solid-js';
import { createLooking } from '../conversation/looking.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createPresence } from '../people/create-presence.ts';
import { usePreferences } from '../preferences/preferences.tsx';
import { useRouter } from '../router.tsx';
import { maySound } from './may-sound.ts';
import { playInOneTab } from './play-sound.ts';

export function createSounds(): void {
  const { messenger, me, conversations } = useSignedIn();
  const { choices } = usePreferences();
  const router = useRouter();
  const isLooking = createLooking();
  const presenceOf = createPresence(() => [me().userId]);
  const stop = messenger.onArrival((conversationId) => {
    const route = router.route();
    const isOpen = route.screen === 'conversation' && route.conversationId === conversationId;
    const kind = conversations().find((one) => one.conversationId === conversationId)?.kind;
    const presence = presenceOf(me().userId)?.state ?? null;
    if (kind === undefined) return;
    if (!maySound({ kind, choices: choices(), isLookedAt: isOpen && isLooking(), presence })) return;
    void playInOneTab(window);
  });
  onCleanup(stop);
}
