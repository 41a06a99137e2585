// The files of the next message, above where one writes: in the order in which they will stand, with what keeps one of them
// from going. Arrow keys go from one to the next, with Alt they move it, Delete takes it out; a mouse drags.
import './tray.css';
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ChosenFile } from '../../engine/files/files.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { useWords } from '../words/words.tsx';
import { stepOf } from './tray-keys.ts';
import { Tile, type TileActs } from './tile.tsx';
import { VoiceTile } from './voice-tile.tsx';

interface TrayProps {
  readonly conversationId: ConversationId;
  readonly chosen: readonly ChosenFile[];
  /** The focus goes where one writes: nothing is left here, or one has turned from it. */
  onLeave(): void;
}

export function Tray(props: TrayProps) {
  const words = useWords();
  const sending = useSendingWords();
  const { files } = useSignedIn().messenger;
  const limits = createReadable(files.limits);
  const ids = createMemo(() => props.chosen.map(({ id }) => id), [], { equals: isSameOrder });
  const byId = createMemo(() => new Map(props.chosen.map((one) => [one.id, one])));
  const [said, say] = createSignal('');
  const [current, setCurrent] = createSignal<string | null>(null);
  const [dragged, drag] = createSignal<string | null>(null);
  /** What has the focus once the tiles stand anew. */
  let toFocus: string | null = null;
  let list!: HTMLUListElement;
  const focusOn = (id: string | undefined) => {
    if (id !== undefined) list.querySelector<HTMLElement>(`[data-tile="${id}"] .tile-face`)?.focus();
  };
  createEffect(
    on(ids, () => {
      if (toFocus !== null) focusOn(toFocus);
      toFocus = null;
    }),
  );
  const stop = () => (ids().includes(current() ?? '') ? current() : (ids()[0] ?? null));
  const nameOf = (id: string) => byId().get(id)?.name ?? '';
  const move = (id: string, to: number) => {
    if (to < 0 || to >= ids().length || ids()[to] === id) return;
    toFocus = id;
    files.move(props.conversationId, id, to);
    say(sending.tray.moved(nameOf(id), to + 1, ids().length));
  };
  const remove = (id: string) => {
    const at = ids().indexOf(id);
    toFocus = ids()[at + 1] ?? ids()[at - 1] ?? null;
    const name = nameOf(id);
    files.drop(props.conversationId, id);
    say(sending.tray.removed(name));
    if (ids().length === 0) props.onLeave();
  };
  const removeAll = () => {
    for (const id of ids()) files.drop(props.conversationId, id);
    props.onLeave();
  };
  const pressKey = (event: KeyboardEvent, id: string) => {
    const at = ids().indexOf(id);
    const step = stepOf(event, getComputedStyle(list).direction === 'rtl');
    if (event.key === 'Delete' || event.key === 'Backspace') remove(id);
    else if (event.key === 'Escape') props.onLeave();
    else if (step === null) return;
    else if (event.altKey) move(id, at + step);
    else focusOn(ids().at(Math.min(ids().length - 1, Math.max(0, at + step))));
    event.preventDefault();
    event.stopPropagation(); // with Alt these keys go from conversation to conversation
  };
  const actsFor = (id: string): TileActs => ({
    move: (by) => move(id, ids().indexOf(id) + by),
    remove: () => remove(id),
    setOriginal: (isOriginal) => files.setOriginal(props.conversationId, id, isOriginal),
  });
  const going = createMemo(() => props.chosen.filter(({ state }) => state !== 'problem'));
  const bytes = () => going().reduce((sum, { attachment, size }) => sum + (attachment?.size ?? size), 0);
  const room = () => limits()?.room ?? null;
  const problemOf = ({ name, form, problem }: ChosenFile) => {
    const most = limits()?.maxBytes[form];
    const text = sending.tray.problem(problem ?? 'unreadable', form, most ? sizeText(most, words.language) : null);
    return sending.tray.problemOf(name, text);
  };
  return (
    <div class="tray" role="group" aria-label={sending.tray.label}>
      <p class="unseen" id="tray-keys">
        {sending.tray.keys}
      </p>
      <ul ref={(element) => (list = element)} class="tray-tiles" aria-describedby="tray-keys">
        <For each={ids()}>
          {(id, at) => (
            <Show when={byId().get(id)}>
              {(file) => (
                <li
                  class="tile"
                  classList={{
                    'tile-wide': file().form === 'voice',
                    'tile-wrong': file().state === 'problem',
                    'tile-dragged': dragged() === id,
                  }}
                  data-tile={id}
                  draggable={true}
                  onFocusIn={() => setCurrent(id)}
                  onKeyDown={(event) => {
                    if (event.target.matches('.tile-face')) pressKey(event, id);
                  }}
                  onDragStart={(event) => {
                    drag(id);
                    if (event.dataTransfer === null) return;
                    event.dataTransfer.effectAllowed = 'move';
                    event.dataTransfer.setData('text/x-tile', id); // some browsers drag nothing that is nothing
                  }}
                  onDragEnd={() => drag(null)}
                  onDragOver={(event) => {
                    if (dragged() !== null) event.preventDefault();
                  }}
                  onDrop={(event) => {
                    const moved = dragged();
                    if (moved === null) return;
                    event.preventDefault();
                    move(moved, at());
                  }}
                >
                  <Show
                    when={file().form === 'voice'}
                    fallback={
                      <Tile
                        {...{ conversationId: props.conversationId, acts: actsFor(id) }}
                        {...{ file: file(), place: at() + 1, count: ids().length, isStop: stop() === id }}
                      />
                    }
                  >
                    <VoiceTile
                      {...{ conversationId: props.conversationId, acts: actsFor(id) }}
                      {...{ file: file(), place: at() + 1, count: ids().length, isStop: stop() === id }}
                    />
                  </Show>
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
      <div role="alert">
        <For each={props.chosen.filter(({ state }) => state === 'problem')}>
          {(file) => (
            <p class="tray-problem" dir="auto">
              {problemOf(file)}
            </p>
          )}
        </For>
        <Show when={room() !== null && bytes() > (room() ?? 0)}>
          <p class="tray-problem">{sending.tray.noRoom(sizeText(room() ?? 0, words.language))}</p>
        </Show>
      </div>
      <div class="tray-foot">
        <p class="tray-total">{sending.tray.total(going().length, sizeText(bytes(), words.language))}</p>
        <Show when={ids().length > 1}>
          <button type="button" class="tray-clear" onClick={removeAll}>
            {sending.tray.removeAll}
          </button>
        </Show>
      </div>
      <p class="unseen" role="status">
        {said()}
      </p>
    </div>
  );
}

function isSameOrder(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}
