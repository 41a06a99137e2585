// Names of documents: one spelling each, and nothing that a file system or a router could read otherwise.
import { expect, test } from 'vitest';
import { must } from '../base/assert.ts';
import { parseConversationId } from '../ids.ts';
import { chapterName, parseDocumentName } from './document-name.ts';

const body = '0123456789abcdefghjkmnpq';
const conversationId = must(parseConversationId(`dm_${body}`), 'an id');

test.each([1, 2, 10, 999_999_999])('chapter %i is named and read back', (chapter) => {
  const name = chapterName({ conversationId, chapter });
  expect(name).toBe(`conversation/dm_${body}/${chapter}`);
  expect(parseDocumentName(name)).toEqual({ conversationId, chapter });
});

test.each([
  '',
  '/',
  'conversation',
  `conversation/dm_${body}`,
  `conversation/dm_${body}/`,
  `conversation/dm_${body}/0`,
  `conversation/dm_${body}/01`,
  `conversation/dm_${body}/-1`,
  `conversation/dm_${body}/+1`,
  `conversation/dm_${body}/1.0`,
  `conversation/dm_${body}/1e3`,
  `conversation/dm_${body}/0x1`,
  `conversation/dm_${body}/ 1`,
  `conversation/dm_${body}/1\n`,
  `conversation/dm_${body}/١`,
  `conversation/dm_${body}/1000000000`,
  `conversation/dm_${body}/1/`,
  `conversation/dm_${body}/1/1`,
  `conversation/dm_${body}/1\0session`,
  `conversation//1`,
  `conversation/../1`,
  `conversation/usr_${body}/1`,
  `conversation/dm_${body.slice(1)}/1`,
  `conversation/DM_${body}/1`,
  `conversation/__proto__/1`,
  `Conversation/dm_${body}/1`,
  `user/usr_${body}/own/1`,
  `/conversation/dm_${body}/1`,
  ` conversation/dm_${body}/1`,
])('%j is no document', (text) => {
  expect(parseDocumentName(text)).toBeNull();
});
