// Notices of the system on this device, for the screens: whether they can be, how they are asked for, and what the worker
// that shows them is told. Needs an owner.
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import * as v from 'valibot';
import type { Api } from '../engine/api/api.ts';
import { noticePressed, type NoticeOrder } from '../engine/notices/notice-order.ts';
import {
  askForNotices,
  joinPushes,
  leavePushes,
  noticeSupport,
  registrationOf,
  type Joined,
  type NoticeSupport,
} from '../engine/notices/push-device.ts';

export interface DeviceNotices {
  readonly support: Accessor<NoticeSupport>;
  /** Only where the person has just pressed something. */
  ask(): Promise<boolean>;
  join(showsContent: boolean): Promise<Joined>;
  /** `isTold`: the server hears of it too. */
  leave(isTold: boolean): Promise<void>;
  /** Where pushes to this browser go; null for nowhere. */
  endpoint(): Promise<string | null>;
  order(wanted: NoticeOrder): Promise<void>;
  /** Takes away what is told of other conversations than these. */
  keepOnly(tags: ReadonlySet<string>): Promise<void>;
  /** With the path of what was told by a notice that was pressed. */
  onPressed(listener: (path: string) => void): void;
}

export function createDeviceNotices(page: Window & typeof globalThis, api: Api): DeviceNotices {
  const [support, setSupport] = createSignal(noticeSupport(page));
  const look = () => void setSupport(noticeSupport(page)); // allowed or forbidden meanwhile, in the browser
  listenTo(page, 'focus', look);
  return {
    support,
    async ask() {
      const isAllowed = await askForNotices(page);
      look();
      return isAllowed;
    },
    join: (showsContent) => joinPushes(page, api, showsContent),
    leave: (isTold) => leavePushes(page, isTold ? api : null),
    async endpoint() {
      const subscription = await (await registrationOf(page))?.pushManager.getSubscription();
      return subscription?.endpoint ?? null;
    },
    async order(wanted) {
      const registration = await registrationOf(page);
      if (registration === null) return;
      const { active } = registration.active === null ? await page.navigator.serviceWorker.ready : registration;
      active?.postMessage(wanted, []);
    },
    async keepOnly(tags) {
      const shown = (await (await registrationOf(page))?.getNotifications()) ?? [];
      for (const notice of shown) if (notice.tag !== 'test' && !tags.has(notice.tag)) notice.close();
    },
    onPressed(listener) {
      if (!('serviceWorker' in page.navigator)) return;
      listenTo(page.navigator.serviceWorker, 'message', (event) => {
        const pressed = v.safeParse(noticePressed, 'data' in event ? event.data : null);
        if (pressed.success) listener(pressed.output.path);
      });
    },
  };
}

function listenTo(target: EventTarget, kind: string, listener: (event: Event) => void): void {
  target.addEventListener(kind, listener);
  onCleanup(() => target.removeEventListener(kind, listener));
}
