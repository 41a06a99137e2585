// What stands beside the button that opened it until one turns to something else: the browser's popover closes it and
// takes Escape. It is open as long as it is mounted; the focus goes back to the opener unless it is elsewhere by then.
import './popover.css';
import { onMount, type ParentProps } from 'solid-js';
import { standBeside } from './stand-beside.ts';

interface PopoverProps {
  readonly label: string;
  readonly opener: HTMLElement;
  /** It stands where it should: here it takes the focus. */
  onShown(popover: HTMLElement): void;
  onClose(): void;
}

export function Popover(props: ParentProps<PopoverProps>) {
  let popover!: HTMLDivElement;
  const toggle = (event: ToggleEvent) => {
    if (event.newState === 'open') return;
    if (document.activeElement === document.body || popover.contains(document.activeElement)) props.opener.focus();
    props.onClose();
  };
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !popover.contains(relatedTarget)) popover.hidePopover();
  };
  onMount(() => {
    popover.showPopover();
    standBeside(popover, props.opener);
    props.onShown(popover); // in this turn: the next key may come before the browser tells that it is open
  });
  return (
    <div
      ref={(element) => (popover = element)}
      popover="auto"
      class="popover"
      role="dialog"
      aria-label={props.label}
      onToggle={toggle}
      onFocusOut={leave}
    >
      {props.children}
    </div>
  );
}
