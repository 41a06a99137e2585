// The ways in that need no button: what is pasted anywhere on the conversation, and what is dropped over it. It goes to this
// conversation, wherever one looks by the time it is kept. Needs an owner.
import { createSignal, onCleanup, onMount, type Accessor } from 'solid-js';
import { droppedFiles, pastedFiles } from './taken-files.ts';

interface WaysIn {
  /** What is dropped over it is meant for the conversation. */
  pane(): HTMLElement;
  /** Where one writes. */
  field(): HTMLElement;
  /** False: what comes is refused, with a word. */
  isOffered(): boolean;
  onFiles(files: readonly File[]): void;
  onRefused(why: 'folder' | 'not-now'): void;
}

/** Whether files are held over the conversation, and may be dropped. */
export function createWaysIn(ways: WaysIn): Accessor<boolean> {
  const [isOver, setOver] = createSignal(false);
  const take = (files: readonly File[]) => {
    if (files.length === 0) return;
    if (ways.isOffered()) ways.onFiles(files);
    else ways.onRefused('not-now');
  };
  const paste = (event: ClipboardEvent) => {
    if (event.defaultPrevented || event.clipboardData === null || !isMeant(event.target)) return;
    const { types, files } = event.clipboardData;
    const pasted = pastedFiles({ types, files: [...files] });
    if (pasted.length === 0) return;
    event.preventDefault();
    take(pasted);
  };
  /** Not what is pasted into another field, or over something that is open above the conversation. */
  const isMeant = (target: EventTarget | null) => {
    if (target === ways.field()) return true;
    const isElsewhere = target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
    return !isElsewhere && document.querySelector(':modal') === null;
  };
  const hold = (event: DragEvent) => {
    if (!bringsFiles(event) || !ways.isOffered()) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  const leave = ({ relatedTarget }: DragEvent) => {
    if (!(relatedTarget instanceof Node) || !ways.pane().contains(relatedTarget)) setOver(false);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    if (!bringsFiles(event) || event.dataTransfer === null) return;
    event.preventDefault();
    const { files, hasFolder } = droppedFiles([...event.dataTransfer.items]);
    if (hasFolder) ways.onRefused('folder');
    take(files);
  };
  onMount(() => {
    const pane = ways.pane();
    const listeners = { dragenter: hold, dragover: hold, dragleave: leave, drop } as const;
    for (const [kind, listener] of Object.entries(listeners)) pane.addEventListener(kind, listener as EventListener);
    document.addEventListener('paste', paste);
    onCleanup(() => {
      for (const [kind, listener] of Object.entries(listeners))
        pane.removeEventListener(kind, listener as EventListener);
      document.removeEventListener('paste', paste);
    });
  });
  return isOver;
}

/** A browser opens what is dropped beside every place for it, instead of the app: nowhere here. */
export function refuseStrayDrops(): void {
  const refuse = (event: DragEvent) => {
    if (event.defaultPrevented || !bringsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
  onCleanup(() => {
    window.removeEventListener('dragover', refuse);
    window.removeEventListener('drop', refuse);
  });
}

function bringsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}
