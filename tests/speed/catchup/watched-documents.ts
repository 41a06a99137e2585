// What reaches a device's documents, without opening any: each is watched as the engine opens it.
import * as Y from 'yjs';
import type { DocumentDisk } from '../../../client/engine/disk/document-disk.ts';
import type { Platform } from '../../../client/engine/platform.ts';

export interface WatchedDocuments {
  /** Wraps the device's platform. */
  adapt(platform: Platform): Platform;
}

/** `onStored` hears how many entries of a document, by `<conversation>/<chapter>`, have come to be on this disk. */
export function watchDocuments(onStored: (document: string, entries: number) => void): WatchedDocuments {
  const watch = (document: string, doc: Y.Doc, disk: DocumentDisk) => {
    const look = async () => {
      const entries = countEntries(doc);
      if (entries > 0 && (await disk.whenStored())) onStored(document, entries);
    };
    doc.on('afterTransactionCleanup', () => void look());
    void disk.whenLoaded.then(look);
  };
  return {
    adapt: (platform) => ({
      ...platform,
      openDisk(name, doc) {
        const disk = platform.openDisk(name, doc);
        watch(name.slice(name.indexOf('/conversation/') + '/conversation/'.length), doc, disk);
        return disk;
      },
    }),
  };
}

function countEntries(doc: Y.Doc): number {
  return [...doc.store.clients.keys()].reduce((sum, client) => sum + Y.getState(doc.store, client), 0);
}
