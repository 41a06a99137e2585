// What the people of a world did and were told, noted beside it: the promises are held against this at the end.
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../shared/ids.ts';

/** How far a message is, as its writer was told at best. */
export const marks = ['writing', 'waiting', 'sent', 'delivered', 'read'] as const;
export type BestMark = (typeof marks)[number];

export interface Written {
  /** What `nameOf` calls it; of an edit its text. */
  readonly text: string;
  readonly person: number;
  readonly device: string;
  readonly conversationId: ConversationId;
  /** It takes the place of this one. */
  readonly edits: string | null;
  best: BestMark;
  /** Its writer took it away, or what it edits. */
  wasErased: boolean;
  /** Its writer was told that it was not taken, and may have put it away. */
  wasRefused: boolean;
  wasDiscarded: boolean;
  /** Its writer was once out of its conversation afterwards: their devices let go of it. */
  wasLetGo: boolean;
}

/** Somebody has written another's text, or their own, once more. */
export interface Forward {
  readonly person: number;
  readonly to: readonly ConversationId[];
}

/** One person and another with whom they have to do. */
export interface Pair {
  readonly from: number;
  readonly to: number;
}

/** Somebody was told something of a message, at this time of the world. */
export interface Told {
  readonly person: number;
  readonly text: string;
  readonly atMs: number;
}

export class Ledger {
  readonly written = new Map<string, Written>();
  readonly told: Told[] = [];
  readonly problems: string[] = [];
  readonly counts = { steps: 0, crashes: 0, restores: 0, faults: 0, refusals: 0, messages: 0 };
  /** How often a channel was closed with each code. */
  readonly refusals = new Map<string, number>();
  /** When the server put each entry into its log, by document, client and clock. */
  readonly arrivals = new Map<string, number>();
  /** By the text that was forwarded. */
  readonly forwards = new Map<string, Forward[]>();
  /** Who asked to be whose contact, by the first words. */
  readonly requests = new Map<string, Pair>();
  /** Who agreed to be whose contact. */
  readonly agreements: Pair[] = [];
  /** Who has ever blocked whom. */
  readonly blocked: Pair[] = [];
  /** Conversations that somebody began and was told that they are on the disk. */
  readonly begun: { readonly person: number; readonly conversationId: ConversationId }[] = [];
  /** Who has read anything, or marked it unread. */
  readonly readers = new Set<number>();

  /** A text that no other message has, and that can be found in any bytes. */
  nextText(): string {
    return `[[${this.written.size + 1}]]`;
  }

  write(
    one: Omit<Written, 'edits' | 'best' | 'wasErased' | 'wasRefused' | 'wasDiscarded' | 'wasLetGo'>,
    edits: string | null = null,
  ): void {
    this.counts.messages++;
    this.written.set(one.text, {
      ...{ ...one, edits, best: 'writing' as const },
      ...{
        wasErased: this.written.get(edits ?? '')?.wasErased === true,
        wasRefused: false,
        wasDiscarded: false,
        wasLetGo: false,
      },
    });
  }

  forward(text: string, person: number, to: readonly ConversationId[]): void {
    this.forwards.set(text, [...(this.forwards.get(text) ?? []), { person, to }]);
  }

  /** Of a message that was taken away, and all that took its place. */
  erase(texts: readonly string[]): void {
    const gone = new Set(texts);
    for (const written of this.written.values()) {
      if (gone.has(written.text) || (written.edits !== null && gone.has(written.edits))) {
        written.wasErased = true;
        gone.add(written.text);
      }
    }
  }

  problem(what: string): void {
    if (!this.problems.includes(what)) this.problems.push(what);
  }

  noteRefusal(code: string): void {
    this.counts.refusals++;
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }
}

/** All texts of messages that stand in some bytes, whatever else they are. */
export function textsIn(bytes: Uint8Array | string): string[] {
  const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
  return [...text.matchAll(/\[\[\d+\]\]/g)].map(([found]) => found);
}

/** A message is called by its first text, which no other has; a forward, which has another's, by who wrote it and its id. */
export function nameOf({
  key,
  text,
  versions,
  forwarded,
}: Pick<TimelineItem, 'key' | 'text' | 'versions' | 'forwarded'>): string {
  return forwarded === null ? (versions[0]?.text ?? text ?? '') : key;
}
