// All about one group, in the place of its timeline: what it is called and for, who is in it as what, the ways in, and
// the way out. What my role may not do is not offered; the rules are those the server decides by.
import './groups.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createMemo, onMount, Show } from 'solid-js';
import { mayManageGroup, type GroupRole } from '../../../shared/rules/group-roles.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { LinkStatus } from '../frame/link-status.tsx';
import { createTitle } from '../frame/create-title.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { createGroupCommands, type GroupCommands } from './group-commands.ts';
import { GroupFace } from './group-face.tsx';
import { GroupLinks } from './group-links.tsx';
import { GroupMembers } from './group-members.tsx';
import { GroupNotice } from './group-notice.tsx';
import { LeaveGroup } from './leave-group.tsx';

/** A group as somebody in it sees it. */
export interface GroupView {
  readonly group: ConversationSummary;
  readonly mine: GroupRole;
  readonly commands: GroupCommands;
}

export function GroupInfo(props: { conversationId: ConversationId }) {
  const words = useWords();
  const { me, conversations } = useSignedIn();
  // The frame mounts this screen anew for each conversation.
  // oxlint-disable-next-line solid/reactivity
  const commands = createGroupCommands(props.conversationId);
  const group = createMemo(() => {
    const found = conversations().find(({ conversationId }) => conversationId === props.conversationId);
    return found?.kind === 'group' && !found.isClosed ? found : null;
  });
  const mine = () => group()?.members.find(({ userId }) => userId === me().userId)?.role ?? 'reader';
  let back!: HTMLAnchorElement;
  onMount(() => back.focus());
  createTitle(() => group()?.title ?? words.groups.info);
  return (
    <section class="pane" aria-label={words.groups.info}>
      <header class="frame-head pane-head">
        <RouteLink
          ref={(element) => (back = element)}
          to={{ screen: 'conversation', conversationId: props.conversationId }}
          class="icon-button"
          aria-label={words.back}
          title={words.back}
        >
          <ArrowLeft class="turns-with-text" size={24} />
        </RouteLink>
        <h2 class="pane-name pane-who one-line">{words.groups.info}</h2>
        <LinkStatus isShort />
      </header>
      <Show
        when={group()}
        fallback={
          <div class="pane-notice" role="alert">
            <p class="pane-notice-title">{words.groups.notHere}</p>
          </div>
        }
      >
        {(group) => (
          <div class="group-info">
            <GroupFace group={group()} mine={mine()} commands={commands} />
            <GroupNotice conversationId={props.conversationId} />
            <section class="group-section">
              <RouteLink to={{ screen: 'files', conversationId: props.conversationId, tab: 'media' }} class="button">
                {words.conversation.files}
              </RouteLink>
            </section>
            <GroupMembers group={group()} mine={mine()} commands={commands} />
            <Show when={mayManageGroup(mine())}>
              <GroupLinks group={group()} />
            </Show>
            <LeaveGroup group={group()} mine={mine()} commands={commands} />
          </div>
        )}
      </Show>
    </section>
  );
}
