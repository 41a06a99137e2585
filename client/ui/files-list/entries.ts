// What the Files screens show of the messages that were found: each file, or each link, by itself, under the month in which
// it was sent, the newest first. Pure.
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { Span } from '../../../shared/search/folded-places.ts';
import { holdsKind } from '../../../shared/search/kinds.ts';
import { parseAddress } from '../../../shared/text/address.ts';
import type { Hit } from '../../engine/search/join-hits.ts';
import { filesTabs, type FilesTab } from './files-tabs.ts';

export interface FileEntry {
  /** Of all entries, and the same as long as its message is found. */
  readonly key: string;
  readonly hit: Hit;
  readonly attachment: Attachment;
  /** Where in its name what was looked for stands. */
  readonly spans: readonly Span[];
}

export interface LinkEntry {
  readonly key: string;
  readonly hit: Hit;
  readonly href: string;
  /** As it was written. */
  readonly text: string;
}

export interface Month<Entry> {
  /** `yyyy-mm` in the reader's zone. */
  readonly key: string;
  /** A moment in it, in ms. */
  readonly at: number;
  readonly entries: readonly Entry[];
}

/** Of a message in which files are named so, these alone; all of it where it was found by its words. */
export function fileEntries(hits: readonly Hit[], tab: Exclude<FilesTab, 'links'>): readonly FileEntry[] {
  return hits.flatMap((hit) => {
    const all = hit.files
      .map(({ attachment, spans }, index) => ({ key: `${hit.key} ${index}`, hit, attachment, spans }))
      .filter(({ attachment }) => holdsKind(filesTabs[tab], { text: '', attachments: [attachment] }));
    const named = all.filter(({ spans }) => spans.length > 0);
    const isByName = hit.spans.length === 0 && hit.files.some(({ spans }) => spans.length > 0);
    return named.length > 0 || isByName ? named : all;
  });
}

/** Each leads where a reader of the message would be led. */
export function linkEntries(hits: readonly Hit[]): readonly LinkEntry[] {
  return hits.flatMap((hit) =>
    hit.links.flatMap((text, index) => {
      const href = parseAddress(text);
      return href === null ? [] : [{ key: `${hit.key} ${index}`, hit, href, text }];
    }),
  );
}

export function byMonth<Entry extends { readonly hit: Pick<Hit, 'at'> }>(
  entries: readonly Entry[],
  dayKey: (atMs: number) => string,
): readonly Month<Entry>[] {
  const months = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = dayKey(entry.hit.at).slice(0, 'yyyy-mm'.length);
    const known = months.get(key);
    if (known === undefined) months.set(key, [entry]);
    else known.push(entry);
  }
  return [...months].map(([key, own]) => ({ key, at: own[0]?.hit.at ?? 0, entries: own }));
}
