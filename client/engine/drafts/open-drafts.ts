// What one writes and has not sent, for each conversation: it survives a reload, a closed browser, a new version.
// One draft for each conversation on this device: what is written or sent in one tab shows in the others, beside what is
// being typed there.
// Where nothing can be stored, drafts live as long as the page. Step 1 of a message's path.
// Other devices learn of them, and these of theirs, through `client/engine/personal`.
import { asText } from '../as-text.ts';
import { parseConversationId, type ConversationId } from '../../../shared/ids.ts';
import { readBeside, writeBeside, type Beside } from '../../../shared/personal/beside.ts';
import { besideKey, mergeKept, parseBesideKey, type TextKey } from '../../../shared/personal/drafts.ts';
import { spliceBetween } from '../../../shared/personal/merge-texts.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Platform } from '../platform.ts';

export interface Drafts {
  /** Empty when there is none. */
  read(conversationId: ConversationId): string;
  /** An empty text ends the draft; what stands beside it stays. */
  write(conversationId: ConversationId, text: string): void;
  besideOf(conversationId: ConversationId): Beside;
  writeBeside(conversationId: ConversationId, beside: Beside): void;
  /** It was sent: gone with all that stands beside it. */
  end(conversationId: ConversationId): void;
  /** Where one was last in the text, or it was last changed elsewhere; null where that is not known. */
  caretOf(conversationId: ConversationId): number | null;
  noteCaret(conversationId: ConversationId, caret: number): void;
  /**
   * Calls back after another tab or device changed this draft or what stands beside it, until the returned function is
   * called.
   */
  onChangedElsewhere(conversationId: ConversationId, listener: () => void): () => void;
  /** Gives what is not stored yet to the disk, and nothing after. */
  close(): void;
}

/** Drafts as whoever brings them to other devices needs them, and what is kept in the same way. */
export interface KeptDrafts extends Drafts {
  read(key: TextKey): string;
  write(key: TextKey, text: string): void;
  /** What something is drafted for, and what is saved. */
  all(): readonly TextKey[];
  /** Takes what was written on another device. */
  take(key: TextKey, text: string): void;
  /** Gives to the disk what is not yet there. */
  keep(): void;
  /** Calls back after a draft was given to the disk: by this tab or another. */
  onChanged(listener: (key: TextKey, where: 'here' | 'elsewhere') => void): () => void;
}

export interface DraftsOptions {
  readonly platform: Pick<Platform, 'schedule' | 'onLeaving'>;
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys' | 'onChangedElsewhere'>;
}

/** A killed browser loses at most what was typed in this time; a closed one nothing. */
const keepDelayMs = 300;
/** Begins the key of each draft. */
const storePrefix = 'draft/';
/** Carets stay on this device: elsewhere it is where the text was changed. */
const caretPrefix = 'caret/';

export function draftKey(key: TextKey): string {
  return `${storePrefix}${key}`;
}

export function openDrafts({ platform, kept }: DraftsOptions): KeptDrafts {
  const texts = new Map<TextKey, string>();
  /** What is typed and not kept yet, with the kept text that it was typed into. */
  const unkept = new Map<TextKey, string>();
  const listeners = new Map<TextKey, Set<() => void>>();
  const readKept = (key: TextKey) => textOf(kept.read(draftKey(key)));
  const carets = new Map<ConversationId, number>();
  const watchers = new Set<(key: TextKey, where: 'here' | 'elsewhere') => void>();
  const tell = (key: TextKey) => {
    for (const listener of listeners.get(parseBesideKey(key) ?? key) ?? []) listener();
  };
  let isOpen = true;
  let cancelKeep: (() => void) | null = null;
  const keep = () => {
    cancelKeep?.();
    cancelKeep = null;
    const changed = [...unkept.keys()];
    unkept.clear();
    for (const key of changed) {
      const text = texts.get(key) ?? '';
      if (text === '') kept.remove(draftKey(key));
      else kept.write(draftKey(key), text);
    }
    for (const [conversationId, caret] of carets) kept.write(`${caretPrefix}${conversationId}`, caret);
    carets.clear();
    for (const key of changed) for (const watcher of watchers) watcher(key, 'here');
  };
  const keepSoon = () => (cancelKeep ??= platform.schedule(keepDelayMs, keep));
  const noteCaret = (conversationId: ConversationId, caret: number) => {
    if (!isOpen || caretOf(conversationId) === caret) return;
    carets.set(conversationId, caret);
    keepSoon();
  };
  const caretOf = (conversationId: ConversationId) => {
    const found = carets.get(conversationId) ?? kept.read(`${caretPrefix}${conversationId}`);
    return typeof found === 'number' ? found : null;
  };
  const read = (key: TextKey) => {
    const text = texts.get(key) ?? readKept(key);
    texts.set(key, text);
    return text;
  };
  const write = (key: TextKey, text: string) => {
    if (!isOpen) return;
    texts.set(key, asText(text));
    if (!unkept.has(key)) unkept.set(key, readKept(key));
    // What was sent is gone at once: a draft that came back would be sent twice.
    if (text === '') keep();
    else keepSoon();
  };
  const takeFromElsewhere = (storeKey: string) => {
    if (!storeKey.startsWith(storePrefix)) return;
    const key = storeKey.slice(storePrefix.length) as TextKey; // a key that write() made, or nobody's
    const base = unkept.get(key);
    if (base === undefined) texts.delete(key);
    else {
      // What is typed here meanwhile stands beside it, and will be kept in its turn.
      const there = readKept(key);
      texts.set(key, mergeKept(key, { base, mine: texts.get(key) ?? '', theirs: there }));
      unkept.set(key, there);
    }
    tell(key);
    for (const watcher of watchers) watcher(key, 'elsewhere');
  };
  const stops = [platform.onLeaving(keep), kept.onChangedElsewhere(takeFromElsewhere)];
  return {
    read,
    write,
    besideOf: (conversationId) => readBeside(read(besideKey(conversationId))),
    writeBeside: (conversationId, beside) => write(besideKey(conversationId), writeBeside(beside)),
    end(conversationId) {
      if (read(besideKey(conversationId)) !== '') write(besideKey(conversationId), '');
      write(conversationId, '');
      carets.delete(conversationId);
      kept.remove(`${caretPrefix}${conversationId}`);
    },
    caretOf,
    noteCaret,
    onChangedElsewhere(key, listener) {
      const known = listeners.get(key) ?? new Set();
      listeners.set(key, known.add(listener));
      return () => known.delete(listener);
    },
    all: () => kept.keys(storePrefix).map((storeKey) => storeKey.slice(storePrefix.length) as TextKey), // as above
    take(key, text) {
      if (!isOpen) return;
      const changed = spliceBetween(read(key), text);
      texts.set(key, text);
      unkept.set(key, text);
      const conversationId = parseConversationId(key);
      if (conversationId !== null) carets.set(conversationId, changed.at + changed.text.length);
      keep();
      tell(key);
    },
    keep,
    onChanged(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    close() {
      for (const stop of stops) stop();
      keep();
      isOpen = false;
    },
  };
}

/**
 * Of a draft that was typed or sent before the disk gave out its own, both count: nobody had seen what was found.
 * Undefined for another key.
 */
export function mergeKeptDraft(key: string, { written, found }: { written: unknown; found: unknown }): unknown {
  if (!key.startsWith(storePrefix) || textOf(found) === '') return undefined;
  const of = key.slice(storePrefix.length) as TextKey; // a key that write() made, or nobody's
  return mergeKept(of, { base: '', mine: textOf(written), theirs: textOf(found) });
}

function textOf(stored: unknown): string {
  return typeof stored === 'string' ? stored : '';
}
