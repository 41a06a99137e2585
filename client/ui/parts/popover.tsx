// What stands beside the button that opened it until one turns to something else. It is open as long as it is mounted;
// the focus goes back to the opener unless it is elsewhere by then.
import './popover.css';
import { onMount, type ParentProps } from 'solid-js';
import { listenToClosing } from './closing.ts';
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
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !popover.contains(relatedTarget)) popover.hidePopover();
  };
  onMount(() => {
    popover.showPopover();
    listenToClosing({ popover, opener: () => props.opener, onClose: () => props.onClose() });
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
      onFocusOut={leave}
    >
      {props.children}
    </div>
  );
}
