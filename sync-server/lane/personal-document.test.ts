// What the server itself does to a personal document is logged for what it is.
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { directConversationId } from '../../shared/ids.ts';
import { textRoot } from '../../shared/personal/drafts.ts';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { eraseAll } from './personal-document.ts';

test('a generation that is emptied names all that was erased', () => {
  const owner = freshUserId();
  const doc = new Y.Doc();
  for (const text of ['hello', 'world']) {
    doc.getText(textRoot(directConversationId(owner, freshUserId()))).insert(0, text);
  }
  expect(eraseAll(owner, doc)?.erased).toEqual([{ client: doc.clientID, clock: 0, length: 10 }]);
});
