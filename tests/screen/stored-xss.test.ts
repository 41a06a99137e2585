// Whatever a person can fill is text and nothing else on the screens of others. Which fields there are is read from the
// schemas, so that a new one fails here until it is filled as well. Behind that stands the policy of the page, which is
// tried by itself: what somebody had brought into the page would still not run.
import { expect, test, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { cleanFileName, type Attachment, type DocumentAttachment } from '../../shared/conversation/attachments.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import { directConversationId, idBytes, mintEventId, type ConversationId } from '../../shared/ids.ts';
import { en as words } from '../../client/ui/words/en.ts';
import type { Route } from '../../client/ui/route.ts';
import { settingsSections } from '../../client/ui/settings/sections.ts';
import { findFreeFields } from '../kit/free-fields.ts';
import { act, freshGroupId } from '../kit/group-acts.ts';
import { signUp, type Person } from '../kit/person.ts';
import { editAt } from '../kit/sample-events.ts';
import { sentText } from '../kit/sent-files.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice } from '../kit/wire-device.ts';
import { readSources } from '../source-files.ts';
import { doTo, itemOf, openMessageStage, rowOf } from './message-stage.ts';
import { enter, openBrowser } from './pages.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

/** Short enough for every field. `ran` is nowhere but here; what becomes an element has `data-hostile`. */
const hostile = [
  '<script data-hostile>ran()</script>',
  '<img data-hostile src=x onerror=ran()>',
  '<svg data-hostile onload=ran()>',
  '"><b data-hostile onclick=ran()>x</b>',
  '[x](javascript:ran()) [y](JavaScript&colon;ran())',
  '[x](data:text/html,<script>ran()</script>)',
  '![x](x"onerror="ran()) https://a.test/"onclick="ran()',
  "{{constructor.constructor('ran()')()}}",
  '${ran()} <%= ran() %> javascript:ran()',
  '```html"onclick="ran()\n</code><img data-hostile src=x onerror=ran()>\n```',
  '\u202e<b data-hostile>ran()</b>\u202c',
];

/** One who fills what they can with one of these texts, and a group of theirs. */
interface Villain {
  readonly person: Person;
  readonly victim: Person;
  readonly text: string;
  readonly group: ConversationId;
  /** Into it somebody is invited by a link. */
  readonly other: ConversationId;
}

type Fill = (villain: Villain) => Promise<boolean>;

const isTaken = async (answer: Promise<{ status: number }>) => (await answer).status === 200;
const post = (path: string, body: (text: string) => object, as: 'person' | 'victim' = 'person'): Fill => {
  return (villain) => isTaken(villain[as].call('POST', path, body(villain.text)));
};
/** In the text, its mark first, by which the screens are found to show it. */
const marked = (mark: string, text: string) => `${mark}\n${text}`;

/** `shown` to others, somewhere, where it is taken; the server takes none of these texts where it is `refused`. */
const fields: Readonly<Record<string, { readonly is: 'shown' | 'refused' | 'secret'; readonly fill: Fill }>> = {
  'changeNameBody.name': { is: 'shown', fill: post('/api/account/name', (name) => ({ name })) },
  'ownStatus.text': {
    is: 'shown',
    fill: post('/api/status', (text) => ({ availability: 'present', text, until: null, showsLastSeen: true })),
  },
  'create-group.title': {
    is: 'shown',
    fill: ({ person, text, other }) =>
      isTaken(
        act(person, {
          ...{ kind: 'create-group', conversationId: other, title: text, userIds: [], history: 'all' },
        }),
      ),
  },
  'rename-group.title': {
    is: 'shown',
    fill: ({ person, text, group }) =>
      isTaken(act(person, { kind: 'rename-group', conversationId: group, title: text })),
  },
  'describe-group.description': {
    is: 'shown',
    fill: ({ person, text, group }) =>
      isTaken(act(person, { kind: 'describe-group', conversationId: group, description: marked('described', text) })),
  },
  'request-contact.text': {
    is: 'shown',
    fill: ({ person, victim, text }) => isTaken(act(person, { kind: 'request-contact', userId: victim.userId, text })),
  },
  'workspaceSettingsBody.name': {
    is: 'shown',
    fill: post('/api/workspace/settings', (name) => ({ name, signUp: 'invite', whoMayWrite: 'anyone' }), 'victim'),
  },
  'message.text': { is: 'shown', fill: writesMessages },
  'message.attachments.name': {
    is: 'shown',
    fill: (villain) => saysFile(villain, (file) => ({ ...file, name: cleanFileName(`named ${villain.text}`) })),
  },
  'message.attachments.start': {
    is: 'shown',
    fill: (villain) => saysFile(villain, (file) => ({ ...file, start: marked('begins', villain.text) })),
  },
  'message.attachments.waveform': {
    is: 'refused',
    fill: (villain) =>
      saysFile(villain, ({ hash, size, type, name }) => ({
        ...{ form: 'voice', hash, size, type, name, durationMs: 1_000, waveform: villain.text },
      })),
  },
  'message.mentions.label': { is: 'shown', fill: writesMessages },
  'edit.text': { is: 'shown', fill: writesMessages },
  'edit.mentions.label': { is: 'shown', fill: writesMessages },
  'schedule-message.message.text': { is: 'shown', fill: (villain) => schedules(villain, 'schedule-message') },
  'schedule-message.message.mentions.label': { is: 'shown', fill: (villain) => schedules(villain, 'schedule-message') },
  'reschedule-message.message.text': { is: 'shown', fill: (villain) => schedules(villain, 'reschedule-message') },
  'reschedule-message.message.mentions.label': {
    is: 'shown',
    fill: (villain) => schedules(villain, 'reschedule-message'),
  },
  'set-auto-reply.autoReply.text': { is: 'shown', fill: answersFor },
  'set-auto-reply.autoReply.timeZone': {
    is: 'refused',
    fill: ({ person, text: timeZone }) =>
      isTaken(
        act(person, {
          kind: 'set-auto-reply',
          autoReply: { isOn: true, text: 'away', timeZone, schedule: { kind: 'always' } },
        }),
      ),
  },
  'zone.timeZone': { is: 'secret', fill: isInZone },
  'quietBody.quiet.timeZone': {
    is: 'refused',
    fill: post('/api/push/quiet', (timeZone) => ({ quiet: { timeZone, from: 0, to: 60 } })),
  },
  // The server's own words, by the commands above.
  'began.title': { is: 'shown', fill: () => Promise.resolve(true) },
  'renamed.title': { is: 'shown', fill: () => Promise.resolve(true) },
  'changeHandleBody.handle': { is: 'refused', fill: post('/api/account/handle', (handle) => ({ handle })) },
  'changeEmailBody.email': {
    is: 'refused',
    fill: (villain) => post('/api/account/email', (email) => ({ current: villain.person.password, email }))(villain),
  },
  'signUpBody.name': { is: 'shown', fill: (villain) => signsUp(villain, { name: villain.text }) },
  'signUpBody.handle': { is: 'refused', fill: (villain) => signsUp(villain, { handle: villain.text }) },
  'signUpBody.email': { is: 'refused', fill: (villain) => signsUp(villain, { email: villain.text }) },
  // Compared with what is known, and told to nobody.
  'signUpBody.token': { is: 'refused', fill: (villain) => signsUp(villain, { token: villain.text }) },
  'signUpBody.password': { is: 'secret', fill: (villain) => signsUp(villain, { password: villain.text }) },
  'signInBody.email': { is: 'refused', fill: post('/api/sign-in', (email) => ({ email, password: 'wrong password' })) },
  'signInBody.password': {
    is: 'refused',
    fill: post('/api/sign-in', (password) => ({ email: 'nobody@example.test', password })),
  },
  'changeEmailBody.current': {
    is: 'refused',
    fill: post('/api/account/email', (current) => ({ current, email: 'a@example.test' })),
  },
  'changePasswordBody.current': {
    is: 'refused',
    fill: post('/api/account/password', (current) => ({ current, password: 'correct horse anew' })),
  },
  'changePasswordBody.password': {
    is: 'refused',
    fill: post('/api/account/password', (password) => ({ current: 'not this one', password })),
  },
  'deleteAccountBody.current': { is: 'refused', fill: post('/api/account/delete', (current) => ({ current })) },
  'resetPasswordBody.token': {
    is: 'refused',
    fill: post('/api/password-reset', (token) => ({ token, password: 'correct horse anew' })),
  },
  'resetPasswordBody.password': {
    is: 'refused',
    fill: post('/api/password-reset', (password) => ({ token: 'none', password })),
  },
  'join-group.token': {
    is: 'refused',
    fill: ({ person, text }) => isTaken(act(person, { kind: 'join-group', token: text })),
  },
  'inviteBody.inviteId': {
    is: 'refused',
    fill: post('/api/workspace/invites/revoke', (inviteId) => ({ inviteId })),
  },
  'revokeGroupLinkBody.linkId': {
    is: 'secret',
    fill: (villain) => post(`/api/groups/${villain.group}/links/revoke`, (linkId) => ({ linkId }))(villain),
  },
  'inboxQuery.since': { is: 'secret', fill: asks('/api/inbox?since=') },
  'searchFields.page': { is: 'secret', fill: asks('/api/search?page=') },
  'peopleQuery.query': { is: 'secret', fill: asks('/api/people?query=') },
  'workspacePeopleQuery.query': { is: 'secret', fill: asks('/api/workspace/people?query=') },
};

function asks(path: string): Fill {
  return ({ victim, text }) => isTaken(victim.call('GET', `${path}${encodeURIComponent(text)}`));
}

let seconds = 0;

/** So many may sign up from one address at a time, so a few of the texts have to do. */
async function signsUp({ victim, person, text }: Villain, changed: Record<string, string>): Promise<boolean> {
  if (hostile.indexOf(text) > 2) return false;
  const handle = `second${seconds++}`;
  const fresh = { name: 'Second', handle, email: `${handle}@example.test`, password: 'correct horse' };
  return isTaken(person.call('POST', '/api/sign-up', { token: await victim.invite(), ...fresh, ...changed }));
}

/** A message, one that was edited, one with a mention, and one with a mention that was edited in. */
async function writesMessages({ person, text, group }: Villain): Promise<boolean> {
  const device = await openDevice(person);
  const replica = await device.openConversation(group);
  const label = labelOf(text);
  const mentions = [{ who: person.userId, label }];
  const first = device.write(replica, marked('edited away', text));
  device.write(replica, marked('said', text));
  const message = {
    kind: 'message',
    id: mintEventId('message', crypto.getRandomValues(new Uint8Array(idBytes))),
  } as const;
  appendEvent(replica.doc, person.userId, { ...message, at: Date.now() + 5, text: `mentioned @${label}`, mentions });
  const edit = editAt(Date.now() + 10, first.id, `edited @${label}\n${text}`);
  appendEvent(replica.doc, person.userId, { ...edit, mentions });
  await device.acknowledged(replica);
  await device.close();
  return true;
}

/** A message with a file that somebody has sent, and of which they claim what they like. */
async function saysFile({ person, group }: Villain, claim: (file: DocumentAttachment) => Attachment): Promise<boolean> {
  const device = await openDevice(person);
  const replica = await device.openConversation(group);
  const id = mintEventId('message', crypto.getRandomValues(new Uint8Array(idBytes)));
  const attachment = claim(await sentText(person, 'notes.txt', `said in ${id}`)); // each a file of its own
  const message = { kind: 'message', id, at: Date.now(), text: '', attachments: [attachment] } as const;
  appendEvent(replica.doc, person.userId, { ...message, attachments: [...message.attachments] });
  await device.heard();
  await device.close();
  return replica.closedFor === null;
}

/** A message that the server writes, at once; one that is changed first was to go in an hour. */
async function schedules(villain: Villain, kind: 'schedule-message' | 'reschedule-message'): Promise<boolean> {
  const { person, text, group: conversationId } = villain;
  const messageId = mintEventId('message', crypto.getRandomValues(new Uint8Array(idBytes)));
  const label = labelOf(text);
  const message = { text: `later @${label}\n${text}`, mentions: [{ who: person.userId, label }] };
  const [now, inAnHour] = [Date.now(), Date.now() + 3_600_000];
  const isFirst = kind === 'schedule-message';
  const planned = await isTaken(
    act(person, {
      ...{ kind: 'schedule-message', messageId, conversationId, dueAt: isFirst ? now : inAnHour },
      message: isFirst ? message : { text: 'in an hour' },
    }),
  );
  return isFirst ? planned : isTaken(act(person, { kind, messageId, dueAt: now, message }));
}

/** It answers the victim, who writes to them. */
async function answersFor({ person, victim, text }: Villain): Promise<boolean> {
  const autoReply = { isOn: true, text: marked('away', text), timeZone: 'UTC', schedule: { kind: 'always' } } as const;
  const taken = await isTaken(act(person, { kind: 'set-auto-reply', autoReply }));
  const device = await openDevice(victim);
  const replica = await device.openConversation(await victim.direct(person));
  device.write(replica, 'Are you there?');
  await device.acknowledged(replica);
  await device.close();
  return taken;
}

/** The server passes over a zone of which it has never heard. */
async function isInZone({ person, text: timeZone }: Villain): Promise<boolean> {
  const device = await openDevice(person);
  device.tell({ kind: 'zone', timeZone });
  await device.heard();
  await device.close();
  return true;
}

function labelOf(text: string): string {
  return text.replace(/^[\s@]+/, '').split('\n')[0] ?? '';
}

test('whatever a person can fill is text and nothing else to others', async ({ browser }) => {
  test.setTimeout(600_000);
  expect(Object.keys(fields).toSorted()).toEqual(await findFreeFields([...hostile, 'plain']));
  const [victim] = await server.people('Vera');
  const villains = await openVillains(must(victim, 'Vera'));
  const page = await openBrowser(browser);
  const alarms = await watch(page);
  await page.goto(server.url); // somebody who is not signed in reads the name of the workspace
  for (const [path, { is, fill }] of Object.entries(fields)) {
    const taken: boolean[] = [];
    for (const villain of villains) {
      taken.push(await fill(villain));
      if (path === 'workspaceSettingsBody.name') await expectInert(page, '/sign-in', alarms);
    }
    if (is !== 'secret') expect(taken.includes(true), path).toBe(is === 'shown');
  }
  await enter(page, must(victim, 'Vera'));
  await expectInert(page, '/', alarms);
  for (const [screen, paths] of Object.entries(addressesOf(villains, await linksOf(villains)))) {
    for (const { path, shows } of paths) await expectInert(page, path, alarms, `${screen}: ${shows}`, shows);
  }
});

test('what is saved, and each dialog about a message, shows text and nothing else', async ({ browser }) => {
  test.setTimeout(180_000);
  const stage = await openMessageStage(server, 'group');
  try {
    const { ada, ben, conversationId } = stage;
    await ben.call('POST', '/api/account/name', { name: hostile[1] });
    await act(ada, { kind: 'rename-group', conversationId, title: must(hostile[0], 'a title') });
    const bens = await stage.speak(ben);
    const [first, now] = [`marked first\n${hostile.join('\n')}`, `marked now\n${hostile.join('\n')}`];
    bens.send(first);
    expect(bens.edit(await itemOf(bens, first), now)).toBeNull();
    const item = await itemOf(bens, now);
    expect(bens.react(item, '👍', true)).toBeNull();
    const adas = await stage.speak(ada);
    const seen = await itemOf(adas, now);
    for (const problem of [adas.save(seen, true), adas.pin(seen, true)]) expect(problem).toBeNull();
    const page = await openBrowser(browser);
    const alarms = await watch(page);
    await enter(page, ada);
    await expectInert(page, '/saved', alarms, 'what is saved', 'marked now');
    await page.goto(`${server.url}/search`);
    await page.getByRole('searchbox').fill(`ran ${must(hostile[1], 'a text')}`);
    await expect(page.locator('.found-mark').first()).toBeVisible();
    await expectInertNow(page, alarms, 'what is found');
    await page.goto(`${server.url}/c/${conversationId}`);
    const shows = async (name: string, text: string) => {
      await expect(page.getByRole('dialog'), name).toContainText(text);
      await expectInertNow(page, alarms, name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog'), name).toHaveCount(0);
    };
    await doTo(page, 'marked now', 'details');
    await shows('the details', must(hostile[1], 'a name'));
    await rowOf(page, 'marked now').getByRole('button', { name: words.conversation.edited }).click();
    await shows('the versions', 'marked first');
    await doTo(page, 'marked now', 'forward');
    await shows('forwarding', must(hostile[0], 'a title'));
  } finally {
    await stage.close();
  }
});

test('what somebody had brought into the page would not run: the policy refuses it', async ({ browser }) => {
  const [vera] = await server.people('Vera');
  const page = await openBrowser(browser);
  await watch(page);
  await enter(page, must(vera, 'Vera'));
  await page.evaluate(() => {
    const script = (change: (element: HTMLScriptElement) => void) => {
      const element = document.createElement('script');
      change(element);
      document.body.append(element);
    };
    script((element) => (element.textContent = 'ran()'));
    script((element) => (element.src = 'https://elsewhere.test/ran.js'));
    script((element) => (element.src = 'data:text/javascript,ran()'));
    const image = document.createElement('img');
    image.setAttribute('onerror', 'ran()');
    image.src = 'data:image/png,x';
    document.body.append(image);
    const link = document.createElement('a');
    link.href = 'javascript:ran()';
    document.body.append(link);
    link.click();
  });
  const refused = () =>
    page.evaluate(() => (window as unknown as Watched).refused.map((one) => one.join(' ')).toSorted());
  await expect
    .poll(refused)
    .toEqual([
      'script-src-attr inline',
      'script-src-elem data',
      'script-src-elem https://elsewhere.test/ran.js',
      'script-src-elem inline',
      'script-src-elem inline',
    ]);
  expect(await page.evaluate(() => (window as unknown as Watched).hasRun)).toBe(false);
});

/** What a page under watch knows. */
interface Watched {
  hasRun: boolean;
  refused: [directive: string, what: string][];
}

/** Whatever runs, is refused by the policy, or asks a person something. Answers what was heard of on any page. */
async function watch(page: Page): Promise<string[]> {
  const alarms: string[] = [];
  page.on('dialog', (dialog) => {
    alarms.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) alarms.push(message.text());
  });
  await page.addInitScript(() => {
    const watched = window as unknown as Watched & { ran: () => void };
    watched.hasRun = false;
    watched.refused = [];
    watched.ran = () => (watched.hasRun = true);
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      watched.refused.push([effectiveDirective, blockedURI]);
    });
  });
  return alarms;
}

async function openVillains(victim: Person): Promise<Villain[]> {
  const villains: Villain[] = [];
  for (const [index, text] of hostile.entries()) {
    const person = await signUp(server.url, `Mal${index}`, await victim.invite());
    const [group, other] = [freshGroupId(), freshGroupId()];
    const userIds = [victim.userId];
    const made = act(person, {
      kind: 'create-group',
      conversationId: group,
      title: 'Harbour',
      userIds,
      history: 'all',
    });
    expect(await isTaken(made)).toBe(true);
    villains.push({ person, victim, text, group, other });
  }
  return villains;
}

/** By which the victim may come into groups that they are not in. */
function linksOf(villains: readonly Villain[]): Promise<string[]> {
  const tokens = villains.map(async ({ person, other }) => {
    const { status, body } = await person.call('POST', `/api/groups/${other}/links`, { lifeMs: 3_600_000, uses: 1 });
    return status === 200 ? [String(body['token'])] : []; // not every text is a title
  });
  return Promise.all(tokens).then((all) => all.flat());
}

interface Address {
  readonly path: string;
  /** What is there once the screen is whole. */
  readonly shows: string;
}

/** A new address does not compile until it says where it shows what people fill. */
function addressesOf(villains: readonly Villain[], links: readonly string[]): Record<Route['screen'], Address[]> {
  const nothing: Address[] = []; // of others, to whoever is signed in
  return {
    home: [{ path: '/', shows: 'later' }],
    unknown: nothing,
    conversation: [
      ...villains.map(({ group }) => ({ path: `/c/${group}`, shows: 'later' })),
      ...villains.map(({ person, victim }) => ({
        path: `/c/${directConversationId(person.userId, victim.userId)}`,
        shows: 'away',
      })),
    ],
    saved: nothing,
    search: nothing, // before anybody types
    files: villains.map(({ group }) => ({ path: `/c/${group}/files/links`, shows: '' })),
    share: nothing, // but what comes from one's own device
    'group-info': villains.map(({ group }) => ({ path: `/c/${group}/info`, shows: 'described' })),
    people: [{ path: '/people', shows: 'ran()' }],
    person: villains.map(({ person }) => ({ path: `/people/${person.userId}`, shows: 'ran()' })),
    settings: settingsSections.map((section) => ({ path: `/settings/${section}`, shows: '' })),
    'join-group': links.map((token) => ({ path: `/join-group#${token}`, shows: 'ran()' })),
    'sign-in': nothing,
    'sign-up': nothing,
    'set-up': nothing,
    join: nothing,
    'reset-password': nothing,
  };
}

/** Nothing on this screen is more than text that somebody wrote. */
async function expectInert(
  page: Page,
  path: string,
  alarms: readonly string[],
  name = path,
  shows = '',
): Promise<void> {
  await page.goto(new URL(path, server.url).href);
  if (path.includes('#')) await page.reload(); // another secret behind the same address is no other page
  await expect(page.locator('h1, h2, main').first()).toBeAttached();
  if (shows !== '') await expect(page.locator('body'), name).toContainText(shows);
  await expectInertNow(page, alarms, `${name} at ${path}`);
}

async function expectInertNow(page: Page, alarms: readonly string[], where: string): Promise<void> {
  const found = await page.evaluate(
    ([ours, schemes]) => {
      const { hasRun, refused } = window as unknown as Watched;
      const elements = [...document.querySelectorAll('*')];
      const isOurs = (element: Element) => ours.includes(element.localName) && !element.hasAttribute('data-hostile');
      const handles = (element: Element) => element.getAttributeNames().some((attribute) => attribute.startsWith('on'));
      const addresses = elements.flatMap((element) =>
        ['href', 'src', 'action', 'formaction', 'xlink:href'].flatMap((name) => element.getAttribute(name) ?? []),
      );
      const told = (element: Element) => `${element.localName} ${element.getAttributeNames().join(' ')}`;
      const leadsOut = (address: string) => !schemes.includes(new URL(address, location.href).protocol);
      return [
        ...(hasRun ? ['something ran'] : []),
        ...refused.map((one) => `refused: ${one.join(' ')}`),
        ...elements.filter((element) => !isOurs(element) || handles(element)).map(told),
        ...addresses.filter(leadsOut),
        ...[...document.scripts].filter(({ src }) => !src.startsWith(`${location.origin}/`)).map(told),
      ];
    },
    [tagsOfOurs, allowedSchemes] as const,
  );
  expect([...found, ...alarms], where).toEqual([]);
}

const allowedSchemes: readonly string[] = ['http:', 'https:', 'mailto:', 'tel:', 'blob:'];

/** Every element that our sources name, and those of which icons are drawn. */
const tagsOfOurs: readonly string[] = [
  ...['path', 'rect', 'line', 'circle', 'ellipse', 'polyline', 'polygon'],
  ...new Set(
    readSources(['client/**/*.tsx', 'client/*.html']).flatMap(({ text }) =>
      [...text.matchAll(/<([a-z][a-z0-9-]*)/g)].map(([, tag = '']) => tag),
    ),
  ),
];
