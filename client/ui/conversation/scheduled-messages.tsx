// Messages that go later, and those that could not be sent at their time: above the composer of their conversation, and
// all of them in the settings. Each can be changed, sent at once, or taken back, also with no connection.
import './later.css';
import CalendarClock from 'lucide-solid/icons/calendar-clock';
import Pencil from 'lucide-solid/icons/pencil';
import SendHorizontal from 'lucide-solid/icons/send-horizontal';
import X from 'lucide-solid/icons/x';
import { createSignal, Index, Show } from 'solid-js';
import type { ShownScheduled } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { LaterDialog } from './later-dialog.tsx';
import { scheduledReason } from './scheduled-reason.ts';

interface ScheduledMessagesProps {
  readonly scheduled: readonly ShownScheduled[];
  /** Where the names of their conversations stand beside them. */
  nameOf?(one: ShownScheduled): string;
}

/** Longer than between the two presses of a double click. */
const restMs = 600;

export function ScheduledMessages(props: ScheduledMessagesProps) {
  const words = useWords();
  const { errands } = useSignedIn().messenger;
  const [edited, edit] = createSignal<ShownScheduled | null>(null);
  let list!: HTMLUListElement;
  /** What was pressed may be gone: the focus stays in the list, or goes where one writes. */
  const keepFocus = () =>
    queueMicrotask(() => {
      const next = list.isConnected ? list.querySelector('button') : null;
      (next ?? document.querySelector<HTMLElement>('.composer textarea'))?.focus();
    });
  let restsUntil = 0;
  /** What was pressed leaves its place to another: the second of two quick presses was not meant for that one. */
  const press = (one: ShownScheduled, act: (one: ShownScheduled) => void) => {
    if (performance.now() < restsUntil) return;
    restsUntil = performance.now() + restMs;
    act(one);
    keepFocus();
  };
  const sendNow = (one: ShownScheduled) => errands.change(one, { message: one.message, dueAt: 0 });
  return (
    <>
      <ul ref={(element) => (list = element)} class="scheduled" aria-label={words.errands.scheduled}>
        <Index each={props.scheduled}>
          {(one) => (
            <ScheduledOne
              one={one()}
              name={props.nameOf?.(one()) ?? null}
              onEdit={() => edit(one())}
              onSendNow={() => press(one(), sendNow)}
              onCancel={() => press(one(), (later) => errands.cancel(later))}
            />
          )}
        </Index>
      </ul>
      <Show when={edited()}>
        {(one) => (
          <LaterDialog
            title={words.errands.editTitle}
            submit={words.errands.save}
            text={one().message.text}
            dueAt={Math.max(one().dueAt, Date.now())}
            onDone={({ text, dueAt }) => {
              errands.change(one(), { message: { ...one().message, text }, dueAt });
              edit(null);
              keepFocus();
            }}
            onClose={() => edit(null)}
          />
        )}
      </Show>
    </>
  );
}

interface ScheduledOneProps {
  readonly one: ShownScheduled;
  readonly name: string | null;
  onEdit(): void;
  onSendNow(): void;
  onCancel(): void;
}

function ScheduledOne(props: ScheduledOneProps) {
  const words = useWords();
  const times = useTimes();
  const { now, link } = useSignedIn();
  const when = () => {
    const { status, dueAt, reason } = props.one;
    if (status === 'not-sent') return words.errands.notSentShort(scheduledReason(words, reason));
    if (dueAt <= Date.now()) {
      return link().status === 'online' ? words.errands.goesNow : words.errands.goesOnceConnected;
    }
    const time = times.clockBeside(dueAt, now());
    return status === 'unheard' ? words.errands.unheard(time) : words.errands.goesAt(time);
  };
  return (
    <li class="scheduled-one" classList={{ 'scheduled-not-sent': props.one.status === 'not-sent' }}>
      <CalendarClock class="scheduled-sign" size={20} />
      <div class="scheduled-what">
        <Show when={props.name}>
          {(name) => (
            <p class="field-label one-line" dir="auto">
              {name()}
            </p>
          )}
        </Show>
        <p class="one-line" dir="auto">
          {props.one.message.text}
        </p>
        <p class="scheduled-when" title={props.one.dueAt > 0 ? times.full(props.one.dueAt) : undefined}>
          {when()}
        </p>
      </div>
      <div class="scheduled-actions">
        <IconButton label={words.errands.edit} onPress={() => props.onEdit()}>
          <Pencil size={20} />
        </IconButton>
        <IconButton label={words.errands.sendNow} onPress={() => props.onSendNow()}>
          <SendHorizontal class="turns-with-text" size={20} />
        </IconButton>
        <IconButton label={words.errands.cancel} onPress={() => props.onCancel()}>
          <X size={20} />
        </IconButton>
      </div>
    </li>
  );
}
