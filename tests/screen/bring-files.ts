// Files that the screen tests send, and how they come to the app from elsewhere on the device.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

export interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const icon = new URL('../../client/public/icon-192.png', import.meta.url);

export const photo: SentFile = { name: 'stand.png', mimeType: 'image/png', buffer: readFileSync(icon) };

interface PlainFile {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}

function plain({ name, mimeType, buffer }: SentFile): PlainFile {
  return { name, type: mimeType, base64: buffer.toString('base64') };
}

/** As the system does it once somebody has chosen the app there. Its service worker must be here. */
export async function shareFrom(page: Page, text: string, files: readonly SentFile[]): Promise<void> {
  await page.evaluate(
    async ({ text, files }) => {
      const brought = new DataTransfer();
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0);
        brought.items.add(new File([bytes], name, { type }));
      }
      const form = document.createElement('form');
      Object.assign(form, { method: 'POST', action: '/share', enctype: 'multipart/form-data' });
      const field = Object.assign(document.createElement('input'), { type: 'file', name: 'files', multiple: true });
      field.files = brought.files;
      const words = Object.assign(document.createElement('input'), { name: 'text', value: text });
      form.append(field, words);
      document.body.append(form);
      form.submit();
    },
    { text, files: files.map(plain) },
  );
  await page.waitForURL('**/share');
}

/** Pastes files where the focus is, as from a folder or a screenshot. */
export async function pasteFiles(page: Page, files: readonly SentFile[], types: readonly string[] = []): Promise<void> {
  await bring(page, files, { kind: 'paste', selector: ':focus', types });
}

/** Drops files over something. */
export async function dropFiles(page: Page, selector: string, files: readonly SentFile[]): Promise<void> {
  await bring(page, files, { kind: 'dragover', selector, types: [] });
  await bring(page, files, { kind: 'drop', selector, types: [] });
}

interface Bringing {
  readonly kind: 'paste' | 'dragover' | 'drop';
  readonly selector: string;
  /** What is brought beside the files, as text. */
  readonly types: readonly string[];
}

async function bring(page: Page, files: readonly SentFile[], bringing: Bringing): Promise<void> {
  await page.evaluate(
    ({ files, kind, selector, types }) => {
      const brought = new DataTransfer();
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0);
        brought.items.add(new File([bytes], name, { type }));
      }
      for (const type of types) brought.setData(type, 'text');
      const how = { bubbles: true, cancelable: true };
      const event =
        kind === 'paste'
          ? new ClipboardEvent(kind, { ...how, clipboardData: brought })
          : new DragEvent(kind, { ...how, dataTransfer: brought });
      document.querySelector(selector)?.dispatchEvent(event);
    },
    { files: files.map(plain), ...bringing },
  );
}
