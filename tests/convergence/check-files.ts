// What the server knows of files is what the messages that stand say of them, whatever was broken in between: each is
// named where one stands that carries it, stored as long as one does, and gone with the last.
import { must } from '../../shared/base/assert.ts';
import { filesOf, type Attachment } from '../../shared/conversation/attachments.ts';
import { runOutside } from '../world/surroundings.ts';
import { documentOf, previewedOf, sampleNames } from '../kit/sample-files.ts';
import { rowsFrom, type Held } from './read-server.ts';
import type { Stage } from './stage.ts';

export function checkFiles(stage: Stage, held: readonly Held[]): void {
  const { files } = must(stage.world.host.core, 'a server that runs').log;
  for (const { hash } of filesOf(sampleNames.flatMap((name) => [documentOf(name), previewedOf(name)]))) {
    const chapters = held.map((one) => [one.conversationId, newestNaming(one, hash)] as const);
    for (const [conversationId, chapter] of chapters) {
      const told = runOutside(() => files.namedIn(conversationId, hash))?.chapter ?? null;
      if (told !== chapter)
        stage.ledger.problem(
          `files: ${hash} is known in chapter ${told} of ${conversationId}, it stands in ${chapter}`,
        );
    }
    const isNamed = chapters.some(([, chapter]) => chapter !== null);
    if (isNamed && runOutside(() => files.stored(hash)) === null)
      stage.ledger.problem(`files: ${hash} stands in a message and is not stored`);
  }
}

function newestNaming(held: Held, hash: string): number | null {
  const naming = rowsFrom(held, 1).filter(({ attachments }) => {
    const carried = attachments as readonly Attachment[]; // the oracle has looked at their shape
    return filesOf(carried).some((file) => file.hash === hash);
  });
  return naming.length === 0 ? null : Math.max(...naming.map(({ chapter }) => chapter));
}
