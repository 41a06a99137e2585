// One of a few, chosen on purpose: a button opens the choices, the arrows only move among them, and Enter chooses.
// For what acts at once; a field of a form is a ChoiceField.
import './menu.css';
import './choice-menu.css';
import '../conversation/row-menu.css';
import Check from 'lucide-solid/icons/check';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import { createUniqueId, For, Show } from 'solid-js';
import type { Choice } from './choice-field.tsx';
import { moveFocus } from './menu-keys.ts';
import { standBeside } from './stand-beside.ts';

interface ChoiceMenuProps<T extends string> {
  /** What is chosen, and for whom, with the choice that holds. */
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  /** Called for another choice than the one that holds. The focus is on the button by then. */
  onChoose(value: T): void;
}

export function ChoiceMenu<T extends string>(props: ChoiceMenuProps<T>) {
  const id = createUniqueId();
  let menu!: HTMLDivElement;
  let opener!: HTMLButtonElement;
  const items = () => [...menu.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
  const open = (event: ToggleEvent) => {
    if (event.newState !== 'open') return;
    standBeside(menu, opener);
    items()
      .find((item) => item.ariaChecked === 'true')
      ?.focus();
  };
  const choose = (value: T) => {
    menu.hidePopover();
    if (value !== props.value) props.onChoose(value);
  };
  return (
    <>
      <button
        ref={(element) => (opener = element)}
        type="button"
        class="button choice-opener"
        aria-label={props.label}
        aria-haspopup="menu"
        popovertarget={id}
      >
        {props.choices.find(({ value }) => value === props.value)?.label}
        <ChevronDown size={16} />
      </button>
      <div
        ref={(element) => (menu = element)}
        id={id}
        popover="auto"
        class="row-menu"
        onToggle={open}
        onKeyDown={(event) => moveFocus(event, items())}
      >
        <div class="choice-menu" role="menu" aria-label={props.label}>
          <For each={props.choices}>
            {({ value, label }) => (
              <button
                type="button"
                class="menu-item choice-item"
                role="menuitemradio"
                aria-checked={value === props.value}
                onClick={() => choose(value)}
              >
                {label}
                <Show when={value === props.value}>
                  <Check size={16} />
                </Show>
              </button>
            )}
          </For>
        </div>
      </div>
    </>
  );
}
