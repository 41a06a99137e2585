// How the app looks, reads and sounds on this device, for whoever uses it: language, colours, hours. It is there before anybody
// signs in and stays when they leave. Every tab of this browser follows.
// Promises: a change shows at once, and the page says its language and direction. Does not know any screen.
import { createContext, createEffect, createMemo, createRoot, createSignal, useContext, type Accessor } from 'solid-js';
import * as v from 'valibot';
import { must } from '../../../shared/base/assert.ts';
import type { LocalStore } from '../../engine/session/local-store.ts';
import { en, type Words } from '../words/en.ts';
import { decideLanguage, decideLocale, languageCodes, type LanguageCode } from '../words/languages.ts';
import { makeLive } from '../words/live.ts';
import { loadWords } from '../words/load-words.ts';
import { makeTimes, type Times } from '../words/times.ts';
import { showTheme } from './show-theme.ts';

const key = 'biz1/preferences';

const themes = ['system', 'light', 'dark'] as const;
const enterChoices = ['sends', 'breaks'] as const;
const hourChoices = ['language', '12', '24'] as const;
const paces = [1, 1.5, 2] as const;

const choices = v.object({
  /** Null: as the browser wants it. */
  language: v.fallback(v.nullable(v.picklist(languageCodes)), null),
  theme: v.fallback(v.picklist(themes), 'system'),
  hours: v.fallback(v.picklist(hourChoices), 'language'),
  /** Whether messages are heard that come to this person alone, and those that come to groups. */
  soundsOfPeople: v.fallback(v.boolean(), true),
  soundsOfGroups: v.fallback(v.boolean(), false),
  /** Whether the system tells of messages here, and whether who wrote and what stands in it. */
  notices: v.fallback(v.boolean(), false),
  noticesShowContent: v.fallback(v.boolean(), false),
  /** The person has been asked about them. */
  noticesAsked: v.fallback(v.boolean(), false),
  /** When this person wants quiet, as the server said last. */
  quiet: v.fallback(v.nullable(v.object({ timeZone: v.string(), from: v.number(), to: v.number() })), null),
  /** What Enter does where one writes; with Shift it does the other. */
  enter: v.fallback(v.picklist(enterChoices), 'sends'),
  /** How fast voice messages are played. */
  pace: v.fallback(v.picklist(paces), 1),
});

export type Choices = v.InferOutput<typeof choices>;

export interface Preferences {
  readonly choices: Accessor<Choices>;
  choose(change: Partial<Choices>): void;
  /** The language that is meant to be shown: chosen, or the browser's. */
  readonly language: Accessor<LanguageCode>;
  /** Its words cannot be had: English stands in. */
  readonly isLanguageMissing: Accessor<boolean>;
  /** In the language of the moment: read inside an effect, they follow it. */
  readonly words: Words;
  readonly times: Times;
  /** Settles when the first words are there, or cannot be had. */
  readonly whenReady: Promise<void>;
}

interface PreferencesParts {
  readonly store: LocalStore;
  readonly page: Window;
}

/** For the page's whole life. */
export function openPreferences({ store, page }: PreferencesParts): Preferences {
  return createRoot(() => createPreferences({ store, page }));
}

function createPreferences({ store, page }: PreferencesParts): Preferences {
  const { navigator, document } = page;
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const read = () => v.parse(choices, Object(store.read(key)));
  const [chosen, setChosen] = createSignal(read());
  const language = createMemo(() => chosen().language ?? decideLanguage(navigator.languages));
  const [words, setWords] = createSignal<Words>(en);
  const [isMissing, setMissing] = createSignal(false);
  const times = createMemo(() => {
    const locale = decideLocale(shownLanguage(words()), navigator.languages);
    return makeTimes(words(), { locale, zone, hours: chosen().hours });
  });

  /** The latest wish counts, in whatever order the files come. */
  async function load(code: LanguageCode): Promise<void> {
    const found = await loadWords(code);
    if (code !== language()) return;
    setMissing(found === null);
    setWords(found ?? en);
  }

  let whenReady = Promise.resolve();
  createEffect(() => (whenReady = load(language())));
  createEffect(() => {
    document.documentElement.lang = words().language;
    document.documentElement.dir = words().direction;
  });
  createEffect(() => showTheme(document, chosen().theme));
  page.addEventListener('storage', (event) => {
    if (event.key === key) setChosen(read());
  });
  return {
    choices: chosen,
    choose(change) {
      setChosen((before) => ({ ...before, ...change }));
      store.write(key, chosen());
    },
    language,
    isLanguageMissing: isMissing,
    // Read anew at each word, inside whatever effect reads it.
    // oxlint-disable-next-line solid/reactivity
    words: makeLive(words),
    // oxlint-disable-next-line solid/reactivity
    times: makeLive(times),
    get whenReady() {
      return whenReady;
    },
  };
}

function shownLanguage(words: Words): LanguageCode {
  return languageCodes.find((code) => code === words.language) ?? 'en';
}

export const PreferencesContext = createContext<Preferences>();

export function usePreferences(): Preferences {
  return must(useContext(PreferencesContext), 'preferences are provided above every screen');
}
