// The browser's own file system for a page, as the disk of files: one folder for each person.
// What is written goes into a file aside, which takes its name when it is whole: a killed tab leaves an empty one, which
// counts as none.
import type { FileDisk, Put } from './file-disk.ts';

/** Null where the browser has none that a page can write into by streams. */
export function browserFiles(page: Window & typeof globalThis): ((folder: string) => FileDisk) | null {
  const canWrite = 'FileSystemFileHandle' in page && 'createWritable' in page.FileSystemFileHandle.prototype;
  if (!canWrite || !('storage' in page.navigator)) return null; // only where the page came securely
  const { storage } = page.navigator;
  return 'getDirectory' in storage ? (folder) => openFolder(storage, folder) : null;
}

/** All of a person's files, where there are any. False when they could not be taken away now. */
export async function forgetBrowserFiles(page: Window & typeof globalThis, folder: string): Promise<boolean> {
  if (browserFiles(page) === null) return true;
  try {
    const root = await page.navigator.storage.getDirectory();
    await root.removeEntry(folderName(folder), { recursive: true });
    return true;
  } catch (error) {
    return isNotFound(error);
  }
}

function openFolder(storage: StorageManager, folder: string): FileDisk {
  let opened: Promise<FileSystemDirectoryHandle> | null = null;
  const openAnew = async () => {
    try {
      return await (await storage.getDirectory()).getDirectoryHandle(folderName(folder), { create: true });
    } catch (error) {
      opened = null; // whoever asks next asks the browser again
      throw error;
    }
  };
  const open = () => (opened ??= openAnew());
  return {
    async put(name, file, onProgress) {
      const into = await open().catch(() => null);
      return into === null ? 'full' : write(into, name, { file, onProgress });
    },
    async get(name) {
      try {
        const file = await (await (await open()).getFileHandle(name)).getFile();
        return file.size === 0 ? null : file;
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    async remove(name) {
      try {
        await (await open()).removeEntry(name);
      } catch {
        // It is not there, or somebody still writes it: then the next sweep takes it.
      }
    },
    async names() {
      const names: string[] = [];
      try {
        for await (const name of (await open()).keys()) names.push(name);
      } catch {
        // Forbidden: nothing is kept here.
      }
      return names;
    },
    close: () => undefined,
  };
}

interface Written {
  readonly file: Blob;
  readonly onProgress: ((bytes: number) => void) | undefined;
}

async function write(into: FileSystemDirectoryHandle, name: string, { file, onProgress }: Written): Promise<Put> {
  let isReading = true;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, next) {
      done += bytes.length;
      onProgress?.(done);
      next.enqueue(bytes);
    },
    flush: () => void (isReading = false),
  });
  let done = 0;
  try {
    const target = await (await into.getFileHandle(name, { create: true })).createWritable();
    await file.stream().pipeThrough(counted).pipeTo(target);
    return 'kept';
  } catch (error) {
    await into.removeEntry(name).catch(() => undefined);
    const isUnreadable = isReading && error instanceof DOMException && unreadable.has(error.name);
    return isUnreadable ? 'unreadable' : 'full';
  }
}

/** The chosen file is gone, was changed, or may not be read any more. */
const unreadable: ReadonlySet<string> = new Set(['NotReadableError', 'NotFoundError', 'SecurityError']);

function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

/** A folder's name has no slashes. */
function folderName(folder: string): string {
  return encodeURIComponent(folder);
}
