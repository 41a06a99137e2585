// Keys that belong to an input method: while it composes a character, Enter takes its offer and Escape leaves it.

/** Safari ends a composition before its Enter; 229 is the one trace it leaves. */
export function isForInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
