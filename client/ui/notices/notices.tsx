// Tells of messages that nobody looks at: on the page while it is seen, by the system while it is not. Asks once whether
// to, after somebody else has written. What is read here or on another device is told no more.
// Its code comes after the first screen.
import './notices.css';
import X from 'lucide-solid/icons/x';
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import * as v from 'valibot';
import type { ConversationId } from '../../../shared/ids.ts';
import { noticePressed, type NoticeOrder } from '../../engine/notices/notice-order.ts';
import { joinPushes, leavePushes, noticeSupport, registrationOf } from '../../engine/notices/push-device.ts';
import { useSession } from '../app/session.tsx';
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
  const isOn = () => preferences.choices().notices && noticeSupport(window) === 'here';

  const read = (conversationId: ConversationId): News | null => {
    const row = conversations().find((one) => one.conversationId === conversationId);
    if (row === undefined || row.lastMessage === null) return null;
    const { author, at, text } = row.lastMessage;
    const name = [...row.members, ...row.former].find(({ userId }) => userId === author)?.name;
    const title = row.kind === 'group' ? row.title : null;
    const shown = name ?? showConversation(row, me(), words).name;
    return { conversationId, at, name: shown, title, text: text ?? words.notices.new(1) };
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
    void order({ kind: 'show', conversationId, at, content });
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
        void order({ kind: 'clear', conversationId });
        if (toast()?.conversationId === conversationId) setToast(null);
      }
    }),
  );
  onMount(() => void clearRead(waiting));

  createEffect(() => {
    if (isOn()) void order({ kind: 'phrases', phrases: phrasesIn(words) });
  });

  /** The server may have forgotten this device, or know of other quiet hours. */
  const meetServer = async () => {
    const answer = await api.pushes.read();
    if (answer.status === 'failed') return;
    const { quiet, device } = answer.value;
    if (JSON.stringify(quiet) !== JSON.stringify(preferences.choices().quiet)) preferences.choose({ quiet });
    const subscription = await (await registrationOf(window))?.pushManager.getSubscription();
    if (device === null || device.endpoint !== subscription?.endpoint)
      await joinPushes(window, api, preferences.choices().noticesShowContent);
  };
  const isOnline = createMemo(() => link().status === 'online');
  createEffect(() => {
    if (isOnline() && isOn()) void meetServer();
  });

  const listen = ({ data }: MessageEvent<unknown>) => {
    const pressed = v.safeParse(noticePressed, data);
    if (pressed.success) router.go(parseRoute(pressed.output.path));
  };
  const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  workers?.addEventListener('message', listen);
  onCleanup(() => workers?.removeEventListener('message', listen));

  // Whoever leaves takes along what was told them; whoever comes is asked anew.
  onCleanup(() => {
    if (messenger.departure.get() === null) return;
    void order({ kind: 'forget' });
    void leavePushes(window, null);
    preferences.choose({ notices: false, noticesShowContent: false, noticesAsked: false, quiet: null });
  });
  return (
    <>
      <Show when={session.state().status === 'signed-in'}>
        <NoticeBar />
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

async function order(wanted: NoticeOrder): Promise<void> {
  (await registrationOf(window))?.active?.postMessage(wanted, []);
}

/** What was read while no page was open. */
async function clearRead(waiting: () => ReadonlySet<string>): Promise<void> {
  for (const notice of (await (await registrationOf(window))?.getNotifications()) ?? []) {
    if (notice.tag !== 'test' && !waiting().has(notice.tag)) notice.close();
  }
}
