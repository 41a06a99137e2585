// The inbox and read vectors of a person, asked over HTTP as a device does.
import * as v from 'valibot';
import {
  inboxAnswer,
  type ChapterReads,
  type InboxAnswer,
  type InboxChapter,
} from '../../shared/protocol/inbox-api.ts';
import type { Person } from './person.ts';

/** One answer; `since`: the token of the one before. */
export async function askInbox(person: Person, since?: string): Promise<InboxAnswer> {
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  const { status, body } = await person.call('GET', `/api/inbox${query}`);
  if (status !== 200) throw new Error(`the inbox answered ${status} ${JSON.stringify(body)}`);
  return v.parse(inboxAnswer, body);
}

/** Everything that this person may see, by conversation and chapter: `cnv_…/1`. */
export async function wholeInbox(person: Person): Promise<Map<string, InboxChapter>> {
  const rows = new Map<string, InboxChapter>();
  let answer = await askInbox(person);
  for (;;) {
    for (const row of answer.chapters) rows.set(`${row.conversationId}/${row.chapter}`, row);
    if (!answer.more) return rows;
    answer = await askInbox(person, answer.token);
  }
}

export async function tellReads(person: Person, ...chapters: readonly ChapterReads[]): Promise<void> {
  const { status, body } = await person.call('POST', '/api/reads', { chapters });
  if (status !== 200) throw new Error(`reads were answered ${status} ${JSON.stringify(body)}`);
}
