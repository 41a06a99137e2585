// What is listed of pictures and videos, one at a time and as large as the screen.
import { createMemo } from 'solid-js';
import { isPicture } from '../files/is-picture.ts';
import type { ShownPicture } from '../files/pictures-of.ts';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { useRouter } from '../router.tsx';
import { createAbout } from './create-about.ts';
import type { FileEntry } from './entries.ts';

const Lightbox = lazyPart(async () => (await import('../files/lightbox.tsx')).Lightbox);

interface ListedPicturesProps {
  /** The newest first. */
  readonly entries: readonly FileEntry[];
  /** The key of the one that is shown first. */
  readonly first: string;
  readonly hasMore: boolean;
  onMore(): void;
  onClose(): void;
}

export function ListedPictures(props: ListedPicturesProps) {
  const router = useRouter();
  const about = createAbout();
  const pictures = createMemo(() => props.entries.flatMap(shownPicture).toReversed());
  return (
    <Lightbox
      pictures={pictures()}
      first={props.first}
      edges={{ older: props.hasMore ? 'more' : 'none', newer: 'none' }}
      showOlder={() => props.onMore()}
      showNewer={() => undefined}
      nameOf={(author) => about.sender(author)}
      onLead={({ conversationId, message }) => router.go({ screen: 'conversation', conversationId, message })}
      onClose={() => props.onClose()}
    />
  );
}

function shownPicture({ key, hit, attachment }: FileEntry): ShownPicture[] {
  if (!isPicture(attachment)) return [];
  const { conversationId, id, at, author } = hit;
  return [{ id: key, conversationId, message: { id, at }, author, picture: attachment }];
}
