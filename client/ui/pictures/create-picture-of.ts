// Who is shown by which picture, from all that this device knows without asking: conversations, contacts, me.
import { createMemo, type Accessor } from 'solid-js';
import type { ContactsAnswer, Me } from '../../../shared/protocol/people-api.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import type { PictureOf } from '../parts/avatar-picture.tsx';

export interface PictureSources {
  readonly me: Accessor<Me>;
  readonly conversations: Accessor<readonly ConversationSummary[]>;
  readonly contacts: Accessor<ContactsAnswer>;
}

/** The id of a person, or of a group. */
export function createPictureOf({ me, conversations, contacts }: PictureSources): PictureOf {
  const pictures = createMemo(() => {
    const found = new Map<string, string>();
    const add = (id: string, picture: string | null) => {
      if (picture !== null) found.set(id, picture);
    };
    const { contacts: agreed, received, sent, blocked } = contacts();
    const people = [...agreed, ...received.map(({ person }) => person), ...sent, ...blocked];
    for (const { userId, picture } of people) add(userId, picture);
    for (const { conversationId, picture, members } of conversations()) {
      add(conversationId, picture);
      for (const member of members) add(member.userId, member.picture);
    }
    found.delete(me().userId); // what is known of me is newer than where I stand
    add(me().userId, me().picture);
    return found;
  });
  return (id) => pictures().get(id) ?? null;
}
