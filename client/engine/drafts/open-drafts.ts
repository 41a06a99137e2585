// What one writes and has not sent, for each conversation: it survives a reload, a closed browser, a new version.
// One draft for each conversation on this device: what is written or sent in one tab shows in the others, beside what is
// being typed there.
// Where nothing can be stored, drafts live as long as the page. Step 1 of a message's path.
// Other devices learn of them, and these of theirs, through `client/engine/personal`.
import { asText } from '../as-text.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { mergeTexts } from '../../../shared/personal/merge-texts.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Platform } from '../platform.ts';

export interface Drafts {
  /** Empty when there is none. */
  read(conversationId: ConversationId): string;
  /** An empty text ends the draft. */
  write(conversationId: ConversationId, text: string): void;
  /** Calls back after another tab or device changed this draft, until the returned function is called. */
  onChangedElsewhere(conversationId: ConversationId, listener: () => void): () => void;
  /** Gives what is not stored yet to the disk, and nothing after. */
  close(): void;
}

/** Drafts as whoever brings them to other devices needs them. */
export interface KeptDrafts extends Drafts {
  /** The conversations in which something is drafted. */
  all(): readonly ConversationId[];
  /** Takes what was written on another device. */
  take(conversationId: ConversationId, text: string): void;
  /** Gives to the disk what is not yet there. */
  keep(): void;
  /** Calls back after a draft was given to the disk: by this tab or another. */
  onChanged(listener: (conversationId: ConversationId, where: 'here' | 'elsewhere') => void): () => void;
}

export interface DraftsOptions {
  readonly platform: Pick<Platform, 'schedule' | 'onLeaving'>;
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys' | 'onChangedElsewhere'>;
}

/** A killed browser loses at most what was typed in this time; a closed one nothing. */
const keepDelayMs = 300;
/** Begins the key of each draft. */
const storePrefix = 'draft/';

export function draftKey(conversationId: ConversationId): string {
  return `${storePrefix}${conversationId}`;
}

export function openDrafts({ platform, kept }: DraftsOptions): KeptDrafts {
  const texts = new Map<ConversationId, string>();
  /** What is typed and not kept yet, with the kept text that it was typed into. */
  const unkept = new Map<ConversationId, string>();
  const listeners = new Map<ConversationId, Set<() => void>>();
  const readKept = (conversationId: ConversationId) => textOf(kept.read(draftKey(conversationId)));
  const watchers = new Set<(conversationId: ConversationId, where: 'here' | 'elsewhere') => void>();
  const tell = (conversationId: ConversationId) => {
    for (const listener of listeners.get(conversationId) ?? []) listener();
  };
  let isOpen = true;
  let cancelKeep: (() => void) | null = null;
  const keep = () => {
    cancelKeep?.();
    cancelKeep = null;
    const changed = [...unkept.keys()];
    unkept.clear();
    for (const conversationId of changed) {
      const text = texts.get(conversationId) ?? '';
      if (text === '') kept.remove(draftKey(conversationId));
      else kept.write(draftKey(conversationId), text);
    }
    for (const conversationId of changed) for (const watcher of watchers) watcher(conversationId, 'here');
  };
  const takeFromElsewhere = (key: string) => {
    if (!key.startsWith(storePrefix)) return;
    const conversationId = key.slice(storePrefix.length) as ConversationId; // a key that write() made, or nobody's
    const base = unkept.get(conversationId);
    if (base === undefined) texts.delete(conversationId);
    else {
      // What is typed here meanwhile stands beside it, and will be kept in its turn.
      const there = readKept(conversationId);
      texts.set(conversationId, mergeTexts(base, texts.get(conversationId) ?? '', there));
      unkept.set(conversationId, there);
    }
    tell(conversationId);
    for (const watcher of watchers) watcher(conversationId, 'elsewhere');
  };
  const stops = [platform.onLeaving(keep), kept.onChangedElsewhere(takeFromElsewhere)];
  return {
    read(conversationId) {
      const text = texts.get(conversationId) ?? readKept(conversationId);
      texts.set(conversationId, text);
      return text;
    },
    write(conversationId, text) {
      if (!isOpen) return;
      texts.set(conversationId, asText(text));
      if (!unkept.has(conversationId)) unkept.set(conversationId, readKept(conversationId));
      // What was sent is gone at once: a draft that came back would be sent twice.
      if (text === '') keep();
      else cancelKeep ??= platform.schedule(keepDelayMs, keep);
    },
    onChangedElsewhere(conversationId, listener) {
      const known = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, known.add(listener));
      return () => known.delete(listener);
    },
    all: () => kept.keys(storePrefix).map((key) => key.slice(storePrefix.length) as ConversationId), // as above
    take(conversationId, text) {
      if (!isOpen) return;
      texts.set(conversationId, text);
      unkept.set(conversationId, text);
      keep();
      tell(conversationId);
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
  return mergeTexts('', textOf(written), textOf(found));
}

function textOf(stored: unknown): string {
  return typeof stored === 'string' ? stored : '';
}
