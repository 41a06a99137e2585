// Whoever looks for viruses, if the workspace has somebody who does.
import type { Bytes } from './blob-store.ts';

export interface Scanner {
  /** `away`: it cannot tell now. Never rejects for what the scanner does; rejects where the bytes cannot be read. */
  scan(bytes: Bytes): Promise<'clean' | 'infected' | 'away'>;
}

export const noScanner: Scanner = { scan: () => Promise.resolve('clean') };
