// Writes into a field as if it were typed: the browser can take it back, and whoever listens hears of it.

export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The caret stands behind it afterwards. The field has the focus. */
export function replaceIn(field: HTMLTextAreaElement, { from, to, text }: Replacement): void {
  field.setSelectionRange(from, to);
  // Nothing else writes so that it can be taken back; where a browser knows it no more, it is written all the same.
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, from, to, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
