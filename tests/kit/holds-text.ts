// Whether some bytes hold a text, in either of the encodings in which one may stand on a disk.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function holdsText(bytes: Buffer, text: string): boolean {
  return bytes.includes(Buffer.from(text, 'utf8')) || bytes.includes(Buffer.from(text, 'utf16le'));
}

/** Files of a folder, at any depth, that hold a text. */
export function filesWith(folder: string, text: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .filter((file) => holdsText(readFileSync(join(file.parentPath, file.name)), text))
    .map(({ name }) => name);
}
