import * as v from 'valibot';
import { expect, test } from 'vitest';
import { attachment } from '../../shared/conversation/attachments.ts';
import { inspectFile } from '../files/inspect-file.ts';
import { demoFiles, type DemoFile } from './demo-files.ts';

const files: readonly DemoFile[] = Object.values(demoFiles).map((make) => make());

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

test('each file is what its message says of it', async () => {
  for (const { bytes, attachment: said } of files) {
    expect(v.parse(attachment, said)).toEqual(said);
    const { hash, size, type, width, height } = await inspectFile(whole(bytes));
    // No list with commas says of itself that it is one.
    const known = { hash, size, type: said.type === 'text/csv' && type === 'text/plain' ? said.type : type };
    expect(said).toMatchObject(said.form === 'image' ? { ...known, width, height } : known);
  }
});

test('all of them are small, and no picture wants a smaller one beside it', () => {
  expect(files.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(500_000);
  const pictures = files.filter(({ attachment: { form } }) => form === 'image');
  expect(pictures.map(({ bytes }) => bytes.length).filter((size) => size > 120 * 1024)).toEqual([]);
});

test('the quotation says where each of its parts stands', () => {
  const text = Buffer.from(demoFiles.quotation().bytes).toString('latin1');
  const tableAt = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const places = [...text.slice(tableAt).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
  expect(text.slice(tableAt)).toMatch(/^xref\n0 6\n/);
  expect(places.map((place, at) => text.startsWith(`${at + 1} 0 obj\n`, place))).toEqual(places.map(() => true));
  expect(places).toHaveLength(5);
  const drawn = /<< \/Length (\d+) >>\nstream\n([^]*)\nendstream/.exec(text);
  expect(drawn?.[2]).toHaveLength(Number(drawn?.[1]));
});

test('the voice message is as long as it says, and begins and ends in silence', () => {
  const { bytes, attachment: said } = demoFiles.chime();
  const head = new DataView(bytes.buffer);
  expect((head.getUint32(40, true) / head.getUint32(28, true)) * 1_000).toBe('durationMs' in said && said.durationMs);
  expect('waveform' in said && said.waveform).toMatch(/^0.*[01]$/);
  expect(head.getInt16(44, true)).toBe(0);
});
