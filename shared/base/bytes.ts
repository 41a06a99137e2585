// Bytes as short readable text. Knows nothing of what they mean.

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Crockford's base 32 in lower case, without padding: safe in file names, URLs and when read aloud. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet.charAt((buffer << (5 - bits)) & 31) : text;
}

/** What `toBase32` made it of: all of its letters must be of that alphabet. */
export function fromBase32(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 5) >> 3);
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    buffer = ((buffer << 5) | alphabet.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = buffer >> bits;
  }
  return bytes;
}
