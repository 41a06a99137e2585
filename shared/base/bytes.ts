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
