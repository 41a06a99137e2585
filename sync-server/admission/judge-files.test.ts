import { expect, test } from 'vitest';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { documentOf, hashOf, previewedOf, storeFor } from '../../tests/kit/sample-files.ts';
import { claimLifeMs } from '../files/file-records.ts';
import { MemoryFileRecords } from '../files/memory-file-records.ts';
import { maxPreviewBytes, maxPreviewPixels } from '../limits.ts';
import type { Attachment, Preview } from '../../shared/conversation/attachments.ts';
import { judgeFiles } from './judge-files.ts';

const [me, other] = [freshUserId(), freshUserId()];
const [plan, image] = [documentOf('plan'), previewedOf('sunset')];
const preview: Preview = { hash: hashOf('sunset, smaller'), size: 100, type: 'image/webp', width: 20, height: 15 };

/** What I hear of this, having sent both files at 0 and another person a third. */
function hear(attachments: readonly Attachment[], nowMs = 1): string | null {
  const files = new MemoryFileRecords();
  storeFor(files, me, { attachments: [plan, image] });
  storeFor(files, other, { attachments: [documentOf('theirs')] });
  for (const [name, width, size] of [
    ['no picture', null, 100],
    ['too large', maxPreviewPixels / 2 + 1, 100],
    ['too heavy', 20, maxPreviewBytes + 1],
  ] as const) {
    const file = { hash: hashOf(name), size, type: 'image/webp', width, height: width && 2, isInline: true };
    const upload = { id: name, userId: me, hash: file.hash, size, form: 'image', begunAt: 0 } as const;
    files.noteStored({ ...file, state: 'stored', storedAt: 0 }, upload);
  }
  return judgeFiles(attachments, { files, userId: me, nowMs });
}

test('what one has sent within a day one may carry, as often as one likes', () => {
  expect(hear([plan, image, plan], claimLifeMs)).toBeNull();
  expect(hear([plan], claimLifeMs + 1)).toBe('no-file');
});

test('what another has sent is heard of no more than what nobody has, whatever is said of it', () => {
  expect(hear([documentOf('theirs')])).toBe('no-file');
  expect(hear([{ ...documentOf('theirs'), size: 1 }])).toBe('no-file');
  expect(hear([documentOf('nobody’s')])).toBe('no-file');
});

test('a smaller picture is to be had and sent as well', () => {
  expect(hear([{ ...image, preview: { ...preview, hash: hashOf('theirs'), size: 1_000 } }])).toBe('no-file');
});

test('sizes are those of what is stored', () => {
  expect(hear([{ ...plan, size: 999 }])).toBe('bad-event');
  expect(hear([{ ...image, preview: { ...preview, size: 99 } }])).toBe('bad-event');
});

test('a smaller picture is a picture, and no large one', () => {
  expect(hear([{ ...image, preview: { ...preview, hash: plan.hash, size: plan.size } }])).toBe('bad-event');
  expect(hear([{ ...image, preview: { ...preview, hash: hashOf('no picture') } }])).toBe('bad-event');
  expect(hear([{ ...image, preview: { ...preview, hash: hashOf('too large') } }])).toBe('bad-event');
  const heavy = { ...preview, hash: hashOf('too heavy'), size: maxPreviewBytes + 1 };
  expect(hear([{ ...image, preview: heavy }])).toBe('bad-event');
});
