// This person's contacts and requests on this device: told by the inbox, all of them whenever any changed, and kept, so
// that they are there with no network. What one does with them is a command.
import * as v from 'valibot';
import { contactsAnswer, type ContactsAnswer } from '../../../shared/protocol/people-api.ts';
import type { InboxAnswer } from '../../../shared/protocol/inbox-api.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Readable } from '../messenger.ts';
import { makeWritable } from '../writable.ts';

export interface Contacts {
  readonly all: Readable<ContactsAnswer>;
  take(answer: Pick<InboxAnswer, 'contacts'>): void;
  close(): void;
}

const storeKey = 'contacts';
const none: ContactsAnswer = { contacts: [], received: [], sent: [], blocked: [], whoMayWrite: 'anyone' };

export function openContacts(kept: Pick<KeptStore, 'read' | 'write' | 'onChangedElsewhere'>): Contacts {
  const read = () => {
    const parsed = v.safeParse(contactsAnswer, kept.read(storeKey));
    return parsed.success ? parsed.output : none;
  };
  const all = makeWritable(read());
  const close = kept.onChangedElsewhere((key) => key === storeKey && all.set(read()));
  return {
    all,
    take({ contacts }) {
      if (contacts === null) return;
      kept.write(storeKey, contacts);
      all.set(contacts);
    },
    close,
  };
}
