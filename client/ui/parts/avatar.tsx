// A round sign for somebody, a square one for a group: their picture, or letters on a colour that stays theirs; a pen for
// one's own notes. Always stands beside a readable name, so that it is a drawing, not text.
import './avatar.css';
import { Show } from 'solid-js';
import { AvatarPicture } from './avatar-picture.tsx';
import { colourOf, initialsOf } from './avatar-look.ts';

export type AvatarShape = 'person' | 'group' | 'notes';

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly shape?: AvatarShape;
  readonly size?: 'small' | 'large';
  /** Where it is known here and not above the screens. */
  readonly picture?: string | null;
}

export function Avatar(props: AvatarProps) {
  return (
    <span
      class={`avatar avatar-${colourOf(props.id)} avatar-${props.size ?? 'medium'}`}
      classList={{ 'avatar-group': props.shape === 'group' }}
      data-initials={props.shape === 'notes' ? '' : initialsOf(props.name)}
      aria-hidden="true"
    >
      <Show when={props.shape === 'notes'} fallback={<AvatarPicture id={props.id} picture={props.picture} />}>
        <svg class="avatar-pen" viewBox="0 0 24 24">
          <path d="m5 19 1-4L16 5l3 3L9 18z" />
        </svg>
      </Show>
    </span>
  );
}
