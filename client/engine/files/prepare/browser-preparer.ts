// The preparer of a browser: what stands at the app's start, and brings the rest with the first file that is chosen.
import type { Preparer } from '../prepared.ts';
import { formOf } from './form-of.ts';

export function makeBrowserPreparer(): Preparer {
  let opened: Promise<Preparer> | null = null;
  const open = () => {
    // Where its code could not be had, the next file asks for it again.
    opened ??= openPreparer().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
  return {
    formOf,
    prepare: async (what, signal) => (await open()).prepare(what, signal),
    hash: async (file, signal) => (await open()).hash(file, signal),
  };
}

async function openPreparer(): Promise<Preparer> {
  if (!('Worker' in globalThis)) return (await import('./plain-preparer.ts')).makePlainPreparer();
  return (await import('./open-preparer.ts')).openPreparer();
}
