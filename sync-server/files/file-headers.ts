// With which headers a file is served. Promises: nothing in it ever runs, no other site gets at it, nothing keeps it but
// the app itself; only what is surely a picture, a video or a sound is shown in place, everything else is a download.
import { cleanFileName } from '../../shared/conversation/attachments.ts';
import type { FoundFile } from './file-records.ts';

export function fileHeaders({ file, name }: FoundFile): Record<string, string> {
  const disposition = file.isInline ? 'inline' : 'attachment';
  return {
    'Content-Type': file.isInline ? file.type : 'application/octet-stream',
    'Content-Disposition': name === null ? disposition : `${disposition}; ${nameParameters(name)}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-store',
    Vary: 'Cookie',
  };
}

/** RFC 6266: the name in ASCII for who knows no more, and as RFC 8187 encodes it. */
function nameParameters(name: string): string {
  const clean = cleanFileName(name);
  const plain = clean.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
