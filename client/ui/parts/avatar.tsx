// A round sign for somebody, a square one for a group: letters on a colour that stays theirs. Always stands beside a readable name,
// so that its letters are a drawing, not text.
import './avatar.css';
import { colourOf, initialsOf } from './avatar-look.ts';

export type AvatarShape = 'person' | 'group';

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly shape?: AvatarShape;
  readonly size?: 'small' | 'large';
}

export function Avatar(props: AvatarProps) {
  return (
    <span
      class={`avatar avatar-${colourOf(props.id)} avatar-${props.size ?? 'medium'}`}
      classList={{ 'avatar-group': props.shape === 'group' }}
      data-initials={initialsOf(props.name)}
      aria-hidden="true"
    />
  );
}
