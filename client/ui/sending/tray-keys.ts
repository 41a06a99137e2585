// How far a key goes among the files of a tray, which stand in the direction of reading and in lines. Pure.

/** Null for a key that goes nowhere. */
export function stepOf({ key }: Pick<KeyboardEvent, 'key'>, isRtl: boolean): number | null {
  switch (key) {
    case 'ArrowRight':
      return isRtl ? -1 : 1;
    case 'ArrowLeft':
      return isRtl ? 1 : -1;
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'Home':
      return -Infinity;
    case 'End':
      return Infinity;
    default:
      return null;
  }
}
