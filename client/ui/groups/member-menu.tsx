// What I may do with one person in a group. Nothing stands there when that is nothing.
import '../parts/menu.css';
import '../conversation/row-menu.css';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createUniqueId, For, Show } from 'solid-js';
import { groupRoles, mayChangeRole, mayRemove, type GroupRole } from '../../../shared/rules/group-roles.ts';
import type { Member } from '../../engine/messenger.ts';
import { IconButton } from '../parts/button.tsx';
import { moveFocus } from '../parts/menu-keys.ts';
import { standBeside } from '../parts/stand-beside.ts';
import { useWords } from '../words/words.tsx';

interface MemberMenuProps {
  readonly member: Member;
  readonly mine: GroupRole;
  readonly isMe: boolean;
  readonly isLastOwner: boolean;
  onRole(role: GroupRole): void;
  onRemove(): void;
}

export function MemberMenu(props: MemberMenuProps) {
  const words = useWords();
  const id = createUniqueId();
  let menu!: HTMLDivElement;
  let opener!: HTMLButtonElement;
  const roles = () => {
    const { role: from } = props.member;
    if (props.isLastOwner) return [];
    return groupRoles.filter((to) => to !== from && mayChangeRole(props.mine, { from, to }));
  };
  const canRemove = () => !props.isMe && mayRemove(props.mine, props.member.role);
  const items = () => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const leaveFor = (act: () => void) => {
    menu.hidePopover();
    act();
  };
  const open = (event: ToggleEvent) => {
    if (event.newState !== 'open') return;
    standBeside(menu, opener);
    items()[0]?.focus();
  };
  return (
    <Show when={roles().length > 0 || canRemove()}>
      <IconButton
        ref={(element) => (opener = element)}
        label={words.groups.actionsFor(props.member.name)}
        aria-haspopup="menu"
        popovertarget={id}
      >
        <Ellipsis size={20} />
      </IconButton>
      <div
        ref={(element) => (menu = element)}
        id={id}
        popover="auto"
        class="row-menu"
        onToggle={open}
        onKeyDown={(event) => moveFocus(event, items())}
      >
        <div class="group-menu" role="menu" aria-label={words.groups.actionsFor(props.member.name)}>
          <For each={roles()}>
            {(role) => (
              <button
                type="button"
                class="menu-item"
                role="menuitem"
                onClick={() => leaveFor(() => props.onRole(role))}
              >
                {props.isMe ? words.groups.stepDown[role] : words.groups.makeRole[role]}
              </button>
            )}
          </For>
          <Show when={canRemove()}>
            <button type="button" class="menu-item" role="menuitem" onClick={() => leaveFor(() => props.onRemove())}>
              {words.groups.remove}
            </button>
          </Show>
        </div>
      </div>
    </Show>
  );
}
