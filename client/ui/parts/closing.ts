// How a popover goes that is mounted as long as it is open: the browser closes it and tells so a turn later. At Escape it
// goes at once, or the next key would still meet it and do nothing.
import { isForInputMethod } from './input-method.ts';

interface Closing {
  readonly popover: HTMLElement;
  /** Gets the focus back unless it is elsewhere by then. */
  readonly opener: () => HTMLElement;
  readonly onClose: () => void;
}

export function listenToClosing({ popover, opener, onClose }: Closing): void {
  let isClosed = false;
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    const { activeElement } = document;
    if (activeElement === document.body || popover.contains(activeElement)) opener().focus();
    onClose();
  };
  popover.addEventListener('toggle', ({ newState }) => {
    if (newState === 'closed') close();
  });
  popover.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || isForInputMethod(event)) return;
    event.preventDefault();
    event.stopPropagation();
    popover.hidePopover();
    close();
  });
}
