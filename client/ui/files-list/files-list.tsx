// What was found, under its months: pictures and videos side by side, everything else below each other.
import { createMemo, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { Hit } from '../../engine/search/join-hits.ts';
import { useTimes } from '../words/words.tsx';
import { byMonth, fileEntries, linkEntries, type FileEntry, type LinkEntry } from './entries.ts';
import { FileRow } from './file-row.tsx';
import type { FilesTab } from './files-tabs.ts';
import { LinkRow } from './link-row.tsx';
import { MediaTile } from './media-tile.tsx';

interface FilesListProps {
  readonly hits: readonly Hit[];
  readonly tab: FilesTab;
  /** Of all conversations: each says where it is. */
  readonly isOfAll: boolean;
}

export function FilesList(props: FilesListProps) {
  const files = createMemo(() => (props.tab === 'links' ? [] : fileEntries(props.hits, props.tab)));
  const links = createMemo(() => (props.tab === 'links' ? linkEntries(props.hits) : []));
  return (
    <Switch
      fallback={
        <Months entries={files()} class="files-rows">
          {(entry) => <FileRow entry={entry()} isOfAll={props.isOfAll} />}
        </Months>
      }
    >
      <Match when={props.tab === 'links'}>
        <Months entries={links()} class="files-rows">
          {(entry) => <LinkRow entry={entry()} isOfAll={props.isOfAll} />}
        </Months>
      </Match>
      <Match when={props.tab === 'media'}>
        <Months entries={files()} class="files-grid">
          {(entry) => <MediaTile entry={entry()} />}
        </Months>
      </Match>
    </Switch>
  );
}

interface MonthsProps<Entry> {
  readonly entries: readonly Entry[];
  readonly class: string;
  readonly children: (entry: () => Entry) => JSX.Element;
}

/** What is there already stays as it is when more comes: each is known by its key. */
function Months<Entry extends FileEntry | LinkEntry>(props: MonthsProps<Entry>) {
  const times = useTimes();
  const byKey = createMemo(() => new Map(props.entries.map((entry) => [entry.key, entry])));
  const months = createMemo(
    () => new Map(byMonth(props.entries, (atMs) => times.dayKey(atMs)).map((month) => [month.key, month])),
  );
  return (
    <For each={[...months().keys()]}>
      {(key) => (
        <Show when={months().get(key)}>
          {(month) => (
            <section class="files-month" aria-label={times.month(month().at)}>
              <h3 class="search-part files-month-name">{times.month(month().at)}</h3>
              <ul class={props.class}>
                <For each={month().entries.map((entry) => entry.key)}>
                  {(own) => <Show when={byKey().get(own)}>{(entry) => <li>{props.children(entry)}</li>}</Show>}
                </For>
              </ul>
            </section>
          )}
        </Show>
      )}
    </For>
  );
}
