// Tells of messages that nobody looks at: on the page while it is seen, by the system while it is not. Asks once whether
// to, after somebody else has written. What is read here or on another device is told no more.
// Its code comes after the first screen.
import './notices.css';
import X from 'lucide-solid/icons/x';
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { createDeviceNotices } from '../../reactive/create-device-notices.ts';
import { useSession } from '../app/session.tsx';
import { lineOf } from '../conversations/line-of.ts';
import { showConversation } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { createPresence } from '../people/create-presence.ts';
import { usePreferences } from '../preferences/preferences.tsx';
import { parseRoute } from '../route.ts';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { phrasesIn } from './phrases-in.ts';
import { whereTold } from './where-told.ts';

/** Long enough to be read, and to be pressed. */
const shownMs = 8_000;
const listReadMs = 10_000;

interface News {
  readonly conversationId: ConversationId;
  readonly at: number;
  readonly name: string;
  readonly title: string | null;
  readonly text: string;
}

export function Notices() {
  const words = useWords();
  const router = useRouter();
  const session = useSession();
  const { messenger, me, api, conversations, link } = useSignedIn();
  const preferences = usePreferences();
  const presenceOf = createPresence(() => [me().userId]);
  const [toast, setToast] = createSignal<News | null>(null);
  const device = createDeviceNotices(window, api);
  const isOn = () => preferences.choices().notices && device.support() === 'here';

  const read = (conversationId: ConversationId): News | null => {
    const row = conversations().find((one) => one.conversationId === conversationId);
    if (row === undefined || row.lastMessage === null) return null;
    const { author, at, text, files = null } = row.lastMessage;
    const name = [...row.members, ...row.former].find(({ userId }) => userId === author)?.name;
    const title = row.kind === 'group' ? row.title : null;
    const shown = name ?? showConversation(row, me(), words).name;
    return {
      conversationId,
      at,
      name: shown,
      title,
      text: text === null ? words.notices.new(1) : lineOf({ text, files, mentions: [] }, () => null, words),
    };
  };
  const tell = (conversationId: ConversationId) => {
    const route = router.route();
    const news = read(conversationId);
    const place = whereTold({
      isOn: isOn(),
      isOpen: route.screen === 'conversation' && route.conversationId === conversationId,
      isVisible: document.visibilityState === 'visible',
      presence: presenceOf(me().userId)?.state ?? null,
      quiet: preferences.choices().quiet,
      nowMs: Date.now(),
    });
    if (news === null || place === 'nowhere') return;
    if (place === 'page') return void setToast(news);
    const { at, name, title, text } = news;
    const content = preferences.choices().noticesShowContent ? { name, title, text } : null;
    void device.order({ kind: 'show', conversationId, at, content });
  };
  onCleanup(messenger.onArrival(tell));

  createEffect(() => {
    const shown = toast();
    if (shown === null) return;
    const timer = setTimeout(() => setToast(null), shownMs);
    onCleanup(() => clearTimeout(timer));
  });

  createEffect(() => {
    const route = router.route();
    if (route.screen === 'conversation' && route.conversationId === toast()?.conversationId) setToast(null);
  });

  // What was read, wherever that was.
  const waiting = createMemo(
    () => new Set(conversations().flatMap((one) => (one.unread > 0 ? [one.conversationId] : []))),
  );
  createEffect(
    on(waiting, (now, before) => {
      for (const conversationId of before ?? []) {
        if (now.has(conversationId)) continue;
        void device.order({ kind: 'clear', conversationId });
        if (toast()?.conversationId === conversationId) setToast(null);
      }
    }),
  );

  createEffect(() => {
    if (isOn()) void device.order({ kind: 'phrases', phrases: phrasesIn(words) });
  });

  /** The server may have forgotten this device, or know of other quiet hours. */
  const meetServer = async () => {
    const answer = await api.pushes.read();
    if (answer.status === 'failed') return;
    const { quiet, device: known } = answer.value;
    if (JSON.stringify(quiet) !== JSON.stringify(preferences.choices().quiet)) preferences.choose({ quiet });
    const isKnown = known !== null && known.endpoint === (await device.endpoint());
    if (!isKnown) await device.join(preferences.choices().noticesShowContent);
  };
  const isOnline = createMemo(() => link().status === 'online');
  createEffect(() => {
    if (!isOnline() || !isOn()) return;
    void meetServer();
    // What was read elsewhere while no page was open; by then the list is as the server knows it.
    const timer = setTimeout(() => void device.keepOnly(waiting()), listReadMs);
    onCleanup(() => clearTimeout(timer));
  });

  // What was pushed while nobody saw this page, and read somewhere by now.
  const keepWaiting = () => {
    if (document.visibilityState === 'visible' && isOnline() && isOn()) void device.keepOnly(waiting());
  };
  document.addEventListener('visibilitychange', keepWaiting);
  onCleanup(() => document.removeEventListener('visibilitychange', keepWaiting));

  device.onPressed((path) => router.go(parseRoute(path)));

  // Whoever leaves takes along what was told them; whoever comes is asked anew.
  onCleanup(() => {
    if (messenger.departure.get() === null) return;
    void device.order({ kind: 'forget' });
    void device.leave(false);
    preferences.choose({ notices: false, noticesShowContent: false, noticesAsked: false, quiet: null });
  });
  return (
    <>
      <Show when={session.state().status === 'signed-in'}>
        <NoticeBar device={device} />
      </Show>
      <div role="status">
        <Show when={toast()}>
          {(news) => (
            <div class="notice-toast">
              <RouteLink to={{ screen: 'conversation', conversationId: news().conversationId }}>
                <strong dir="auto">{words.notices.about(news().name, news().title)}</strong>
                <span dir="auto">{news().text}</span>
              </RouteLink>
              <IconButton label={words.notices.close} onPress={() => setToast(null)}>
                <X size={20} />
              </IconButton>
            </div>
          )}
        </Show>
      </div>
    </>
  );
}
