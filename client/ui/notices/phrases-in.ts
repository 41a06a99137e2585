// The words of the person's language for when no page is open: the worker that shows notices has none of its own.
import { maxAttachments } from '../../../shared/conversation/attachments.ts';
import type { NoticePhrases } from '../../engine/notices/notice-order.ts';
import type { Words } from '../words/en.ts';

/** Beyond so many one does not count. */
const maxCounted = 99;

export function phrasesIn(words: Words): NoticePhrases {
  return {
    language: words.language,
    direction: words.direction,
    product: words.product,
    counts: Array.from({ length: maxCounted }, (_, before) => words.notices.new(before + 1)),
    files: {
      ...{ image: upToMost(words.files.image), video: upToMost(words.files.video), audio: upToMost(words.files.audio) },
      ...{ voice: upToMost(words.files.voice), document: upToMost(words.files.document) },
      mixed: upToMost(words.files.mixed),
    },
    test: words.notices.test,
  };
}

function upToMost(word: (count: number) => string): string[] {
  return Array.from({ length: maxAttachments }, (_, before) => word(before + 1));
}
