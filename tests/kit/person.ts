// A person of a test: signed up over HTTP, acting with their own session cookie.
import { must } from '../../shared/base/assert.ts';
import {
  idBytes,
  mintCommandId,
  parseConversationId,
  parseUserId,
  type ConversationId,
  type UserId,
} from '../../shared/ids.ts';

export interface Person {
  readonly name: string;
  readonly userId: UserId;
  readonly email: string;
  readonly password: string;
  readonly url: string;
  /** The session's cookie as a browser would send it. */
  readonly cookie: string;
  /** A request of this person. Answers the status and the parsed body. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>;
  /** An invite's token; for owners and admins. */
  invite(): Promise<string>;
  /** Opens the direct conversation with another. */
  direct(other: Person): Promise<ConversationId>;
  /** A second session of the same person, as on another device. */
  signInAgain(): Promise<Person>;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Signs up `name`, whose first word makes the handle; the token is the set-up link's or an invite's. */
export async function signUp(url: string, name: string, token: string): Promise<Person> {
  const handle = name.toLowerCase().replace(/ .*$/, '');
  const account = { name, handle, email: `${handle}@example.test`, password: `correct horse ${handle}` };
  const response = await post(`${url}/api/sign-up`, { token, ...account });
  return asPerson(url, account, response);
}

async function asPerson(url: string, account: Account, response: Response): Promise<Person> {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.url} answered ${response.status} ${text}`);
  const { me } = JSON.parse(text) as { me: { userId: string } };
  const userId = must(parseUserId(me.userId), 'an answer with a user id');
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return personOf({ url, userId, cookie, account });
}

interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface Session {
  readonly url: string;
  readonly userId: UserId;
  readonly cookie: string;
  /** Where there is one: people who were put into the directory have no password. */
  readonly account?: Account;
}

/** Somebody who has a session at a server. */
export function personOf({ url, userId, cookie, account = nobody }: Session): Person {
  const call = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> => {
    const headers = { cookie, origin: url, 'content-type': 'application/json' };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, init);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return {
    ...account,
    userId,
    url,
    cookie,
    call,
    invite: async () => String((await call('POST', '/api/invites', {})).body['token']),
    async direct(other) {
      const commandId = mintCommandId(crypto.getRandomValues(new Uint8Array(idBytes)));
      const command = { kind: 'open-direct', userId: other.userId };
      const { body } = await call('POST', '/api/commands', { commandId, command });
      const { conversationId } = body['result'] as { conversationId: string };
      return must(parseConversationId(conversationId), 'an answer with a conversation id');
    },
    async signInAgain() {
      const { email, password } = account;
      return asPerson(url, account, await post(`${url}/api/sign-in`, { email, password }));
    },
  };
}

const nobody: Account = { name: '', email: '', password: '' };

function post(url: string, body: unknown): Promise<Response> {
  const headers = { origin: new URL(url).origin, 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
