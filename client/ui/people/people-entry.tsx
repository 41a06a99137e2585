// The way to people, with how many requests wait for an answer.
import './people-entry.css';
import Contact from 'lucide-solid/icons/contact';
import { Show } from 'solid-js';
import { useSignedIn } from '../frame/signed-in.tsx';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';

/** `size`: of its sign, in pixels, as those around it have. */
export function PeopleEntry(props: { size: number }) {
  const words = useWords();
  const router = useRouter();
  const { openRequests: count } = useSignedIn();
  const label = () => (count() === 0 ? words.contacts.title : words.contacts.withRequests(count()));
  return (
    <RouteLink
      to={{ screen: 'people' }}
      class="icon-button people-entry"
      aria-label={label()}
      title={label()}
      aria-current={router.route().screen === 'people' ? 'page' : undefined}
    >
      <Contact size={props.size} />
      <Show when={count() > 0}>
        <span class="people-count" aria-hidden="true">
          {words.list.unreadShort(count())}
        </span>
      </Show>
    </RouteLink>
  );
}
