// What a message is now, in SQL: where the entry stands as `message`, whether it was deleted and what it says.
// For everything that reads rows: unread counts, the newest message, what is found. An edit leaves the files.
import type { Attachment } from '../../shared/conversation/attachments.ts';

/** Whether the entry `message` was deleted, by whomever: admission has judged who may. */
export const isDeleted = `exists (
  select 1 from event as deletion where deletion.document = message.document
    and deletion.target_author = message.author and deletion.target = message.id and deletion.kind = 'delete'
)`;

/** What a message says now, where it was edited. */
export const lastEdit = `(
  select content from event as edit where edit.document = message.document
    and edit.target_author = message.author and edit.target = message.id
    and edit.kind = 'edit' and edit.content is not null
  order by edit.at desc, edit.id desc limit 1
)`;

/** A message that still says something. */
export const isThere = `message.kind = 'message' and message.content is not null and not ${isDeleted}`;

/** Of a row with `message.content ->> 'attachments'`: what admission has let in. */
export function attachmentsIn({ attachments }: Readonly<Record<string, unknown>>): readonly Attachment[] {
  return typeof attachments === 'string' ? (JSON.parse(attachments) as readonly Attachment[]) : [];
}
