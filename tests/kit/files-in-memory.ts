// A disk of files in memory. `hold` lets nothing be kept until the answer is called.
import type { FileDisk } from '../../client/engine/files/file-disk.ts';

export interface FilesInMemory extends FileDisk {
  hold(): () => void;
}

export function makeFilesInMemory(): FilesInMemory {
  const files = new Map<string, Blob>();
  let gate = Promise.resolve();
  return {
    async put(name, file) {
      await gate;
      files.set(name, file);
      return 'kept';
    },
    get: (name) => Promise.resolve(files.get(name) ?? null),
    remove: (name) => Promise.resolve(void files.delete(name)),
    names: () => Promise.resolve([...files.keys()]),
    close: () => undefined,
    hold() {
      let letGo: () => void = () => undefined;
      gate = new Promise((resolve) => (letGo = resolve));
      return letGo;
    },
  };
}
