import { describe, expect, test } from 'vitest';
import type { Attachment, FileHash } from '../../../shared/conversation/attachments.ts';
import type { ConversationId, EventId, UserId } from '../../../shared/ids.ts';
import type { Hit } from '../../engine/search/join-hits.ts';
import { byMonth, fileEntries, linkEntries } from './entries.ts';

const file = { hash: 'a' as FileHash, size: 1, type: 'a/b' };
const picture = (name: string): Attachment => ({ form: 'image', ...file, name, width: 1, height: 1, blur: 'AAAAAAAA' });
const paper = (name: string): Attachment => ({ form: 'document', ...file, name });
const voice: Attachment = { form: 'voice', ...file, name: 'a voice', durationMs: 1, waveform: '0' };

const found = { from: 0, to: 1 };

function hitOf(parts: Partial<Hit>): Hit {
  return {
    ...{ key: 'one', conversationId: 'cnv_1' as ConversationId, chapter: 1, id: 'msg_1' as EventId },
    ...{ author: 'usr_1' as UserId, at: 0, text: '', spans: [], files: [], links: [], ...parts },
  };
}

describe('files', () => {
  const files = [picture('a'), paper('b'), picture('c'), voice].map((attachment) => ({ attachment, spans: [] }));

  test.each([
    ['media', ['a', 'c']],
    ['documents', ['b']],
    ['audio', ['a voice']],
  ] as const)('of a message, those of the kind that is looked at: %s', (tab, names) => {
    expect(fileEntries([hitOf({ files })], tab).map(({ attachment }) => attachment.name)).toEqual(names);
  });

  test('where some are named so, these alone; where the words of the message were meant, all of it', () => {
    const named = files.map((one, index) => (index === 2 ? { ...one, spans: [found] } : one));
    const hits = [hitOf({ files: named }), hitOf({ key: 'other', files, spans: [found] })];
    expect(fileEntries(hits, 'media').map(({ key }) => key)).toEqual(['one 2', 'other 0', 'other 2']);
    expect(fileEntries(hits, 'documents').map(({ key }) => key)).toEqual(['other 1']);
  });
});

test('links stand by themselves, as they were written and where they lead; what leads nowhere is none', () => {
  const links = ['www.example.org', 'javascript:alert(1)', 'https://example.net/a'];
  expect(linkEntries([hitOf({ links })]).map(({ text, href }) => [text, href])).toEqual([
    ['www.example.org', 'https://www.example.org/'],
    ['https://example.net/a', 'https://example.net/a'],
  ]);
});

test('they stand under their months as the reader counts them, in their order', () => {
  const entries = ['2026-03-01', '2026-02-28', '2026-02-01', '2025-02-01'].map((day) => ({
    hit: { at: Date.parse(`${day}T00:30:00Z`) },
  }));
  const hourBefore = (atMs: number) => new Date(atMs - 3_600_000).toISOString().slice(0, 10);
  const months = byMonth(entries, hourBefore).map(({ key, entries: own }) => [key, own.length]);
  expect(months).toEqual([
    ['2026-02', 2],
    ['2026-01', 1],
    ['2025-01', 1],
  ]);
});
