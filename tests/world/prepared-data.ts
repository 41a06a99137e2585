// A data folder in which people are signed up, each with as many devices as a world may need. Made once for all worlds of
// a process, by the server itself, and always the same: its own world has one seed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../shared/base/assert.ts';
import {
  directConversationId,
  idBytes,
  mintCommandId,
  mintConversationId,
  type ConversationId,
} from '../../shared/ids.ts';
import { meAnswer, type Me } from '../../shared/protocol/people-api.ts';
import * as v from 'valibot';
import type { Append } from '../../sync-server/update-log/update-log.ts';
import { Agenda } from './agenda.ts';
import { makeChance } from './chance.ts';
import { Host, origin } from './host.ts';
import { drained } from './surroundings.ts';
import { Trace } from './trace.ts';

export interface PreparedPerson {
  readonly me: Me;
  /** The cookie of each of their browsers. */
  readonly cookies: readonly string[];
}

export interface PreparedData {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** All commits to the log among them. */
  readonly logged: readonly (readonly Append[])[];
  readonly people: readonly PreparedPerson[];
  /** Of the first three people, by what those see who come later. The first of them owns both. */
  readonly groups: { readonly all: ConversationId; readonly 'from-joining': ConversationId };
  /** Of the first two. */
  readonly direct: ConversationId;
}

/** A Monday morning. */
export const beginMs = Date.UTC(2026, 0, 5, 8);

const names = ['Ada Lovelace', 'Ben Okri', 'Cleo Merode', 'Dan Simmons'];
const browsersEach = 2;

let prepared: Promise<PreparedData> | null = null;

export function prepareData(): Promise<PreparedData> {
  return (prepared ??= prepare());
}

async function prepare(): Promise<PreparedData> {
  const trace = new Trace();
  const chance = makeChance('prepared');
  const agenda = new Agenda(beginMs, chance, () => undefined);
  const host = new Host({ seed: 'prepared', agenda, trace, files: new Map(), logIn: 'sqlite' });
  const logged: (readonly Append[])[] = [];
  host.onAppend = (batch) => logged.push(batch);
  try {
    await host.start();
    const people = await signUpAll(host, agenda);
    const conversations = await beginAll(host, agenda, people);
    await host.stop(() => agenda.advance(1_000));
    const fileNames = ['directory.db', 'log.db', 'secret', 'workspace.json'];
    const files = new Map(fileNames.map((name) => [name, new Uint8Array(readFileSync(join(host.dataDir, name)))]));
    return { files, logged, people, ...conversations };
  } finally {
    host.close();
  }
}

async function signUpAll(host: Host, agenda: Agenda): Promise<PreparedPerson[]> {
  const people: PreparedPerson[] = [];
  for (const name of names) {
    const handle = name.split(' ')[0]?.toLowerCase() ?? name;
    const account = { email: `${handle}@messenger.test`, password: `correct horse ${handle}` };
    const owner = people[0]?.cookies[0];
    const token =
      owner === undefined
        ? must(host.core?.directory.accounts.setUpToken(), 'nobody is there yet')
        : String((await ask(host, agenda, { path: '/api/invites', body: {}, cookie: owner })).body['token']);
    const first = await ask(host, agenda, { path: '/api/sign-up', body: { token, name, handle, ...account } });
    const cookies = [first.cookie];
    while (cookies.length < browsersEach) {
      cookies.push((await ask(host, agenda, { path: '/api/sign-in', body: account })).cookie);
    }
    people.push({ me: v.parse(meAnswer, first.body).me, cookies });
  }
  return people;
}

async function beginAll(host: Host, agenda: Agenda, people: readonly PreparedPerson[]) {
  const chance = makeChance('conversations');
  const drawn = () => {
    const bytes = new Uint8Array(idBytes);
    chance.drawInto(bytes);
    return bytes;
  };
  const [owner, second, third] = people.map(({ me }) => me.userId);
  const begin = async (command: object) => {
    const cookie = must(people[0]?.cookies[0], 'an owner');
    const body = { commandId: mintCommandId(drawn()), command };
    await ask(host, agenda, { path: '/api/commands', body, cookie });
  };
  const groupOf = async (history: 'all' | 'from-joining') => {
    const conversationId = mintConversationId(drawn());
    const group = { conversationId, title: `Harbour, ${history}`, userIds: [second, third], history };
    await begin({ kind: 'create-group', ...group });
    return conversationId;
  };
  await begin({ kind: 'open-direct', userId: second });
  return {
    groups: { all: await groupOf('all'), 'from-joining': await groupOf('from-joining') },
    direct: directConversationId(must(owner, 'the first'), must(second, 'the second')),
  };
}

interface Question {
  readonly path: string;
  readonly body: object;
  readonly cookie?: string;
}

async function ask(host: Host, agenda: Agenda, { path, body, cookie = '' }: Question) {
  const { machine, answer } = must(host.listener(), 'a server that listens');
  const headers = { origin, cookie, 'content-type': 'application/json' };
  let answered: Promise<[Response, string]> | null = null;
  machine.enter(() => {
    const request = new Request(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    answered = answer(request).then(async (response) => [response, await response.text()]);
  });
  await agenda.settle();
  await drained();
  const [response, text] = await must(answered as Promise<[Response, string]> | null, 'it was asked');
  if (response.status !== 200) throw new Error(`${path} answered ${response.status} ${text}`);
  const set = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { body: JSON.parse(text) as Record<string, unknown>, cookie: set.join('; ') };
}
