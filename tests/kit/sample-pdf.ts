// A PDF as small as one can be: a page for each line, which stands on it in large letters.

export function pdfOf(...lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const pages = lines.map((_, at) => 4 + at * 2);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${lines.length}/Kids[${pages.map((page) => `${page} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...lines.flatMap((line, at) => {
      const drawn = `BT/F 24 Tf 40 320 Td(${line.replaceAll(/[()\\]/g, '')})Tj ET`;
      const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + at * 2} 0 R>>`;
      return [page, `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`];
    }),
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj${object}endobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`;
  return new TextEncoder().encode(text + end);
}
