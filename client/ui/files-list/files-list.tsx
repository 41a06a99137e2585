// What was found, under its months: pictures and videos side by side, everything else below each other.
import { createMemo, createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { Hit } from '../../engine/search/join-hits.ts';
import { useTimes } from '../words/words.tsx';
import { byMonth, fileEntries, linkEntries, type FileEntry, type LinkEntry } from './entries.ts';
import { DocumentRow } from './document-row.tsx';
import type { FilesTab } from './files-tabs.ts';
import { LinkRow } from './link-row.tsx';
import { ListedPictures } from './listed-pictures.tsx';
import { MediaTile } from './media-tile.tsx';
import { SoundRow } from './sound-row.tsx';

interface FilesListProps {
  readonly hits: readonly Hit[];
  readonly tab: FilesTab;
  /** Of all conversations: each says where it is. */
  readonly isOfAll: boolean;
  /** There may be older ones. */
  readonly hasMore: boolean;
  onMore(): void;
}

export function FilesList(props: FilesListProps) {
  const files = createMemo(() => (props.tab === 'links' ? [] : fileEntries(props.hits, props.tab)));
  const links = createMemo(() => (props.tab === 'links' ? linkEntries(props.hits) : []));
  /** The key of what is looked at large. */
  const [shown, setShown] = createSignal<string | null>(null);
  return (
    <Switch
      fallback={
        <Months entries={files()} class="listed-rows">
          {(entry) => <ListedFile entry={entry()} isOfAll={props.isOfAll} />}
        </Months>
      }
    >
      <Match when={props.tab === 'links'}>
        <Months entries={links()} class="listed-rows">
          {(entry) => <LinkRow entry={entry()} isOfAll={props.isOfAll} />}
        </Months>
      </Match>
      <Match when={props.tab === 'media'}>
        <Months entries={files()} class="listed-grid">
          {(entry) => <MediaTile entry={entry()} onOpen={() => setShown(entry().key)} />}
        </Months>
        <Show when={shown()} keyed>
          {(key) => (
            <ListedPictures
              entries={files()}
              first={key}
              hasMore={props.hasMore}
              onMore={() => props.onMore()}
              onClose={() => setShown(null)}
            />
          )}
        </Show>
      </Match>
    </Switch>
  );
}

function ListedFile(props: { entry: FileEntry; isOfAll: boolean }) {
  const file = () => props.entry.attachment;
  const document = createMemo(() => oneOf(file(), 'document'));
  const sound = createMemo(() => oneOf(file(), 'voice') ?? oneOf(file(), 'audio'));
  return (
    <Switch>
      <Match when={document()}>
        {(found) => <DocumentRow entry={props.entry} file={found()} isOfAll={props.isOfAll} />}
      </Match>
      <Match when={sound()}>{(found) => <SoundRow entry={props.entry} file={found()} isOfAll={props.isOfAll} />}</Match>
    </Switch>
  );
}

function oneOf<Form extends Attachment['form']>(
  file: Attachment,
  form: Form,
): Extract<Attachment, { form: Form }> | null {
  return file.form === form ? (file as Extract<Attachment, { form: Form }>) : null; // by what was compared
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
            <section class="listed-month" aria-label={times.month(month().at)}>
              <h3 class="search-part listed-month-name">{times.month(month().at)}</h3>
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
