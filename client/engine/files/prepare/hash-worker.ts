// Where files are hashed: beside the page, which goes on meanwhile.
import { hashBlob } from './hash-blob.ts';
import { answerAsks } from './worker-words.ts';

answerAsks(async (work, sayAlive) => {
  const file = work as Blob; // of `open-preparer.ts`
  let said = 0;
  const onRead = (bytes: number) => {
    if (bytes - said < sayEvery) return;
    said = bytes;
    sayAlive();
  };
  return { done: await hashBlob(file, { onRead }) };
});

/** Some hundredths of a second's work. */
const sayEvery = 8 * 1024 * 1024;
