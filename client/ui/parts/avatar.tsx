// A round sign for somebody, a square one for a group: their picture, or letters on a colour that stays theirs. Always
// stands beside a readable name, so that it is a drawing, not text.
import './avatar.css';
import { AvatarPicture } from './avatar-picture.tsx';
import { colourOf, initialsOf } from './avatar-look.ts';

export type AvatarShape = 'person' | 'group';

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
      data-initials={initialsOf(props.name)}
      aria-hidden="true"
    >
      <AvatarPicture id={props.id} picture={props.picture} />
    </span>
  );
}
