// The papers of the demo: a quotation as PDF and a list with prices as CSV. All figures are made up and add up.

interface Position {
  readonly what: string;
  readonly count: number;
  readonly price: number;
}

const offered: readonly Position[] = [
  { what: 'Inside, 120 g/m², warm white, 70 × 100 cm, sheets', count: 3_600, price: 0.22 },
  { what: 'Cover, 170 g/m², warm white, 70 × 100 cm, sheets', count: 600, price: 0.38 },
  { what: 'Carriage, two pallets, insured', count: 1, price: 80 },
];

const terms = [
  'The quotation holds for 30 days. Delivery within three weeks of your order.',
  'Payment within 30 days of delivery, without deduction.',
  'Sheets that are damaged on the way are replaced with the next shipment.',
];

/** One page of A4. */
export function makeQuotation(): Uint8Array<ArrayBuffer> {
  const total = offered.reduce((sum, { count, price }) => sum + count * price, 0);
  const rows = offered.flatMap(({ what, count, price }, at) => {
    const y = 532 - at * 26;
    const figures = [endingAt(400, y, countText(count)), endingAt(455, y, priceText(price))];
    return [textAt(64, y, what), ...figures, endingAt(531, y, priceText(count * price)), line(y - 10, 0.4)];
  });
  const drawn = [
    '0.09 0.28 0.30 rg 0 782 595 60 re f 1 1 1 rg',
    textAt(64, 804, 'Example Paper Mill', 22),
    '0.13 0.15 0.18 rg',
    textAt(64, 744, '1 Sample Street, Echizen (a mill that does not exist)', 9),
    textAt(64, 690, 'Example & Sample, Purchasing'),
    textAt(64, 640, 'Quotation 0118', 26),
    textAt(64, 614, 'Paper for the spring catalogue, 48 pages and cover, 1,000 copies'),
    ...[textAt(64, 562, 'What', 9), textAt(368, 562, 'Number', 9)],
    ...[textAt(435, 562, 'Each', 9), textAt(499, 562, 'Amount', 9)],
    ...[line(554, 1), ...rows],
    textAt(64, 450, 'Total in euros', 13),
    endingAt(531, 450, priceText(total), 13),
    line(440, 1),
    ...terms.map((text, at) => textAt(64, 400 - at * 18, text)),
    textAt(64, 310, 'With kind regards'),
    textAt(64, 292, 'Taro Rei'),
  ];
  return pdfOf(drawn.join('\n'));
}

function textAt(x: number, y: number, text: string, size = 10): string {
  return `BT /F ${size} Tf ${x} ${y} Td (${text.replace(/[()\\]/g, String.raw`\$&`)}) Tj ET`;
}

/** Of figures, which are all equally wide in this font, twice as wide as what stands between them. */
function endingAt(x: number, y: number, figures: string, size = 10): string {
  const width = Array.from(figures).reduce((sum, sign) => sum + (/\d/.test(sign) ? 0.556 : 0.278), 0);
  return textAt(Number((x - width * size).toFixed(2)), y, figures, size);
}

function line(y: number, thick: number): string {
  return `0.6 0.65 0.68 RG ${thick} w 64 ${y} m 531 ${y} l S`;
}

const countText = (count: number) => count.toLocaleString('en-GB');
const priceText = (price: number) =>
  price.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** In a font that every reader of PDF has; not every one has it in bold. */
function pdfOf(drawn: string): Uint8Array<ArrayBuffer> {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let text = '%PDF-1.4\n';
  // A place is counted in bytes: every sign is one.
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text + table + end, 'latin1'));
}

const samples = [
  ['Bound catalogue of last spring', 1, 120, 4.2],
  ['Trial pages in Arabic', 1, 60, 1.2],
  ['Sheets of 90 g/m²', 1, 200, 0.16],
  ['Sheets of 120 g/m²', 2, 200, 0.22],
  ['Sheets of 170 g/m²', 2, 100, 0.38],
  ['Poster of the dunes', 2, 25, 6.5],
  ['Poster of the pass', 2, 25, 6.5],
  ['Poster of the oranges', 2, 25, 6.5],
  ['Box of postcards', 2, 40, 3],
] as const;

export function makePriceList(): string {
  const rows = samples.map(([what, box, count, price]) =>
    [what, box, count, price.toFixed(2), (count * price).toFixed(2)].join(','),
  );
  const total = samples.reduce((sum, [, , count, price]) => sum + count * price, 0);
  return `${['Sample,Case,Number,Price in EUR,Value in EUR', ...rows, `All,,,,${total.toFixed(2)}`].join('\n')}\n`;
}
