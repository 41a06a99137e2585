// Every state of every address that somebody can look at, for the pictures and for the checks that go with them.
// An address that the router learns does not compile here until it has a state. A state is a name, who looks, and how
// one gets there; `demo` is the workspace of made-up people, as it is after `npm start -- --demo`.
import { expect, type Page } from '@playwright/test';
import { filesTabNames, type FilesTab } from '../../client/ui/files-list/files-tabs.ts';
import type { Route } from '../../client/ui/route.ts';
import { settingsSections } from '../../client/ui/settings/sections.ts';
import { en as words } from '../../client/ui/words/en.ts';
import type { DemoHandle } from '../../sync-server/demo/demo-cast.ts';
import { en as seeing } from '../../client/ui/words/seeing/en.ts';
import { en as sending } from '../../client/ui/words/sending/en.ts';
import type { DemoStage } from './demo-stage.ts';
import { untilInstalled } from './pages.ts';
import { photo, shareFrom } from './bring-files.ts';

export interface ScreenState {
  readonly name: string;
  /** Null for somebody who is not signed in. */
  readonly as: DemoHandle | null;
  /** Ends when everything that belongs to the state is on the screen. */
  show(page: Page, demo: DemoStage): Promise<void>;
}

type States = { readonly [Screen in Route['screen']]: readonly [ScreenState, ...ScreenState[]] };

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();
const dialog = (page: Page) => page.getByRole('dialog');

async function showHome(page: Page, { url }: DemoStage): Promise<void> {
  await page.goto(url);
  await expect(page.locator('.list-row').first()).toBeVisible();
}

/** By a group's title, or by the handle of whom it is with. */
async function showConversation(page: Page, demo: DemoStage, name: string): Promise<void> {
  await page.goto(`${demo.url}${await demo.conversationPath(page, name)}`);
  await expect(page.locator('.bubble-words').first()).toBeVisible();
}

/** Opens the menu of the message that stands last. */
async function actOnNewest(page: Page): Promise<void> {
  const newest = page.locator('.row').last();
  await newest.focus();
  await newest.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
}

async function openMenuItem(page: Page, name: string): Promise<void> {
  await button(page, /^Menu of/u).click();
  await page.getByRole('menuitem', { name }).click();
  await expect(dialog(page)).toBeVisible();
}

/** Of the row that has the focus, or the first. */
async function openRowMenu(page: Page): Promise<void> {
  // A row that has just been marked is about to stand elsewhere: a key that comes too early is pressed on what goes.
  await expect(async () => {
    if ((await page.locator('.list-row:focus').count()) === 0) await page.locator('.list-row').first().focus();
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menu')).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

/** Demo people are looked at many times over: what is marked already stays so. */
async function markFirst(page: Page, ...items: readonly string[]): Promise<void> {
  await openRowMenu(page);
  for (const name of items) {
    const item = page.getByRole('menuitem', { name, exact: true });
    if ((await item.count()) === 0) return page.keyboard.press('Escape');
    await item.click();
  }
}

async function showFilter(page: Page, name: string): Promise<void> {
  await page.locator('.list-filter').click();
  await page.getByRole('menuitemradio', { name }).click();
}

/** An address whose screen has a heading of its own. */
const screenAt = (name: string, as: DemoHandle | null, path: string): ScreenState => ({
  name,
  as,
  async show(page, { url }) {
    await page.goto(`${url}${path}`);
    await expect(page.getByRole('main').getByRole('heading').last()).toBeVisible();
    await page.waitForLoadState('networkidle');
  },
});

const person = (handle: string, as: DemoHandle): ScreenState => ({
  name: handle,
  as,
  show: async (page, demo) => screenAt(handle, as, await demo.personPath(page, handle)).show(page, demo),
});

const conversation = (name: string, as: DemoHandle, state: string): ScreenState => ({
  name: state,
  as,
  show: (page, demo) => showConversation(page, demo, name),
});

const groupInfo = (title: string, as: DemoHandle, state: string): ScreenState => ({
  name: state,
  as,
  async show(page, demo) {
    await page.goto(`${demo.url}${await demo.conversationPath(page, title)}/info`);
    await expect(page.getByRole('region', { name: words.groups.members }).getByRole('listitem').first()).toBeVisible();
  },
});

/** A form, with the problems that an empty one has. */
const emptyForm = (path: string, submit: string): ScreenState['show'] =>
  async function show(page, { url }) {
    await page.goto(`${url}${path}`);
    await button(page, submit).click();
    await expect(page.locator('[aria-invalid=true]').first()).toBeVisible();
  };

const searched = (name: string, as: DemoHandle, text: string): ScreenState => ({
  name,
  as,
  async show(page, { url }) {
    await page.goto(`${url}/search`);
    await page.getByRole('searchbox').fill(text);
    await expect(page.locator('.found-row').first()).toBeVisible();
  },
});

/** The files of one kind in a group. */
const listed = (tab: FilesTab): ScreenState => ({
  name: tab,
  as: 'ada',
  async show(page, demo) {
    await demo.sendFiles('Everybody');
    await page.goto(`${demo.url}${await demo.conversationPath(page, 'Everybody')}/files/${tab}`);
    await expect(page.locator('.listed-item').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
  },
});

/** A group with files of every kind. */
const seen = (state: string, as: DemoHandle, act: (page: Page) => Promise<void>): ScreenState => ({
  name: `files-${state}`,
  as,
  async show(page, demo) {
    await page.goto(
      `${demo.url}${await demo.seenFilesPath(state === 'pictures' || state === 'lightbox' ? 'pictures' : 'papers')}`,
    );
    await expect(page.locator('.carried').first()).toBeVisible();
    await act(page);
  },
});

export const states: States = {
  home: [
    { name: 'list', as: 'ada', show: showHome },
    {
      name: 'empty',
      as: 'zoe',
      async show(page, { url }) {
        await page.goto(url);
        await expect(page.getByText(words.list.empty).filter({ visible: true })).toBeVisible();
      },
    },
    {
      name: 'menu',
      as: 'maximiliane',
      async show(page, demo) {
        await showHome(page, demo);
        await button(page, /^Menu of/u).click();
        await expect(page.getByRole('menuitem').first()).toBeVisible();
      },
    },
    {
      name: 'filters',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await page.locator('.list-filter').click();
        await expect(page.getByRole('menuitemradio').first()).toBeVisible();
      },
    },
    {
      name: 'marked',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await markFirst(page, words.list.pin);
        await markFirst(page, words.list.mute, words.list.muteTimes.always);
        await page.keyboard.press('End');
        await markFirst(page, words.list.markUnread);
        await expect(page.getByText(words.list.muted).first()).toBeAttached();
      },
    },
    {
      name: 'row-menu',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await openRowMenu(page);
      },
    },
    {
      name: 'mute-menu',
      as: 'maximiliane',
      async show(page, demo) {
        await showHome(page, demo);
        await openRowMenu(page);
        await page.getByRole('menuitem', { name: words.list.mute, exact: true }).click();
        await expect(page.getByRole('menuitem', { name: words.list.muteTimes.always })).toBeVisible();
      },
    },
    {
      name: 'notice-menu',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await openRowMenu(page);
        await page.getByRole('menuitem', { name: words.list.notice }).click();
        await expect(page.getByRole('menuitemradio').first()).toBeVisible();
      },
    },
    {
      name: 'archive',
      as: 'ben',
      async show(page, demo) {
        await showHome(page, demo);
        await markFirst(page, words.list.archive);
        await showFilter(page, words.list.filters.archived);
        await expect(page.locator('.list-row')).toHaveCount(1);
      },
    },
    {
      name: 'archive-empty',
      as: 'maximiliane',
      async show(page, demo) {
        await showHome(page, demo);
        await showFilter(page, words.list.filters.archived);
        await expect(page.getByText(words.list.none.archived)).toBeVisible();
      },
    },
    {
      name: 'switcher',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('a');
        await expect(page.getByRole('option').first()).toBeVisible();
      },
    },
    {
      name: 'new-conversation',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await button(page, words.frame.newConversation).click();
        await page.getByRole('combobox').fill('ma');
        await expect(page.getByRole('option').first()).toBeVisible();
      },
    },
    {
      name: 'invite',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await openMenuItem(page, words.frame.invite);
        await button(page, words.invite.make).click();
        await expect(page.getByRole('textbox', { name: words.invite.link })).toBeVisible();
      },
    },
    {
      name: 'new-group',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await button(page, words.frame.newConversation).click();
        await button(page, words.groups.create).click();
        await page.getByRole('combobox', { name: words.groups.pick }).fill('ma');
        await page.getByRole('option').first().click();
        await expect(button(page, /Maximiliane/u)).toBeVisible();
      },
    },
    {
      name: 'status',
      as: 'maximiliane',
      async show(page, demo) {
        await showHome(page, demo);
        await openMenuItem(page, words.frame.status);
      },
    },
    {
      name: 'shortcuts',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await openMenuItem(page, words.frame.shortcuts);
      },
    },
    {
      name: 'offline',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await page.context().setOffline(true);
        await expect(page.getByText(words.link.offlineShort).first()).toBeAttached();
      },
    },
  ],
  conversation: [
    conversation('Spring catalogue', 'ada', 'group'),
    conversation('ben', 'ada', 'direct'),
    conversation('maximiliane', 'ada', 'long-name'),
    conversation('Autumn trade fair in Beispielstadt: stand, travel and samples', 'ada', 'long-title'),
    conversation('amal', 'ada', 'arabic'),
    {
      name: 'acts',
      as: 'ada',
      async show(page, demo) {
        await showConversation(page, demo, 'amal');
        await actOnNewest(page);
        await page.getByRole('menuitemcheckbox').nth(1).click();
        await actOnNewest(page);
        await page.getByRole('menuitem', { name: words.acts.pin, exact: true }).click();
        await expect(page.locator('.pins')).toBeVisible();
        await actOnNewest(page);
      },
    },
    {
      name: 'selecting',
      as: 'ada',
      async show(page, demo) {
        await showConversation(page, demo, 'maximiliane');
        await actOnNewest(page);
        await page.getByRole('menuitem', { name: words.acts.select, exact: true }).click();
        await expect(page.getByRole('toolbar')).toBeVisible();
      },
    },
    {
      name: 'forwarding',
      as: 'ada',
      async show(page, demo) {
        await showConversation(page, demo, 'maximiliane');
        await actOnNewest(page);
        await page.getByRole('menuitem', { name: words.acts.forward }).click();
        await expect(page.getByRole('checkbox').first()).toBeVisible();
      },
    },
    {
      name: 'unavailable',
      as: 'ada',
      async show(page, { url }) {
        await page.goto(`${url}/c/dm_${'0'.repeat(24)}`);
        await expect(page.getByText(words.conversation.unavailable)).toBeVisible();
      },
    },
    {
      name: 'scheduled',
      as: 'ada',
      async show(page, demo) {
        await showConversation(page, demo, 'ben');
        await page
          .locator('.composer-text')
          .fill('Good morning! Are the samples for the trade fair with you by now, or still on their way?');
        await button(page, words.errands.later).click();
        await page.getByRole('menuitem', { name: words.errands.tomorrow }).click();
        await expect(page.getByRole('list', { name: words.errands.scheduled }).first()).toBeVisible();
      },
    },
    {
      name: 'choosing-files',
      as: 'ada',
      async show(page, demo) {
        await showConversation(page, demo, 'maximiliane');
        const tiles = page.locator('.tile');
        if ((await tiles.count()) === 0) {
          const long = { ...photo, name: `${'The stand at the trade fair, from the left '.repeat(3)}.png` };
          const empty = { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) };
          await page.locator('.composer input[type=file]').setInputFiles([photo, long, empty]);
        }
        await expect(tiles).toHaveCount(3);
        await expect(page.locator('.tile-picture img')).toHaveCount(2);
      },
    },
    seen('pictures', 'ada', async (page) => {
      await expect(page.locator('.grid-tile-picture').first()).toBeVisible();
    }),
    seen('sounds', 'ada', async (page) => {
      const play = page.getByRole('button', { name: /^Play: Voice/u });
      await play.first().click();
      await page.getByRole('region', { name: seeing.player }).getByRole('button', { name: seeing.pause }).click();
    }),
    seen('documents', 'ben', async (page) => {
      await expect(page.getByText('Archive', { exact: false }).first()).toBeVisible();
    }),
    seen('lightbox', 'ada', async (page) => {
      await page.getByRole('button', { name: seeing.showPicture('stand.jpg') }).click();
      await expect(page.getByRole('img', { name: 'stand.jpg' })).toBeVisible();
    }),
    seen('viewer', 'ben', async (page) => {
      await page.getByRole('button', { name: /^Open\s+how-many-samples\.ts/u }).click();
      await expect(dialog(page).getByText('lightMinutes').first()).toBeVisible();
    }),
    {
      name: 'files-on-their-way',
      as: 'chiara',
      async show(page, demo) {
        await showConversation(page, demo, 'Everybody');
        await untilInstalled(page);
        await page.context().setOffline(true);
        const picker = page.locator('.composer input[type=file]').first();
        for (const file of [photo, { ...photo, name: `${'what-was-counted-'.repeat(5)}.bin`, mimeType: '' }]) {
          await picker.setInputFiles([file]);
          await expect(page.locator('.tile')).toHaveCount(1);
          await page.getByRole('button', { name: words.composer.send, exact: true }).click();
          await expect(page.locator('.tile')).toHaveCount(0);
        }
        await expect(page.locator('.upload-line').last()).toBeVisible();
      },
    },
    {
      name: 'offline-waiting',
      as: 'ben',
      async show(page, demo) {
        await showConversation(page, demo, 'ada');
        await page.context().setOffline(true);
        await page.locator('.composer-text').fill('Written in a tunnel, where nothing comes through.');
        await page.locator('.composer-text').press('Enter');
        await expect(page.getByRole('img', { name: words.conversation.waiting }).first()).toBeVisible();
      },
    },
  ],
  'group-info': [
    groupInfo('Autumn trade fair in Beispielstadt: stand, travel and samples', 'ada', 'of-a-member'),
    groupInfo('Spring catalogue', 'ada', 'of-an-owner'),
    {
      name: 'adding-people',
      as: 'ada',
      async show(page, demo) {
        await groupInfo('Spring catalogue', 'ada', '').show(page, demo);
        await button(page, words.groups.add).click();
        await page.getByRole('combobox', { name: words.groups.pick }).fill('ma');
        await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
      },
    },
    {
      name: 'not-here',
      as: 'ada',
      async show(page, { url }) {
        await page.goto(`${url}/c/cnv_${'0'.repeat(24)}/info`);
        await expect(page.getByText(words.groups.notHere)).toBeVisible();
      },
    },
  ],
  people: [screenAt('contacts', 'ada', '/people'), screenAt('nobody', 'zoe', '/people')],
  person: [
    person('maximiliane', 'ada'),
    person('ben', 'ada'),
    {
      name: 'request',
      as: 'ada',
      async show(page, demo) {
        await person('maximiliane', 'ada').show(page, demo);
        await button(page, words.contacts.request).click();
        await expect(dialog(page)).toBeVisible();
      },
    },
  ],
  settings: [
    screenAt('list', 'ada', '/settings'),
    ...settingsSections.map((section) => screenAt(section, 'ada', `/settings/${section}`)),
    screenAt('of-a-member', 'maximiliane', '/settings/profile'),
  ],
  'reset-password': [screenAt('form', null, '/reset-password#used')],
  'sign-in': [{ name: 'problems', as: null, show: emptyForm('/sign-in', words.account.signIn) }],
  'sign-up': [
    {
      name: 'by-invitation',
      as: null,
      async show(page, { url }) {
        await page.goto(`${url}/sign-up`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      },
    },
  ],
  'set-up': [
    {
      name: 'used',
      as: null,
      async show(page, { url }) {
        await page.goto(`${url}/set-up#used`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      },
    },
  ],
  join: [
    {
      name: 'problems',
      as: null,
      show: async (page, demo) => emptyForm(`/join#${await demo.invite()}`, words.account.signUp)(page, demo),
    },
    {
      name: 'invalid',
      as: null,
      async show(page, { url }) {
        await page.goto(`${url}/join#used`);
        await expect(page.getByRole('heading', { name: words.account.linkInvalid })).toBeVisible();
      },
    },
    {
      name: 'signed-in-already',
      as: 'maximiliane',
      async show(page, demo) {
        await page.goto(`${demo.url}/join#${await demo.invite()}`);
        await expect(button(page, words.frame.signOut)).toBeVisible();
      },
    },
  ],
  'join-group': [
    {
      name: 'offered',
      as: 'maximiliane',
      async show(page, demo) {
        await page.goto(`${demo.url}/join-group#${await demo.groupLink('Spring catalogue')}`);
        await expect(button(page, words.groups.joinNow)).toBeVisible();
      },
    },
    {
      name: 'invalid',
      as: 'ada',
      async show(page, { url }) {
        await page.goto(`${url}/join-group#used`);
        await expect(page.getByRole('heading', { name: words.account.linkInvalid })).toBeVisible();
      },
    },
  ],
  saved: [screenAt('empty', 'zoe', '/saved')],
  files: [
    screenAt('empty', 'zoe', '/files'),
    ...filesTabNames.map(listed),
    {
      name: 'named',
      as: 'ada',
      async show(page, demo) {
        await listed('documents').show(page, demo);
        await page.getByRole('searchbox').fill('south');
        await expect(page.locator('.listed-name .found-mark')).toBeVisible();
      },
    },
  ],
  share: [
    {
      name: 'nothing',
      as: 'ada',
      async show(page, { url }) {
        await page.goto(`${url}/share`);
        await expect(page.getByText(sending.share.nothing)).toBeVisible();
      },
    },
    {
      name: 'files',
      as: 'ada',
      async show(page, demo) {
        await showHome(page, demo);
        await untilInstalled(page);
        await shareFrom(page, 'The samples for the trade fair', [
          photo,
          { ...photo, name: `${'long-name-'.repeat(9)}.txt`, mimeType: 'text/plain' },
        ]);
        await expect(page.getByRole('checkbox').first()).toBeVisible();
      },
    },
  ],
  search: [
    screenAt('empty', 'zoe', '/search'),
    searched('found', 'ada', 'the'),
    searched('found-in-arabic', 'maximiliane', 'a'),
    {
      name: 'none',
      as: 'ada',
      async show(page, { url }) {
        await page.goto(`${url}/search`);
        await page.getByRole('searchbox').fill('qqxxzz from:nobody');
        await expect(page.getByText(words.search.none)).toBeVisible();
      },
    },
    {
      name: 'in-conversation',
      as: 'ada',
      async show(page, demo) {
        await showConversation(page, demo, 'Spring catalogue');
        await page.keyboard.press('Control+f');
        await page.getByRole('textbox', { name: words.search.here }).fill('the');
        await expect(page.locator('.search-note')).toContainText(/found/u);
        await page.keyboard.press('Enter');
        await expect(page.locator('.find-place')).toContainText('1');
      },
    },
  ],
  unknown: [
    {
      name: 'goes-home',
      as: 'ada',
      async show(page, { url }) {
        await page.goto(`${url}/nowhere/at/all`);
        await expect(page.locator('.list-row').first()).toBeVisible();
        expect(new URL(page.url()).pathname).toBe('/');
      },
    },
  ],
};
