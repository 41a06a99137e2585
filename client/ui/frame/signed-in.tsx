// What every screen of somebody signed in needs: the messenger's live values and who I am.
import { createContext, createEffect, createMemo, useContext, type Accessor, type ParentProps } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { noMarks, type Marks } from '../../../shared/personal/marks.ts';
import type { ContactsAnswer, Me } from '../../../shared/protocol/people-api.ts';
import type { Api } from '../../engine/api/api.ts';
import type { PendingCommand } from '../../engine/commands/kept-commands.ts';
import type { AllMarks } from '../../engine/marks/open-marks.ts';
import type { ConversationSummary, LinkState, Messenger, StorageState } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSession } from '../app/session.tsx';
import { callingIn } from '../conversations/arrange-list.ts';
import { PicturesContext, type Pictures } from '../parts/avatar-picture.tsx';
import { createNow } from '../parts/now.ts';
import { countRequests, makeRelationTo, type RelationTo } from '../people/relation.ts';
import { showAppBadge } from './app-badge.ts';
import { createShare, type Share } from './share.ts';
import { createPictureOf } from '../pictures/create-picture-of.ts';

export interface SignedIn {
  readonly messenger: Messenger;
  readonly me: Accessor<Me>;
  /** Asks on my behalf: refused once somebody else has signed in with this browser. */
  readonly api: Api;
  readonly conversations: Accessor<readonly ConversationSummary[]>;
  readonly storage: Accessor<StorageState>;
  /** What this person has marked conversations with. */
  readonly marks: Accessor<AllMarks>;
  readonly marksOf: (conversationId: ConversationId) => Marks;
  /** How much calls for attention in all conversations. */
  readonly unreadTotal: Accessor<number>;
  readonly link: Accessor<LinkState>;
  readonly contacts: Accessor<ContactsAnswer>;
  /** What the server has not answered yet, in order. */
  readonly waiting: Accessor<readonly PendingCommand[]>;
  /** How I stand to somebody. */
  readonly relationTo: RelationTo;
  /** How many have asked to be a contact and wait for my answer. */
  readonly openRequests: Accessor<number>;
  readonly now: Accessor<number>;
  /** What parts have in common that come later. */
  readonly share: Share;
}

const SignedInContext = createContext<SignedIn>();

export function SignedInProvider(props: ParentProps<{ messenger: Messenger; me: Accessor<Me> }>) {
  // The messenger is one for the whole life of this provider.
  // oxlint-disable-next-line solid/reactivity
  const { messenger, me } = props;
  const conversations = createReadable(messenger.conversations);
  const marks = createReadable(messenger.marks.all);
  const marksOf = (conversationId: ConversationId) => marks().get(conversationId) ?? noMarks;
  const unreadTotal = createMemo(() =>
    conversations().reduce((total, one) => total + callingIn(one, marksOf(one.conversationId)), 0),
  );
  createEffect(() => showAppBadge(navigator, unreadTotal()));
  const contacts = createReadable(messenger.contacts);
  const waiting = createReadable(messenger.pendingCommands);
  const relations = createMemo(() => makeRelationTo({ contacts: contacts(), waiting: waiting() }));
  const relationTo: RelationTo = (userId) => relations()(userId);
  const openRequests = createMemo(() => countRequests(contacts(), relationTo));
  const signedIn: SignedIn = {
    messenger,
    me,
    api: useSession().api.as(messenger.me.userId),
    conversations,
    storage: createReadable(messenger.storage),
    marks,
    marksOf,
    unreadTotal,
    link: createReadable(messenger.link),
    contacts,
    waiting,
    relationTo,
    openRequests,
    now: createNow(() => Date.now()),
    share: createShare(() => signedIn),
  };
  const isOnline = createMemo(() => signedIn.link().status === 'online');
  const pictures: Pictures = {
    pictureOf: createPictureOf({ me, conversations, contacts }),
    isOnline,
  };
  return (
    <SignedInContext.Provider value={signedIn}>
      <PicturesContext.Provider value={pictures}>{props.children}</PicturesContext.Provider>
    </SignedInContext.Provider>
  );
}

export function useSignedIn(): SignedIn {
  return must(useContext(SignedInContext), 'somebody is signed in above this screen');
}
