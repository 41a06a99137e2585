import { expect, test } from 'vitest';
import { idBytes, mintConversationId, mintEventId } from '../../../shared/ids.ts';
import { composeNotice, firstPhrases, type Told } from './compose-notice.ts';
import type { NoticePhrases } from './notice-order.ts';

const conversationId = mintConversationId(new Uint8Array(idBytes).fill(1));
const id = mintEventId('message', new Uint8Array(idBytes).fill(2));
const content = { name: 'Ada', title: null, text: 'Good morning' };
const told: Told = { conversationId, id, at: 10, content };
const phrases = { ...firstPhrases, counts: ['one', 'two', 'many'] };

test('a notice says who wrote and what, and leads to the message', () => {
  expect(composeNotice(told, null, phrases)).toEqual({
    title: 'Ada',
    body: 'Good morning',
    data: { path: `/c/${conversationId}/m/${id}@10`, at: 10, count: 1 },
    isAgain: false,
  });
});

test('what carries files and no words says what they are, also in words of an earlier version', () => {
  const files = { form: 'image', count: 3, name: 'a.png' } as const;
  const bodyOf = (text: string, from: NoticePhrases) =>
    composeNotice({ ...told, content: { ...content, text, files } }, null, from).body;
  const image = ['Photo', '2 photos', '3 photos'];
  const some = ['file'];
  const said = { image, video: some, audio: some, voice: some, document: some, mixed: some };
  expect(bodyOf('', { ...phrases, files: said })).toBe('3 photos');
  expect(bodyOf('', phrases)).toBe('Photos');
  expect(bodyOf('Look', { ...phrases, files: said })).toBe('Look');
});

test('a group stands beside the name, and a long text is cut', () => {
  const long = { name: 'Ada', title: 'Harbour', text: 'x'.repeat(5_000) };
  const notice = composeNotice({ ...told, content: long }, null, phrases);
  expect(notice.title).toBe('Ada · Harbour');
  expect(notice.body).toHaveLength(301);
});

test('without content a notice tells how many have come, and nothing else', () => {
  let shown: Parameters<typeof composeNotice>[1] = null;
  const bodies = [10, 11, 12, 13].map((at) => {
    const notice = composeNotice({ ...told, at, content: null }, shown, phrases);
    shown = notice.data;
    expect(notice.title).toBe(firstPhrases.product);
    return notice.body;
  });
  expect(bodies).toEqual(['one', 'two', 'many', 'many']);
});

test('a message that comes by a push and through an open page counts once', () => {
  const first = composeNotice(told, null, phrases);
  const again = composeNotice({ ...told, id: null }, first.data, phrases);
  expect(again.isAgain).toBe(true);
  expect(again.data.count).toBe(1);
});
