// This browser as a device to which the server pushes: asks for permission, subscribes, and tells the server.
// Promises: the person is asked only by what they press; a subscription that was made for another server's key is replaced.
// Where no push service can be reached, notices come while the app is open: `open-only`.
import type { Api } from '../api/api.ts';
import type { FailureCode } from '../api/request.ts';

/** `to-be-installed`: this browser tells of messages for apps on the home screen alone. */
export type NoticeSupport = 'here' | 'denied' | 'to-be-installed' | 'none';

export function noticeSupport(page: Window & typeof globalThis): NoticeSupport {
  const isPhoneOfApple = /iPhone|iPad/.test(page.navigator.userAgent);
  if (!('Notification' in page) || !('serviceWorker' in page.navigator)) {
    return isPhoneOfApple ? 'to-be-installed' : 'none';
  }
  return page.Notification.permission === 'denied' ? 'denied' : 'here';
}

/** Only where the person has just pressed something. */
export async function askForNotices(page: Window & typeof globalThis): Promise<boolean> {
  return noticeSupport(page) === 'here' && (await page.Notification.requestPermission()) === 'granted';
}

export type Joined = 'pushed' | 'open-only' | { readonly failed: FailureCode };

/** Lets the server push to this device; said again it says the same. */
export async function joinPushes(page: Window, api: Api, showsContent: boolean): Promise<Joined> {
  const answer = await api.pushes.read();
  if (answer.status === 'failed') return { failed: answer.code };
  const made = await subscribe(page, answer.value.key);
  if (made === null) return 'open-only';
  const told = await api.pushes.setDevice({ subscription: made, showsContent });
  return told.status === 'failed' ? { failed: told.code } : 'pushed';
}

/** The browser forgets its subscription even where the server cannot be told: what is pushed then comes nowhere. */
export async function leavePushes(page: Window, api: Api | null): Promise<void> {
  const subscription = await (await registrationOf(page))?.pushManager.getSubscription();
  await subscription?.unsubscribe().catch(() => false);
  await api?.pushes.removeDevice();
}

async function subscribe(page: Window, key: string) {
  const manager = (await registrationOf(page))?.pushManager;
  if (manager === undefined) return null;
  const applicationServerKey = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
    sign.charCodeAt(0),
  );
  const options = { userVisibleOnly: true, applicationServerKey };
  try {
    const before = await manager.getSubscription();
    const isOfThisKey = sameBytes(before?.options.applicationServerKey ?? null, applicationServerKey);
    if (before !== null && !isOfThisKey) await before.unsubscribe();
    const { endpoint, keys } = (await manager.subscribe(options)).toJSON();
    const [p256dh, auth] = [keys?.['p256dh'], keys?.['auth']];
    if (endpoint === undefined || p256dh === undefined || auth === undefined) return null;
    return { endpoint, p256dh: unpadded(p256dh), auth: unpadded(auth) };
  } catch {
    return null; // no push service, or none that can be reached
  }
}

/** Null while developing, and where the worker is not installed yet. */
export async function registrationOf(page: Window): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in page.navigator)) return null;
  return (await page.navigator.serviceWorker.getRegistration()) ?? null;
}

function sameBytes(one: ArrayBuffer | null, other: Uint8Array): boolean {
  const bytes = one === null ? [] : [...new Uint8Array(one)];
  return bytes.length === other.length && bytes.every((byte, at) => byte === other[at]);
}

function unpadded(text: string): string {
  return text.replace(/=+$/, '');
}
