// Puts the client together: the browser's platform, the engine, the words, the screens.
// The only file that names every concrete part; it decides nothing.
import './ui/tokens.css';
import './ui/base.css';
import { render } from 'solid-js/web';
import { must } from '../shared/base/assert.ts';
import { makeApi } from './engine/api/api.ts';
import { withoutWorker } from './engine/app-update/app-update.ts';
import { openAppUpdate } from './engine/app-update/open-app-update.ts';
import { makeBrowserPlatform } from './engine/browser-platform.ts';
import { beginFreshLog } from './engine/disk/fresh-log.ts';
import { openMessenger } from './engine/open-messenger.ts';
import { makeDepartures } from './engine/session/departures.ts';
import { makeSessionMemory } from './engine/session/session-memory.ts';
import { makeApp } from './ui/app/app.tsx';
import { openPreferences } from './ui/preferences/preferences.tsx';

const maxWaitForWordsMs = 2_000;

beginFreshLog();
const platform = makeBrowserPlatform(window);
// While developing, the server's files are newer than any that a worker keeps.
const hasWorker = import.meta.env.PROD && 'serviceWorker' in navigator;
const api = makeApi(platform);
const preferences = openPreferences({ store: platform.store, page: window });
const App = makeApp({
  doors: {
    api,
    memory: makeSessionMemory(platform.store),
    departures: makeDepartures({ platform, api }),
    openMessenger: (me) => openMessenger({ platform, api, me }),
  },
  update: hasWorker
    ? openAppUpdate({ page: window, workers: navigator.serviceWorker, platform })
    : withoutWorker(window),
  preferences,
});

void show();

/** The words are kept on this device; where they have to come first, whoever waits long reads English meanwhile. */
async function show(): Promise<void> {
  await Promise.race([preferences.whenReady, new Promise((resolve) => setTimeout(resolve, maxWaitForWordsMs))]);
  const close = render(App, must(document.querySelector('#app'), 'index.html has the place for the app'));
  // What is kept a moment late is kept now. A page that the browser may bring back goes on as it was.
  window.addEventListener('pagehide', (event) => {
    if (!event.persisted) close();
  });
}
