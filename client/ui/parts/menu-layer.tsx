// A menu beside what opened it, as long as it is mounted. The arrows go round its items; the focus goes back to the opener
// unless it is elsewhere by then.
import './menu.css';
import './choice-menu.css';
import '../conversation/row-menu.css';
import { onCleanup, onMount, type JSX } from 'solid-js';
import { listenToClosing } from './closing.ts';
import { moveFocus } from './menu-keys.ts';
import { standBeside } from './stand-beside.ts';

interface MenuLayerProps {
  readonly label: string;
  /** Asked when it is needed: a row may have been made anew meanwhile. */
  opener(): HTMLElement;
  onClose(): void;
  /** Its items, which close it by what they are given. */
  readonly children: (close: () => void) => JSX.Element;
}

export function MenuLayer(props: MenuLayerProps) {
  let menu!: HTMLDivElement;
  const items = () => [...menu.querySelectorAll<HTMLElement>('.menu-item')];
  onMount(() => {
    menu.showPopover();
    listenToClosing({ popover: menu, opener: () => props.opener(), onClose: () => props.onClose() });
    const follow = () => standBeside(menu, props.opener());
    follow();
    window.addEventListener('resize', follow);
    onCleanup(() => window.removeEventListener('resize', follow));
    // In this turn: the next key may come before the browser tells that it is open.
    (items().find((item) => item.ariaChecked === 'true') ?? items()[0])?.focus();
  });
  return (
    <div
      ref={(element) => (menu = element)}
      popover="auto"
      class="row-menu"
      onKeyDown={(event) => moveFocus(event, items())}
    >
      <div class="choice-menu" role="menu" aria-label={props.label}>
        {props.children(() => menu.hidePopover())}
      </div>
    </div>
  );
}
