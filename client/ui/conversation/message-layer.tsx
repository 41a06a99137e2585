// The menu or dialog that somebody has opened about messages. Comes when it is first asked for.
import { createMemo, Match, Switch } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { pathOf, type LinkedMessage } from '../route.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import { actsOf, type Act, type Reader } from './acts-of.ts';
import { ChainDialog } from './chain-dialog.tsx';
import type { Asked, MessageActs } from './create-message-acts.ts';
import { DetailsDialog } from './details-dialog.tsx';
import { actsWithFiles, copyFirstImage, downloadAll, shownFirst } from '../files/file-acts.ts';
import { ForwardDialog } from './forward-dialog.tsx';
import { PinsDialog } from './pins-dialog.tsx';
import { hasAnswers } from './reply-chain.ts';
import { RowMenu, type MenuAct } from './row-menu.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

const OpenedFile = lazyPart(async () => (await import('../files/opened-file.tsx')).OpenedFile);

interface MessageLayerProps {
  readonly open: OpenConversation;
  readonly asked: Asked;
  readonly reader: Reader;
  readonly names: Names;
  readonly acts: MessageActs;
  /** What the timeline and the composer do themselves. */
  onAct(act: MenuAct, item: TimelineItem, opener: HTMLElement): void;
  onLead(message: LinkedMessage): void;
  /** What is selected is done with, but for these. */
  onDone(left: readonly TimelineItem[]): void;
  onClose(): void;
}

export function MessageLayer(props: MessageLayerProps) {
  const words = useWords();
  // oxlint-disable-next-line solid/reactivity -- what is asked is one for the whole life of this layer
  const { asked, open, acts } = props;
  const items = createReadable(open.items);
  const close = () => props.onClose();
  /** As it is now. */
  const current = (item: TimelineItem) => items().find(({ key }) => key === item.key) ?? item;
  const lead = (message: LinkedMessage) => {
    close();
    props.onLead(message);
  };
  const remove = (removed: readonly TimelineItem[]) => {
    close();
    props.onDone(acts.remove(removed.map(current)));
  };
  const deletable = (items: readonly TimelineItem[]) =>
    items.filter((item) => actsOf(current(item), props.reader).has('delete')).length;
  const deleteHint = (items: readonly TimelineItem[]) => {
    const staying = items.length - deletable(items);
    return staying === 0 ? words.acts.deleteHint : `${words.acts.deleteHint} ${words.acts.deleteStays(staying)}`;
  };
  const endForwarding = () => {
    close();
    props.onDone([]);
    acts.say(words.acts.done.forwarded);
  };
  const asFor = <Kind extends Asked['kind']>(kind: Kind) =>
    asked.kind === kind ? (asked as Extract<Asked, { readonly kind: Kind }>) : null; // as it was just asked
  return (
    <Switch>
      <Match when={asFor('menu')}>
        {(menu) => <Menu {...props} item={current(menu().item)} opener={menu().opener} onClose={close} />}
      </Match>
      <Match when={asFor('emoji')}>
        {(picking) => (
          <EmojiPicker
            opener={picking().opener}
            onPick={(emoji) => acts.react(current(picking().item), emoji)}
            onClose={close}
          />
        )}
      </Match>
      <Match when={asFor('delete')}>
        {(deletion) => (
          <ConfirmDialog
            title={words.acts.deleteTitle(deletable(deletion().items))}
            hint={deleteHint(deletion().items)}
            act={words.acts.deleteNow}
            onAct={() => remove(deletion().items)}
            onClose={close}
          />
        )}
      </Match>
      <Match when={asFor('forward')}>
        {(forwarding) => (
          <ForwardDialog
            from={open.conversationId}
            items={forwarding().items}
            names={props.names}
            onDone={endForwarding}
            onClose={close}
          />
        )}
      </Match>
      <Match when={asFor('details')}>
        {(details) => <DetailsDialog open={open} item={current(details().item)} names={props.names} onClose={close} />}
      </Match>
      <Match when={asFor('versions')}>
        {(versions) => (
          <VersionsDialog item={current(versions().item)} me={props.reader.me} names={props.names} onClose={close} />
        )}
      </Match>
      <Match when={asFor('chain')}>
        {(chain) => (
          <ChainDialog
            open={open}
            item={current(chain().item)}
            me={props.reader.me}
            names={props.names}
            onLead={lead}
            onClose={close}
          />
        )}
      </Match>
      <Match when={asFor('file')}>
        {(file) => <OpenedFile open={open} item={file().item} hash={file().hash} onLead={lead} onClose={close} />}
      </Match>
      <Match when={asFor('pins')}>
        <PinsDialog open={open} me={props.reader.me} names={props.names} onLead={lead} onClose={close} />
      </Match>
    </Switch>
  );
}

interface MenuProps extends MessageLayerProps {
  readonly item: TimelineItem;
  readonly opener: HTMLElement;
}

function Menu(props: MenuProps) {
  const seeing = useSeeingWords();
  const { messenger } = useSignedIn();
  const saved = createReadable(messenger.saved);
  const isSaved = () => {
    const { id, author } = props.item;
    const { conversationId } = props.open;
    return saved().some((one) => one.conversationId === conversationId && one.id === id && one.author === author);
  };
  const may = createMemo((): ReadonlySet<Act | MenuAct> => {
    const { item, open } = props;
    const found = new Set<Act | MenuAct>(actsOf(item, props.reader));
    if (item.isPinned && found.delete('pin')) found.add('unpin');
    if (isSaved() && found.delete('save')) found.add('unsave');
    if (item.text !== null && (item.replyTo !== null || hasAnswers(item, open.items.get()))) found.add('chain');
    if (open.unread.get().count > 0) found.add('readAll');
    if (item.text === '') found.delete('copy');
    for (const act of actsWithFiles(item)) found.add(act);
    if (found.has('copy') && matchMedia('(hover: none)').matches) found.add('selectText');
    return found;
  });
  const link = () => {
    const { id, at } = props.item;
    const { conversationId } = props.open;
    return location.origin + pathOf({ screen: 'conversation', conversationId, message: { id, at } });
  };
  const showFile = (item: TimelineItem) => {
    const file = shownFirst(item);
    if (file !== null) props.acts.ask({ kind: 'file', item, hash: file.hash });
  };
  const download = async (item: TimelineItem) => {
    const missed = await downloadAll(messenger.files, props.open.conversationId, item.attachments);
    if (missed !== null) props.acts.say(seeing.notHad(missed.name));
  };
  const copyImage = async (item: TimelineItem) => {
    const isCopied = await copyFirstImage(messenger.files, props.open.conversationId, item.attachments);
    props.acts.say(isCopied ? seeing.imageCopied : seeing.imageNotCopied);
  };
  const act = (done: MenuAct) => {
    const { acts, item, opener } = props;
    if (done === 'pin' || done === 'unpin') acts.pin(item, done === 'pin');
    else if (done === 'save' || done === 'unsave') acts.save([item], done === 'save');
    else if (done === 'forward' || done === 'delete') acts.ask({ kind: done, items: [item] });
    else if (done === 'moreEmoji') acts.ask({ kind: 'emoji', item, opener });
    else if (done === 'show') showFile(item);
    else if (done === 'download') void download(item);
    else if (done === 'copyImage') void copyImage(item);
    else if (done === 'details' || done === 'chain') acts.ask({ kind: done, item });
    else props.onAct(done, item, opener);
  };
  return (
    <RowMenu
      item={props.item}
      me={props.reader.me}
      may={may()}
      link={link()}
      opener={props.opener}
      onReact={(emoji) => props.acts.react(props.item, emoji)}
      onAct={act}
      onClose={() => props.onClose()}
    />
  );
}
