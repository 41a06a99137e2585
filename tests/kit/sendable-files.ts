// Files as people send them, each as small as it can be: made here, or beside this in `files/`.
// `turned.jpg`: four colours, to be turned by a quarter, with a place, a name and a comment in EXIF, XMP and IPTC.
// `film.mp4`: H.264, four seconds, the first of them black.
// `fax.pdf`: a page as a fax (CCITT), dark above. `jpeg2000.pdf`: one in JPEG 2000, blue below.
// `recorded.webm`: two seconds of a tone, which does not say how long it is, as browsers record.
import { readFileSync } from 'node:fs';

export const sampleFile = (name: 'turned.jpg' | 'film.mp4' | 'fax.pdf' | 'jpeg2000.pdf' | 'recorded.webm') =>
  new Uint8Array(readFileSync(new URL(`files/${name}`, import.meta.url)));

/** A PDF of so many pages, each with its number in large letters. `more`: what else its catalogue says. */
export function makePdf(pages: number, more = ''): Uint8Array {
  const objects = [`<< /Type /Catalog /Pages 2 0 R ${more} >>`];
  const kids = Array.from({ length: pages }, (_, page) => `${4 + page * 2} 0 R`);
  objects.push(`<< /Type /Pages /Count ${pages} /Kids [${kids.join(' ')}] >>`);
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  for (let page = 1; page <= pages; page++) {
    const drawn = `0.1 0.3 0.8 rg 40 40 120 60 re f 0 g BT /F1 96 Tf 60 160 Td (${page}) Tj ET`;
    const own = `/Contents ${objects.length + 2} 0 R /Resources << /Font << /F1 3 0 R >> >>`;
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] ${own} >>`);
    objects.push(`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
  }
  return assemble(objects);
}

function assemble(objects: readonly string[]): Uint8Array {
  let file = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + trailer, 'latin1');
}

/** So many milliseconds of a tone: WAV, one byte for each of 8,000 samples a second. */
export function makeWav(durationMs: number): Uint8Array {
  const samples = Buffer.from(Array.from({ length: durationMs * 8 }, (_, at) => 128 + 90 * Math.sin(at / 3)));
  const head = Buffer.alloc(44);
  const words = { RIFF: 0, 'WAVEfmt ': 8, data: 36 };
  const longs = { 4: 36 + samples.length, 16: 16, 24: 8_000, 28: 8_000, 40: samples.length };
  const shorts = { 20: 1, 22: 1, 32: 1, 34: 8 };
  for (const [word, at] of Object.entries(words)) head.write(word, at, 'latin1');
  for (const [at, value] of Object.entries(longs)) head.writeUInt32LE(value, Number(at));
  for (const [at, value] of Object.entries(shorts)) head.writeUInt16LE(value, Number(at));
  return Buffer.concat([head, samples]);
}
