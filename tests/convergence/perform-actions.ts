// What people of a world do to messages that are there: as the app offers it, to rows that are on the screen, whatever has
// become of these elsewhere; another client edits and deletes by hand. Often to the oldest row, so that devices mean the same.
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName } from '../../shared/conversation/document-name.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { nameOf } from './ledger.ts';
import type { MessageAct } from './plan.ts';
import type { Scene } from './perform.ts';
import type { StageTab } from './stage.ts';

const emojis = ['👍', '👍', '🎉', '❤️'] as const;

export const actionPerformers: Record<MessageAct, (scene: Scene) => void> = {
  reply: (scene) =>
    onRow(scene, (row) => sayAbout(scene, row, (text) => row.conversation.reply(row.item, text) === null)),
  edit(scene) {
    if (scene.device.isPlain) return editPlainly(scene);
    return onRow(scene, (row) => {
      const isMine = row.item.author === scene.stage.userId(scene.device.person);
      if (!isMine && !scene.chance.once(10)) return; // refused at once
      sayAbout(scene, row, (text) => row.conversation.edit(row.item, text) === null, nameOf(row.item));
    });
  },
  erase(scene) {
    if (scene.device.isPlain) return erasePlainly(scene);
    return onRow(scene, ({ conversation, item }) => {
      const more = scene.chance.once(3) ? rowsOf(conversation).slice(-1) : [];
      const items = [item, ...more.filter((one) => one !== item)];
      if (conversation.remove(items) === null) scene.stage.ledger.erase(items.map((one) => nameOf(one)));
    });
  },
  react: (scene) =>
    onRow(scene, ({ conversation, item }) => {
      for (let count = scene.chance.pick([1, 1, 2, 5] as const); count > 0; count--)
        conversation.react(item, scene.chance.pick(emojis), scene.chance.once(2));
    }),
  pin: (scene) => onRow(scene, ({ conversation, item }) => void conversation.pin(item, !scene.chance.once(3))),
  save: (scene) => onRow(scene, ({ conversation, item }) => void conversation.save(item, !scene.chance.once(3))),
  forward: (scene) =>
    onRow(scene, ({ one, conversation, item }) => {
      const { stage, device, chance } = scene;
      const to = [...new Set([chance.pick(stage.conversations), chance.pick(stage.conversations)])].filter(
        (each) => each !== undefined,
      );
      if (item.text === null) return;
      stage.ledger.forward(item.text, device.person, to);
      one.tab.use((messenger) => void messenger.forward({ from: conversation.conversationId, items: [item], to }));
    }),
};

interface Row {
  readonly one: StageTab;
  readonly conversation: OpenConversation;
  readonly item: TimelineItem;
}

/** A message on the screen; now and then one goes up first, so that the next is an older one. */
function onRow({ stage, one, chance }: Scene, run: (row: Row) => void): void {
  const conversationId = chance.pick(stage.conversations) ?? stage.group;
  const conversation = one === null ? null : stage.look(one, conversationId);
  if (one === null || conversation === null) return;
  if (chance.once(4)) one.tab.use(() => conversation.showOlder());
  const rows = rowsOf(conversation);
  const item = chance.once(2) ? rows[0] : chance.pick(rows);
  if (item !== undefined) one.tab.use(() => run({ one, conversation, item }));
}

function rowsOf(conversation: OpenConversation): readonly TimelineItem[] {
  return conversation.items.get().filter(({ notice }) => notice === null);
}

/** `edits`: in place of what the ledger calls so. */
function sayAbout(
  { stage, device: { person, browser } }: Scene,
  { conversation: { conversationId } }: Row,
  say: (text: string) => boolean,
  edits: string | null = null,
): void {
  const text = stage.ledger.nextText();
  if (say(text)) stage.ledger.write({ text, person, device: browser.name, conversationId }, edits);
}

function editPlainly({ stage, device: { plain, person, browser }, chance }: Scene): void {
  const message = chance.pick(plain?.ownMessages() ?? []);
  if (message === undefined) return;
  const text = stage.ledger.nextText();
  const { conversationId } = must(parseDocumentName(message.document), 'a chapter');
  stage.ledger.write({ text, person, device: browser.name, conversationId }, message.texts[0]);
  plain?.edit(message, text);
}

function erasePlainly({ stage, device: { plain }, chance }: Scene): void {
  const message = chance.pick(plain?.ownMessages() ?? []);
  if (message === undefined) return;
  stage.ledger.erase(message.texts);
  plain?.erase(message);
}
