// The way to a date: a small button that asks for one with the browser's own field.
import './day-jump.css';
import CalendarSearch from 'lucide-solid/icons/calendar-search';
import { createUniqueId, type JSX } from 'solid-js';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button } from '../parts/button.tsx';
import { useTimes, useWords } from '../words/words.tsx';

export function DayJump(props: { onDay(day: string): void }) {
  const words = useWords();
  const times = useTimes();
  const { now } = useSignedIn();
  const id = createUniqueId();
  let panel!: HTMLFormElement;
  let field!: HTMLInputElement;
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    if (field.value === '') return;
    panel.hidePopover();
    props.onDay(field.value);
  };
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={words.conversation.toDay}
        title={words.conversation.toDay}
        popovertarget={id}
      >
        <CalendarSearch size={20} />
      </button>
      <form
        ref={(element) => (panel = element)}
        id={id}
        popover="auto"
        class="day-jump"
        aria-label={words.conversation.toDay}
        onSubmit={submit}
        onToggle={(event) => event.newState === 'open' && field.focus()}
      >
        <input
          ref={(element) => (field = element)}
          class="day-jump-field"
          type="date"
          required
          aria-label={words.conversation.day}
          max={times.dayKey(now())}
        />
        <Button type="submit" look="accent">
          {words.conversation.showDay}
        </Button>
      </form>
    </>
  );
}
