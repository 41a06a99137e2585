// All emoji to pick one from, beside the button that opened it: by group, by a word, or from those picked last. The arrows
// go around among them, a letter goes on looking. Stays open until one is picked or one turns to something else.
import './emoji-picker.css';
import { createEffect, createMemo, createSignal, createUniqueId, on } from 'solid-js';
import { useSignedIn } from '../frame/signed-in.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import { Popover } from '../parts/popover.tsx';
import { usePreferences } from '../preferences/preferences.tsx';
import { useWords } from '../words/words.tsx';
import { EmojiGrid } from './emoji-grid.tsx';
import { emojiGroups, type Emoji, type EmojiGroup } from './emoji-set.ts';
import { findEmoji } from './find-emoji.ts';
import { loadEmoji } from './load-emoji.ts';
import { SignChoice } from './sign-choice.tsx';
import { toneNames, tones, withTone, type Tone } from './skin-tones.ts';

export interface EmojiPickerProps {
  readonly opener: HTMLElement;
  /** In the chosen colour. It is closed by then. */
  onPick(emoji: string): void;
  onClose(): void;
}

/** More are not looked through; another letter brings those that are meant. */
const maxFound = 96;
const groupSigns: Readonly<Record<EmojiGroup | 'recent', string>> = {
  ...{ recent: '🕘', smileys: '😀', people: '👋', nature: '🐻', food: '🍎' },
  ...{ travel: '🚗', activities: '⚽', objects: '💡', symbols: '💯', flags: '🚩' },
};

type Set = { readonly status: 'loading' | 'missing' } | { readonly status: 'here'; readonly emoji: readonly Emoji[] };

export function EmojiPicker(props: EmojiPickerProps) {
  const words = useWords();
  const preferences = usePreferences();
  const { emojiHabits } = useSignedIn().messenger;
  const gridId = createUniqueId();
  const habit = emojiHabits.read();
  const [set, setSet] = createSignal<Set>({ status: 'loading' });
  const [query, setQuery] = createSignal('');
  const [tone, setTone] = createSignal<Tone>(tones.find((one) => one === habit.tone) ?? '');
  const [group, setGroup] = createSignal<EmojiGroup | 'recent'>(habit.recent.length > 0 ? 'recent' : 'smileys');
  const isSearching = () => query().trim() !== '';
  let popover!: HTMLElement;
  let field!: HTMLInputElement;
  createEffect(
    on(preferences.language, async (language) => {
      const found = await loadEmoji(language).catch(() => null);
      setSet(found === null ? { status: 'missing' } : { status: 'here', emoji: found });
    }),
  );
  const shown = createMemo<readonly Emoji[]>(() => {
    const all = set();
    if (all.status !== 'here') return [];
    if (isSearching()) return findEmoji(query(), all.emoji, maxFound);
    const wanted = group();
    if (wanted !== 'recent') return all.emoji.filter((one) => one.group === wanted);
    return habit.recent.flatMap((recent) => all.emoji.find(({ emoji }) => emoji === recent) ?? []);
  });
  const note = () => {
    const { status } = set();
    if (status !== 'here') return status === 'missing' ? words.emoji.missing : words.emoji.loading;
    return isSearching() ? words.emoji.found(shown().length) : null;
  };
  const drawn = (one: Emoji) => (one.hasTones ? withTone(one.emoji, tone()) : one.emoji);
  const pick = (one: Emoji) => {
    emojiHabits.notePicked(one.emoji);
    popover.hidePopover();
    props.onPick(drawn(one));
  };
  const chooseGroup = (next: EmojiGroup | 'recent') => {
    setQuery('');
    setGroup(next);
  };
  const chooseTone = (next: Tone) => {
    setTone(next);
    emojiHabits.chooseTone(next);
  };
  const pressKey = (event: KeyboardEvent) => {
    const [first] = shown();
    if (isForInputMethod(event) || first === undefined) return;
    if (event.key === 'Enter') pick(first);
    else if (event.key === 'ArrowDown') popover.querySelector<HTMLElement>('[role=gridcell]')?.focus();
    else return;
    event.preventDefault();
  };
  const takeFocus = (element: HTMLElement) => {
    popover = element;
    // Where a finger chooses, the keyboard would cover the emoji.
    if (matchMedia('(pointer: fine)').matches) field.focus();
    else popover.querySelector<HTMLElement>('input:checked')?.focus();
  };
  const groups = () => [...(habit.recent.length > 0 ? (['recent'] as const) : []), ...Object.values(emojiGroups)];
  return (
    <Popover label={words.emoji.title} opener={props.opener} onShown={takeFocus} onClose={() => props.onClose()}>
      <div class="emoji-picker">
        <input
          ref={(element) => (field = element)}
          class="field-input emoji-search"
          type="search"
          aria-label={words.emoji.search}
          placeholder={words.emoji.search}
          aria-controls={gridId}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={64}
          value={query()}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={pressKey}
        />
        <SignChoice
          label={words.emoji.groups}
          value={isSearching() ? null : group()}
          choices={groups().map((value) => ({ value, sign: groupSigns[value], label: words.emoji.groupNames[value] }))}
          onChoose={chooseGroup}
        />
        <EmojiGrid
          id={gridId}
          label={isSearching() ? words.emoji.results : words.emoji.groupNames[group()]}
          emoji={shown()}
          drawn={drawn}
          onPick={pick}
          onAbove={() => field.focus()}
        />
        <p class="emoji-note" role="status">
          {note()}
        </p>
        <SignChoice
          label={words.emoji.tone}
          value={tone()}
          choices={tones.map((value) => ({
            ...{ value, sign: withTone('✋', value), label: words.emoji.toneNames[toneNames[value]] },
          }))}
          onChoose={chooseTone}
        />
      </div>
    </Popover>
  );
}
