// How a text or a code begins, when the content is one: valid UTF-8 without control characters. Pure.
import { maxStartLength } from '../../../../shared/conversation/attachments.ts';

/** Bytes that are enough for the characters that go along, whatever their length. */
export const startBytes = 4 * 1024;

/** `head`: the first bytes. `isWhole`: they are all there are. Null for what is no text. */
export function startOfText(head: Uint8Array, isWhole: boolean): string | null {
  const text = decode(head, isWhole);
  if (text === null || notText.test(text)) return null;
  const lines = text.replace(/\r\n?/g, '\n').replace(/^\n+/, '').trimEnd();
  const start = lines.length <= maxStartLength ? lines : cut(lines);
  return start === '' ? null : start;
}

/** Controls other than tabs and line ends. */
// oxlint-disable-next-line no-control-regex
const notText = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

function decode(bytes: Uint8Array, isWhole: boolean): string | null {
  try {
    // What does not end here may end in the middle of a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return null;
  }
}

/** Not in the middle of a character of two units. */
function cut(text: string): string {
  const end = /[\uD800-\uDBFF]/.test(text.charAt(maxStartLength - 1)) ? maxStartLength - 1 : maxStartLength;
  return text.slice(0, end).trimEnd();
}
