// Leads from somebody's name or sign to their profile.
import './person-link.css';
import { Show, type ParentProps } from 'solid-js';
import { parseUserId } from '../../../shared/ids.ts';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';

interface PersonLinkProps {
  /** What names nobody leads nowhere. */
  readonly userId: string;
  readonly name: string;
  /** It stands beside a link with the name: the keys and screen readers pass over it. */
  readonly isSecond?: boolean;
  /** Where the keys find it; 0 where nothing is said. */
  readonly tabIndex?: number;
}

export function PersonLink(props: ParentProps<PersonLinkProps>) {
  const words = useWords();
  return (
    <Show when={parseUserId(props.userId)} fallback={props.children}>
      {(userId) => (
        <RouteLink
          to={{ screen: 'person', userId: userId() }}
          class="person-link"
          aria-hidden={props.isSecond === true ? 'true' : undefined}
          tabIndex={props.isSecond === true ? -1 : props.tabIndex}
          title={words.contacts.profileOf(props.name)}
        >
          {props.children}
        </RouteLink>
      )}
    </Show>
  );
}
