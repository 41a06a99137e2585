// Where this server keeps files: in its data folder, or in a bucket where one is configured.
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { BlobStore } from './blob-store.ts';
import { openDiskBlobs } from './disk-blobs.ts';

export async function openBlobs({ dataDir, s3 }: Pick<Config, 'dataDir' | 's3'>): Promise<BlobStore> {
  if (s3 === null) return openDiskBlobs(join(dataDir, 'files'));
  const { openS3Blobs } = await import('./s3-blobs.ts'); // its client alone is larger than the server
  return openS3Blobs(s3);
}
