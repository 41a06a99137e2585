// From a file to the message that carries it.
import MessageSquare from 'lucide-solid/icons/message-square';
import type { Hit } from '../../engine/search/join-hits.ts';
import { RouteLink } from '../router.tsx';
import { useFilesListWords } from '../words/files-list/files-list-words.ts';

export function ToMessage(props: { hit: Hit; name: string }) {
  const told = useFilesListWords();
  return (
    <RouteLink
      to={{
        ...{ screen: 'conversation', conversationId: props.hit.conversationId },
        message: { id: props.hit.id, at: props.hit.at },
      }}
      class="icon-button"
      aria-label={told.toMessageOf(props.name)}
      title={told.toMessage}
    >
      <MessageSquare size={20} />
    </RouteLink>
  );
}
