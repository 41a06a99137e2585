// Registers the service worker, watches for newer ones, and brings the page to the newest. Lives as long as the page.
// The worker keeps the built app on this device, so that it starts with no network; a newer one waits until
// somebody asks for it, then takes over all tabs at once. What a draft needs is drafts' affair.
import { makeWritable } from '../writable.ts';
import type { Platform } from '../platform.ts';
import type { AppUpdate } from './app-update.ts';
import { decideTakeover } from './decide-takeover.ts';

export interface AppUpdateOptions {
  readonly page: Window;
  readonly workers: ServiceWorkerContainer;
  readonly platform: Pick<Platform, 'nowMs' | 'onAwakening' | 'schedule'>;
}

/** A page may stay open for weeks: a new version should be known the same morning. */
const checkEveryMs = 60 * 60_000;
/** Looking at the app again checks too, though not at each change of windows. */
const minCheckPauseMs = 10 * 60_000;
/** The new version is fetched before the reload; from then on the old one is better than none. */
const maxFetchMs = 10_000;
/** Nobody typed or pressed anything for so long: a reload takes nothing out of anybody's hands. */
const quietMs = 5_000;

/** What a generated worker that waits understands. */
const takeOver = { type: 'SKIP_WAITING' };

export function openAppUpdate({ page, workers, platform }: AppUpdateOptions): AppUpdate {
  const isWaiting = makeWritable(false);
  let isAsked = false;
  let isControlled = workers.controller !== null;
  const registered = register(workers);
  const load = () => page.location.reload();
  workers.addEventListener('controllerchange', () => {
    const takeover = { isAsked, wasControlled: isControlled, isHidden: page.document.visibilityState === 'hidden' };
    isControlled = true;
    const action = decideTakeover(takeover);
    if (action === 'nothing') return;
    if (action === 'reload') load();
    else {
      isWaiting.set(true);
      whenQuiet(page, platform, load);
    }
  });
  const follow = async () => {
    const registration = await registered;
    if (registration === null) return;
    watch(registration, () => isWaiting.set(true));
    checkNowAndThen(registration, platform);
  };
  const switchOver = async () => {
    const newest = await fetchNewest(await registered);
    if (newest === null) load();
    else newest.postMessage(takeOver, []); // the page reloads when it has
  };
  void follow();
  return {
    isWaiting,
    reload() {
      if (isAsked) return;
      isAsked = true;
      platform.schedule(maxFetchMs, load);
      void switchOver();
    },
  };
}

async function register(workers: ServiceWorkerContainer): Promise<ServiceWorkerRegistration | null> {
  try {
    return await workers.register('/sw.js', { updateViaCache: 'none' });
  } catch {
    return null; // offline before the first install, or storage forbidden: the app runs from the network
  }
}

/** A worker that is installed beside an active one waits; the very first does not. */
function watch(registration: ServiceWorkerRegistration, onWaiting: () => void): void {
  const look = () => {
    if (registration.waiting !== null && registration.active !== null) onWaiting();
  };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  registration.installing?.addEventListener('statechange', look);
  look();
}

function checkNowAndThen(
  registration: ServiceWorkerRegistration,
  { nowMs, onAwakening, schedule }: AppUpdateOptions['platform'],
): void {
  let checkedAt = nowMs(); // registering checked
  const check = () => {
    checkedAt = nowMs();
    void update(registration);
  };
  const checkHourly = () => {
    check();
    schedule(checkEveryMs, checkHourly);
  };
  schedule(checkEveryMs, checkHourly);
  onAwakening((awakening) => {
    if (awakening !== 'network-gone' && nowMs() - checkedAt >= minCheckPauseMs) check();
  });
}

async function update(registration: ServiceWorkerRegistration): Promise<void> {
  try {
    await registration.update();
  } catch {
    // Offline, or the server is being replaced: the next check comes.
  }
}

/** The newest version, ready to take over; null when the page runs it already or it cannot be had. */
async function fetchNewest(registration: ServiceWorkerRegistration | null): Promise<ServiceWorker | null> {
  if (registration === null) return null;
  await update(registration);
  const { installing } = registration;
  if (installing !== null) await installed(installing);
  return registration.waiting;
}

function installed(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state !== 'installing') resolve();
    });
  });
}

function whenQuiet(page: Window, { schedule }: Pick<Platform, 'schedule'>, run: () => void): void {
  let cancel = schedule(quietMs, run);
  const wait = () => {
    cancel();
    cancel = schedule(quietMs, run);
  };
  for (const kind of ['keydown', 'input', 'pointerdown'] as const)
    page.document.addEventListener(kind, wait, { capture: true, passive: true });
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState === 'hidden') run();
  });
}
