// What is offered above the composer while one types: people behind an `@`, emoji behind a colon. The keys stay in the
// text; the arrows mark one, Enter or Tab takes it, Escape is done with it. Comes with the first of either.
import './completion.css';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, onCleanup, onMount, Show } from 'solid-js';
import { everyone, mayMentionEveryone } from '../../../shared/rules/mentions.ts';
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import type { Emoji } from '../emoji/emoji-set.ts';
import { findEmoji, findShortcodeQuery, findWholeShortcode } from '../emoji/find-emoji.ts';
import { loadEmoji } from '../emoji/load-emoji.ts';
import { tones, withTone } from '../emoji/skin-tones.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import { createMarkedRow } from '../parts/marked-row.ts';
import { createKnownPeople } from '../people/create-known-people.ts';
import { usePreferences } from '../preferences/preferences.tsx';
import { useWords } from '../words/words.tsx';
import {
  completeMention,
  findMentionQuery,
  maxOffered,
  offerMentions,
  type Mentionable,
  type Typed,
} from './complete-mention.ts';

interface CompletionProps {
  readonly field: HTMLTextAreaElement;
  readonly typed: Typed;
  readonly conversation: ConversationSummary | undefined;
  onTake(typed: Typed): void;
}

type Offer =
  | { readonly kind: 'mention'; readonly id: string; readonly person: Mentionable }
  | { readonly kind: 'emoji'; readonly id: string; readonly emoji: Emoji };

export function Completion(props: CompletionProps) {
  const words = useWords();
  const preferences = usePreferences();
  const { emojiHabits } = useSignedIn().messenger;
  const listId = createUniqueId();
  const people = createMentionable(() => props.conversation);
  const [emoji, setEmoji] = createSignal<readonly Emoji[]>([]);
  const emojiQuery = createMemo(() => findShortcodeQuery(props.typed.text, props.typed.caret));
  /** What stands nearer to the caret is being typed. */
  const mentionQuery = createMemo(() => {
    const query = findMentionQuery(props.typed);
    return query !== null && query.from > (emojiQuery()?.from ?? -1) ? query : null;
  });
  /** The place of what one is done with. */
  const [left, setLeft] = createSignal<number | null>(null);
  const place = () => mentionQuery()?.from ?? emojiQuery()?.from ?? null;
  const offers = createMemo<readonly Offer[]>(() => {
    const [mention, shortcode] = [mentionQuery(), emojiQuery()];
    if (place() === left()) return [];
    if (mention !== null) {
      return offerMentions(mention.query, people()).map((person) => ({ kind: 'mention', id: person.who, person }));
    }
    const found = shortcode === null ? [] : findEmoji(shortcode.query, emoji(), maxOffered);
    return found.map((one) => ({ kind: 'emoji', id: one.emoji, emoji: one }));
  });
  const marked = createMarkedRow(offers, ({ id }) => id);
  createEffect(on([() => mentionQuery()?.query, () => emojiQuery()?.query], () => marked.markFirst()));
  /** In the colour that one has chosen. */
  const drawn = (one: Emoji) => {
    const { tone } = emojiHabits.read();
    return one.hasTones ? withTone(one.emoji, tones.find((known) => known === tone) ?? '') : one.emoji;
  };
  const takeEmoji = (one: Emoji, from: number, typed: Typed) => {
    emojiHabits.notePicked(one.emoji);
    const before = typed.text.slice(0, from) + drawn(one);
    props.onTake({ ...typed, text: before + typed.text.slice(typed.caret), caret: before.length });
  };
  const take = (offer: Offer) => {
    const [mention, shortcode] = [mentionQuery(), emojiQuery()];
    if (offer.kind === 'emoji') {
      if (shortcode !== null) takeEmoji(offer.emoji, shortcode.from, props.typed);
      return;
    }
    const done = mention === null ? null : completeMention(props.typed, mention, offer.person);
    if (done !== null) props.onTake(done);
    else setLeft(place());
  };
  const pressKey = (event: KeyboardEvent) => {
    const offer = marked.row();
    if (isForInputMethod(event) || offers().length === 0) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (!isPlain) return;
    if (event.key === 'ArrowDown') marked.move(1);
    else if (event.key === 'ArrowUp') marked.move(-1);
    else if (event.key === 'Escape') setLeft(place());
    else if ((event.key === 'Enter' || event.key === 'Tab') && offer !== undefined) take(offer);
    else return;
    event.preventDefault();
  };
  /** `:tada:` typed to its end is what it means at once; taken back, it stays as it was typed. */
  const noteTyped = (event: Event) => {
    if (event instanceof InputEvent && event.data?.endsWith(':') === true) void finishShortcode();
  };
  const finishShortcode = async () => {
    const all = await loadEmoji(preferences.language()).catch(() => []);
    if (document.activeElement !== props.field) return; // one has gone on to write elsewhere
    const { value: text, selectionEnd: caret } = props.field;
    const whole = findWholeShortcode(text, caret, all);
    if (whole !== null) takeEmoji(whole.found, whole.from, { text, caret, mentions: props.typed.mentions });
  };
  createEffect(
    on([emojiQuery, preferences.language], async ([query, language]) => {
      if (query !== null) setEmoji(await loadEmoji(language).catch(() => []));
    }),
  );
  onMount(() => {
    const { field } = props;
    field.addEventListener('keydown', pressKey);
    field.addEventListener('input', noteTyped);
    onCleanup(() => {
      field.removeEventListener('keydown', pressKey);
      field.removeEventListener('input', noteTyped);
      showMarked(field, null);
    });
  });
  const optionId = (index: number) => `${listId}-${index}`;
  createEffect(() => {
    const { field } = props;
    showMarked(field, offers().length === 0 ? null : { listId, optionId: optionId(marked.index()) });
  });
  return (
    <Show when={offers().length > 0}>
      <ul id={listId} class="completion" role="listbox" aria-label={words.composer.offers}>
        <For each={offers()}>
          {(offer, index) => (
            <li
              id={optionId(index())}
              class="completion-offer"
              role="option"
              aria-selected={index() === marked.index()}
              onMouseMove={() => marked.mark(offer)}
              onMouseDown={(event) => event.preventDefault()} // the focus stays in the text
              onClick={() => take(offer)}
            >
              {offer.kind === 'emoji' ? (
                <EmojiWords emoji={offer.emoji} drawn={drawn(offer.emoji)} />
              ) : (
                <PersonWords person={offer.person} />
              )}
            </li>
          )}
        </For>
      </ul>
      <p class="unseen" role="status">
        {words.composer.offered(offers().length)}
      </p>
    </Show>
  );
}

function EmojiWords(props: { emoji: Emoji; drawn: string }) {
  return (
    <>
      <span class="completion-sign" aria-hidden="true">
        {props.drawn}
      </span>
      <span class="completion-name one-line">{props.emoji.name}</span>
      <span class="completion-about one-line" dir="ltr">{`:${props.emoji.shortcodes[0] ?? ''}:`}</span>
    </>
  );
}

function PersonWords(props: { person: Mentionable }) {
  const words = useWords();
  return (
    <>
      <Avatar
        id={props.person.who}
        name={props.person.name}
        size="small"
        shape={props.person.who === everyone ? 'group' : 'person'}
      />
      <span class="completion-name one-line" dir="auto">
        {props.person.name}
      </span>
      <span class="completion-about one-line">
        {props.person.handle === null ? words.composer.everyoneHint : words.handleOf(props.person.handle)}
      </span>
    </>
  );
}

/** Whom one may mention here: everybody who is in it, by role all at once, and others whom this device knows. */
function createMentionable(conversation: () => ConversationSummary | undefined): () => readonly Mentionable[] {
  const words = useWords();
  const { me } = useSignedIn();
  const known = createKnownPeople();
  return createMemo((): readonly Mentionable[] => {
    const members = conversation()?.members ?? [];
    const ids = new Set(members.map(({ userId }) => userId));
    const others = members.filter(({ userId }) => userId !== me().userId);
    const role = members.find(({ userId }) => userId === me().userId)?.role ?? null;
    const mayCallAll = conversation()?.kind === 'group' && mayMentionEveryone(role);
    const all: Mentionable = { who: everyone, name: words.composer.everyone, handle: null, isMember: true };
    const personOf = ({ userId, name, handle }: Person) => ({ who: userId, name, handle, isMember: ids.has(userId) });
    return [
      ...others.map(personOf),
      ...(mayCallAll ? [all] : []),
      ...known()
        .filter(({ userId }) => !ids.has(userId))
        .map(personOf),
    ];
  });
}

/** A field that is no single line cannot be a combobox; it says all the same what is offered, and which is marked. */
function showMarked(field: HTMLElement, marked: { readonly listId: string; readonly optionId: string } | null): void {
  const attributes = { 'aria-controls': marked?.listId, 'aria-activedescendant': marked?.optionId };
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) field.removeAttribute(name);
    else field.setAttribute(name, value);
  }
}
