// Where a device keeps the bytes of files, each under a name of its own.
// Promises: what `put` has called kept survives a killed tab or browser whole; until then nothing is there under its name.
// Does not know what the files are, or who needs them.
import type { LocalTable } from '../disk/local-table.ts';

/** `full`: the device has no room. `unreadable`: what was given cannot be read any more. */
export type Put = 'kept' | 'full' | 'unreadable';

export interface FileDisk {
  /** Names are of letters, digits and dashes, and are used once. `onProgress` hears how many bytes are there so far. */
  put(name: string, file: Blob, onProgress?: (bytes: number) => void): Promise<Put>;
  /** Its bytes stay on the disk until they are read. Null where there is none; rejects where the disk does not say. */
  get(name: string): Promise<Blob | null>;
  remove(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
  close(): void;
}

/** In a table, for browsers that have no file system of their own for a page. */
export function makeTableFileDisk(table: LocalTable): FileDisk {
  return {
    async put(name, file, onProgress) {
      // A copy: what a person has chosen may be changed or gone by the time it is read.
      // By a stream: then a browser need not have all of it in memory.
      const copy = await new Response(file.stream()).blob().catch(() => null);
      if (copy === null) return 'unreadable';
      if (!(await table.write(name, copy.slice(0, copy.size, file.type)))) {
        await table.remove(name); // a table that cannot store keeps it in memory
        return 'full';
      }
      onProgress?.(file.size);
      return 'kept';
    },
    async get(name) {
      const found = await table.read(name);
      if (found.status === 'failed') throw new Error(`the table of files did not say whether it has ${name}`);
      return found.value instanceof Blob ? found.value : null;
    },
    remove: async (name) => void (await table.remove(name)),
    async names() {
      const all = await table.readAll();
      return all.status === 'read' ? [...all.values.keys()] : [];
    },
    close: () => table.close(),
  };
}
