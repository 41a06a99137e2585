// The demo workspace behind a server, and browsers signed in through its door.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { parseConfig } from '../../sync-server/config.ts';
import { parseConversationId, parseUserId } from '../../shared/ids.ts';
import { sayFilesOfAllKinds } from '../kit/sent-files.ts';
import { openDemo } from '../../sync-server/demo/open-demo.ts';
import type { DemoHandle } from '../../sync-server/demo/demo-cast.ts';
import { makeGroup } from '../kit/group-acts.ts';
import { personOf, type Person } from '../kit/person.ts';
import { sayPapers, sayPictures } from './file-stage.ts';
import { builtClientDir, openTestServer } from '../kit/test-server.ts';

export interface DemoStage {
  readonly url: string;
  /** Lets this browser's owner be somebody of the demo. */
  signIn(page: Page, handle: string): Promise<void>;
  /** Of a group by its title, or of a direct conversation by the handle of the other. */
  conversationPath(page: Page, name: string): Promise<string>;
  /** The page of somebody with whom one is in a conversation, by their handle. */
  personPath(page: Page, handle: string): Promise<string>;
  /** Lets the owner send files of every kind into one of her groups; they stay there. */
  sendFiles(title: string): Promise<void>;
  /** A group in which Ada and Ben have said files, as they are seen in rows. */
  seenFilesPath(kind: 'pictures' | 'papers'): Promise<string>;
  /** The token of an invitation that nobody has used. */
  invite(): Promise<string>;
  /** The token of a link into one of the owner's groups. */
  groupLink(title: string): Promise<string>;
  close(): Promise<void>;
}

interface Conversation {
  readonly conversationId: string;
  readonly title: string | null;
  readonly members: readonly { readonly handle: string; readonly userId: string }[];
}

export async function openDemoStage(): Promise<DemoStage> {
  const folder = await mkdtemp(join(tmpdir(), 'biz1-screens-'));
  const outcome = parseConfig({ DATA_DIR: join(folder, 'demo') });
  if (outcome.status === 'bad') throw new Error(outcome.problems.join('\n'));
  const { dataDir } = outcome.config;
  const server = await openTestServer({ dataDir, demo: await openDemo(outcome.config, builtClientDir) });
  const { url } = server;
  const conversationsOf = async (page: Page) => {
    const answer = await page.request.get(`${url}/api/inbox`);
    return ((await answer.json()) as { conversations: readonly Conversation[] }).conversations;
  };
  /** What no browser does: made by the owner, for whoever comes. */
  const asOwner = async () => {
    const headers = { origin: url, 'content-type': 'application/json' };
    const body = JSON.stringify({ handle: 'ada' });
    const entered = await fetch(`${url}/api/demo/sign-in`, { method: 'POST', headers, body });
    const cookie = must(entered.headers.getSetCookie()[0]?.split(';')[0], 'a session of the owner');
    const sender = { url, cookie };
    const ask = async (path: string, request: RequestInit): Promise<unknown> =>
      (await fetch(`${url}${path}`, { ...request, headers: { ...headers, cookie } })).json();
    return {
      sender,
      get: (path: string) => ask(path, {}),
      post: (path: string, said: unknown) => ask(path, { method: 'POST', body: JSON.stringify(said) }),
    };
  };
  let sending: Promise<void> | null = null;
  const sendFiles = async (title: string) => {
    const owner = await asOwner();
    const { conversations } = (await owner.get('/api/inbox')) as { conversations: readonly Conversation[] };
    const group = must(
      conversations.find((one) => one.title === title),
      title,
    );
    const ada = must(
      group.members.find(({ handle }) => handle === 'ada'),
      'Ada',
    );
    const person = { ...owner.sender, userId: must(parseUserId(ada.userId), 'an id') };
    await sayFilesOfAllKinds(person, must(parseConversationId(group.conversationId), 'an id'));
  };
  const enter = async (handle: DemoHandle): Promise<Person> => {
    const headers = { origin: url, 'content-type': 'application/json' };
    const entered = await fetch(`${url}/api/demo/sign-in`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ handle }),
    });
    const cookie = must(entered.headers.getSetCookie()[0]?.split(';')[0], `a session of ${handle}`);
    const hello = await fetch(`${url}/api/hello`, { headers: { cookie } });
    const { me } = (await hello.json()) as { me: { userId: string } };
    return personOf({ url, cookie, userId: must(parseUserId(me.userId), 'an id') });
  };
  const seen = new Map<string, Promise<string>>();
  const showFiles = async (kind: 'pictures' | 'papers') => {
    const people = { ada: await enter('ada'), ben: await enter('ben') };
    const title = kind === 'pictures' ? 'Stand and samples' : 'Papers of the fair';
    const group = await makeGroup([people.ada, people.ben], { title });
    await (kind === 'pictures' ? sayPictures : sayPapers)(people, group);
    return `/c/${group}`;
  };
  return {
    url,
    seenFilesPath(kind) {
      const path = seen.get(kind) ?? showFiles(kind);
      seen.set(kind, path);
      return path;
    },
    sendFiles: (title) => (sending ??= sendFiles(title)),
    async signIn(page, handle) {
      const answer = await page.request.post(`${url}/api/demo/sign-in`, { data: { handle }, headers: { origin: url } });
      must(answer.ok() || null, `${handle} comes in`);
    },
    async conversationPath(page, name) {
      const isMeant = ({ title, members }: Conversation) =>
        title === name || (title === null && members.some(({ handle }) => handle === name));
      return `/c/${must((await conversationsOf(page)).find(isMeant), name).conversationId}`;
    },
    async personPath(page, handle) {
      const members = (await conversationsOf(page)).flatMap((conversation) => conversation.members);
      const isMeant = (member: (typeof members)[number]) => member.handle === handle;
      return `/people/${must(members.find(isMeant), handle).userId}`;
    },
    async invite() {
      return tokenOf(await (await asOwner()).post('/api/invites', {}));
    },
    async groupLink(title) {
      const owner = await asOwner();
      const { conversations } = (await owner.get('/api/inbox')) as { conversations: readonly Conversation[] };
      const group = must(
        conversations.find((one) => one.title === title),
        title,
      );
      return tokenOf(await owner.post(`/api/groups/${group.conversationId}/links`, { lifeMs: 86_400_000, uses: 5 }));
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function tokenOf(answer: unknown): string {
  return (answer as { token: string }).token;
}
