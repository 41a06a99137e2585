// A round sign for somebody: their picture, or letters on a colour that stays theirs. Always stands beside a readable
// name, so that it is a drawing, not text.
import './avatar.css';
import { AvatarPicture } from './avatar-picture.tsx';
import { colourOf, initialsOf } from './avatar-look.ts';

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly size?: 'small' | 'large';
  /** Where it is known here and not above the screens. */
  readonly picture?: string | null;
}

export function Avatar(props: AvatarProps) {
  return (
    <span
      class={`avatar avatar-${colourOf(props.id)} avatar-${props.size ?? 'medium'}`}
      data-initials={initialsOf(props.name)}
      aria-hidden="true"
    >
      <AvatarPicture id={props.id} picture={props.picture} />
    </span>
  );
}
