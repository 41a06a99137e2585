// Where one writes: what is offered while one types, what a key does, and that what was begun is there again, here and on
// one's other devices.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { everyone } from '../../shared/rules/mentions.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { startDevice, type EngineDevice } from '../kit/engine-device.ts';
import { makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { makeLastingBrowser } from './lasting-browser.ts';
import { doTo } from './message-stage.ts';
import {
  composer,
  enter,
  expectAccessible,
  keptOn,
  openBrowser,
  openFromList,
  pressForInputMethod,
  say,
  signInAt,
  texts,
  untilInstalled,
} from './pages.ts';

let server: TestServer;
let devices: EngineDevice[] = [];
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(async () => {
  for (const device of devices) await device.close();
  devices = [];
  await server.close();
});

const harbour = 'Harbour';

/** Two people, and Cleo, who is in the group with them. */
async function begin() {
  const [ada, ben, cleo] = await server.people('Ada Example', 'Ben Sample', 'Cleo Trial');
  const people = { ada: must(ada, 'Ada'), ben: must(ben, 'Ben'), cleo: must(cleo, 'Cleo') };
  return { ...people, conversationId: await people.ada.direct(people.ben) };
}

async function show(browser: Browser, person: Person, conversationId: ConversationId, look = {}): Promise<Page> {
  const page = await openBrowser(browser, look);
  await enter(page, person);
  await page.goto(`${server.url}/c/${conversationId}`);
  await expect(page.locator('.composer-text')).toBeVisible();
  return page;
}

/** Another device of somebody, without a screen. */
async function device(person: Person): Promise<EngineDevice> {
  const started = await startDevice(person, { haste: 10 });
  devices.push(started);
  return started;
}

async function rowWith(own: EngineDevice, conversationId: ConversationId, text: string): Promise<TimelineItem> {
  const open = await own.open(conversationId);
  const find = () => open.items.get().find((item) => item.text === text);
  await expect.poll(() => find() !== undefined, { message: text }).toBe(true);
  return must(find(), text);
}

test('an emoji is picked by a word, in its colour, and stands first the next time', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const [page, benPage] = [await show(browser, ada, conversationId), await show(browser, ben, conversationId)];
  const field = composer(page, ben.name);
  await field.fill('Well done! Bye');
  for (let step = 0; step < 3; step++) await field.press('ArrowLeft');
  const opener = page.getByRole('button', { name: words.emoji.title, exact: true });
  await opener.click();
  const picker = page.getByRole('dialog', { name: words.emoji.title });
  await picker.getByRole('radio', { name: words.emoji.toneNames.medium, exact: true }).check({ force: true });
  const search = picker.getByRole('searchbox', { name: words.emoji.search });
  await search.fill('thumbsu');
  await expect(picker.getByRole('gridcell').first()).toHaveText('👍🏽');
  await expectAccessible(page);
  await search.press('ArrowDown');
  await expect(picker.getByRole('gridcell').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Well done! 👍🏽Bye');
  await field.press('Enter');
  await expect.poll(() => texts(benPage)).toContain('Well done! 👍🏽Bye');

  await page.reload();
  await opener.click();
  await expect(picker.getByRole('gridcell')).toHaveText(['👍🏽']);
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});

test('Enter in the picker takes the emoji and sends nothing, nor does one of an input method', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const page = await show(browser, ada, conversationId);
  const field = composer(page, ben.name);
  await field.fill('half a word');
  await page.getByRole('button', { name: words.emoji.title, exact: true }).click();
  const picker = page.getByRole('dialog', { name: words.emoji.title });
  const search = picker.getByRole('searchbox', { name: words.emoji.search });
  await search.fill('rocket');
  await expect(picker.getByRole('gridcell').first()).toHaveText('🚀');
  await pressForInputMethod(search, 'Enter');
  await expect(picker).toBeVisible();
  await search.press('Enter');
  await expect(picker).toHaveCount(0);
  await expect(field).toHaveValue('half a word🚀');
  await expect(field).toBeFocused();
  expect(await texts(page)).toEqual([]);
});

test('an emoji typed by its name is offered, and taken by a key, a click or its second colon', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const page = await show(browser, ada, conversationId);
  const field = composer(page, ben.name);
  const offers = page.getByRole('listbox', { name: words.composer.offers });
  await field.pressSequentially('Off we go :rocke');
  await expect(offers.getByRole('option').first()).toContainText('🚀');
  await expect(offers.getByRole('option', { selected: true })).toContainText('🚀');
  await expectAccessible(page);
  await field.press('Enter');
  await expect(field).toHaveValue('Off we go 🚀');
  await field.pressSequentially(' :tada:');
  await expect(field).toHaveValue('Off we go 🚀 🎉');
  await field.pressSequentially(' :heart');
  await offers.getByRole('option', { name: /red heart/ }).click();
  await expect(field).toHaveValue('Off we go 🚀 🎉 ❤️');
  await expect(field).toBeFocused();
  await field.pressSequentially(' :smi');
  await expect(offers).toBeVisible();
  await field.press('Escape');
  await expect(offers).toHaveCount(0);
  await field.press('Enter');
  await expect.poll(() => texts(page)).toEqual(['Off we go 🚀 🎉 ❤️ :smi']);
});

test('somebody is mentioned by a few letters, also after a reload, and everyone by who may', async ({ browser }) => {
  const { ada, ben, cleo } = await begin();
  const conversationId = await makeGroup([ada, ben, cleo], { title: harbour });
  const page = await show(browser, ada, conversationId);
  const field = composer(page, harbour);
  const offers = page.getByRole('listbox', { name: words.composer.offers });
  await field.pressSequentially('Ask @');
  await expect(offers.getByRole('option')).toHaveCount(3);
  await expectAccessible(page);
  await field.pressSequentially('cl');
  await expect(offers.getByRole('option')).toHaveText([/Cleo Trial/]);
  await field.press('Tab');
  await expect(field).toHaveValue('Ask @Cleo Trial ');
  await field.pressSequentially('and @');
  await field.press('ArrowDown');
  await field.press('ArrowUp');
  await offers.getByRole('option', { name: /Ben Sample/ }).click();
  await expect(field).toHaveValue('Ask @Cleo Trial and @Ben Sample ');
  const [own, bens] = [await device(ada), await device(ben)];
  await expect.poll(() => own.messenger.drafts.besideOf(conversationId).mentions.length).toBe(2);
  await page.reload();
  await expect(field).toHaveValue('Ask @Cleo Trial and @Ben Sample ');
  await field.press('End');
  await field.press('Enter');
  const said = await rowWith(bens, conversationId, 'Ask @Cleo Trial and @Ben Sample ');
  expect(said.mentions.map(({ who }) => who)).toEqual([cleo.userId, ben.userId]);

  await field.pressSequentially('@every');
  await field.press('Enter');
  await field.pressSequentially('up!');
  await field.press('Enter');
  const called = await rowWith(bens, conversationId, '@everyone up!');
  expect(called.mentions.map(({ who }) => who)).toEqual([everyone]);

  const benPage = await show(browser, ben, conversationId);
  await composer(benPage, harbour).pressSequentially('@');
  const offered = benPage.getByRole('listbox').getByRole('option');
  await expect(offered).toHaveCount(2);
  await expect(offered.filter({ hasText: words.composer.everyone })).toHaveCount(0);
});

test('keys break, send and format as one has chosen, and what is pasted keeps its lines', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const page = await show(browser, ada, conversationId);
  const field = composer(page, ben.name);
  await field.pressSequentially('one');
  await field.press('Shift+Enter');
  await field.pressSequentially('two');
  await field.press('Shift+Home');
  await field.press('ControlOrMeta+b');
  await expect(field).toHaveValue('one\n**two**');
  await field.press('ControlOrMeta+i');
  await expect(field).toHaveValue('one\n**_two_**');
  await field.press('ControlOrMeta+i');
  await field.press('ControlOrMeta+b');
  await field.press('ControlOrMeta+Shift+x');
  await field.press('ControlOrMeta+e');
  await expect(field).toHaveValue('one\n~~`two`~~');
  await field.press('ControlOrMeta+z');
  await expect(field).toHaveValue('one\n~~two~~');
  await field.fill('');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText('three\r\n\r\n- four\r\n- five'));
  await field.press('ControlOrMeta+v');
  await expect(field).toHaveValue('three\n\n- four\n- five');
  await field.press('Enter');
  await expect.poll(() => texts(page)).toHaveLength(1);

  await page.goto(`${server.url}/settings/appearance`);
  await page.getByRole('combobox', { name: words.settings.appearance.enter }).selectOption('breaks');
  await page.goto(`${server.url}/c/${conversationId}`);
  await field.pressSequentially('six');
  await field.press('Enter');
  await field.pressSequentially('seven');
  await expect(field).toHaveValue('six\nseven');
  await field.press('Shift+Enter');
  await expect(field).toHaveValue('');
  const own = await device(ben);
  await rowWith(own, conversationId, 'three\n\n- four\n- five');
  await rowWith(own, conversationId, 'six\nseven');
});

test('the last of one’s own is changed with the arrow, and the draft comes back after it', async ({ browser }) => {
  const { ada, ben, cleo, conversationId } = await begin();
  await makeGroup([ada, ben, cleo], { title: harbour });
  const [page, benPage] = [await show(browser, ada, conversationId), await show(browser, ben, conversationId)];
  const field = composer(page, ben.name);
  const bar = page.getByText(words.composer.editing);
  await say(page, ben.name, 'see you at noon');
  await field.press('ArrowUp');
  await expect(bar).toBeVisible();
  await expect(field).toHaveValue('see you at noon');
  await expectAccessible(page);
  await field.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(field).toHaveValue('');
  await field.press('ArrowUp');
  await field.pressSequentially(', in the hall');
  await field.press('Enter');
  await expect.poll(() => texts(benPage)).toEqual(['see you at noon, in the hall']);
  await expect(field).toHaveValue('');

  // Whoever looks at another conversation meanwhile finds the change as they left it, and nothing else has it.
  await field.press('ArrowUp');
  await field.pressSequentially(' by');
  await openFromList(page, harbour);
  await expect(composer(page, harbour)).toHaveValue('');
  await expect(bar).toHaveCount(0);
  await openFromList(page, ben.name);
  await expect(bar).toBeVisible();
  await expect(field).toHaveValue('see you at noon, in the hall by');
  await field.press('Escape');
  await page.getByRole('button', { name: words.composer.discard }).click();
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();

  // What is deleted meanwhile is told, and the words stay.
  await field.press('ArrowUp');
  await field.pressSequentially('!');
  const own = await device(ada);
  const open = await own.open(conversationId);
  open.remove([await rowWith(own, conversationId, 'see you at noon, in the hall')]);
  await expect.poll(() => texts(page)).toEqual([words.acts.deletedBy(null)]);
  await expect(page.getByText(words.composer.problem('not-there'))).toBeVisible();
  await expect(field).toHaveValue('see you at noon, in the hall!');
});

test('a change of a message that is deleted meanwhile becomes the draft, and it says so', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const page = await show(browser, ada, conversationId);
  const field = composer(page, ben.name);
  await say(page, ben.name, 'lunch at noon');
  await field.fill('begun');
  await doTo(page, 'lunch at noon', 'edit');
  await expect(field).toHaveValue('lunch at noon');
  await field.pressSequentially(' or later');
  const phone = await device(ada);
  const row = await rowWith(phone, conversationId, 'lunch at noon');
  expect((await phone.open(conversationId)).remove([row])).toBeNull();
  await expect(page.getByText(words.composer.problem('not-there'))).toBeVisible();
  await expect(page.getByText(words.composer.editing)).toBeHidden();
  await expect(field).toHaveValue('begun\nlunch at noon or later');
  await field.press('Enter');
  await expect.poll(() => texts(page)).toContain('begun\nlunch at noon or later');
});

test('the title is set only where it is another', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const page = await openBrowser(browser);
  await page.addInitScript(() => {
    const title = Object.getOwnPropertyDescriptor(Document.prototype, 'title');
    const sets = { all: 0, same: 0 };
    Object.assign(window, { sets });
    Object.defineProperty(Document.prototype, 'title', {
      ...title,
      set(this: Document, next: string) {
        sets.all++;
        if (next === this.title) sets.same++;
        title?.set?.call(this, next);
      },
    });
  });
  await enter(page, ada);
  await page.goto(`${server.url}/c/${conversationId}`);
  await expect(composer(page, ben.name)).toBeVisible();
  const open = await (await device(ben)).open(conversationId);
  for (const text of ['one', 'two', 'three']) {
    open.send(text);
    await expect.poll(() => texts(page)).toContain(text);
  }
  const sets = await page.evaluate(() => (window as unknown as { sets: { all: number; same: number } }).sets);
  expect(sets.all).toBeGreaterThan(0);
  expect(sets.same).toBe(0);
});

test('a change under way is given up only by whoever says so', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const page = await show(browser, ada, conversationId);
  const field = composer(page, ben.name);
  for (const text of ['see you at noon', 'in the hall']) await say(page, ben.name, text);
  const question = page.getByRole('dialog', { name: words.composer.discardTitle });
  const [changing, answering] = [page.getByText(words.composer.editing), page.getByText(words.composer.replyToSelf)];
  await doTo(page, 'see you at noon', 'edit');
  await field.pressSequentially(' sharp');
  await field.press('Escape');
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(field).toHaveValue('see you at noon sharp');
  await expect(field).toBeFocused();

  await doTo(page, 'see you at noon', 'edit'); // it goes on
  await expect(field).toHaveValue('see you at noon sharp');
  await doTo(page, 'in the hall', 'reply');
  await question.getByRole('button', { name: words.cancel }).click();
  await expect(changing).toBeVisible();
  await expect(field).toHaveValue('see you at noon sharp');
  await doTo(page, 'in the hall', 'edit');
  await question.getByRole('button', { name: words.composer.discard }).click();
  await expect(changing).toBeVisible();
  await expect(field).toHaveValue('in the hall');
  await expect(field).toBeFocused();

  // Where nothing would be lost nothing is asked.
  await doTo(page, 'see you at noon', 'reply');
  await expect(answering).toBeVisible();
  await expect(changing).toHaveCount(0);
  await expect(question).toHaveCount(0);
});

test('an answer is begun on one device, seen and sent on another, and then gone on both', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const bens = await device(ben);
  (await bens.open(conversationId)).send('lunch at *one*?');
  const phone = await device(ada);
  const { author: _, ...target } = await rowWith(phone, conversationId, 'lunch at *one*?');
  const { drafts } = phone.messenger;
  drafts.write(conversationId, 'glad');
  drafts.writeBeside(conversationId, { replyTo: { author: ben.userId, id: target.id, at: target.at }, mentions: [] });
  const page = await show(browser, ada, conversationId);
  const field = composer(page, ben.name);
  const bar = page.locator('.composer-aim').getByText(words.composer.replyTo(ben.name));
  await expect(bar).toBeVisible();
  await expect(page.locator('.composer-aim-quote')).toHaveText('lunch at one?');
  await expect(field).toHaveValue('glad');
  await expectAccessible(page);
  await field.press('End');
  await field.pressSequentially('ly');
  await page.reload();
  await expect(bar).toBeVisible();
  await expect(field).toHaveValue('gladly');
  await field.press('Enter');
  await expect(bar).toHaveCount(0);
  const said = await rowWith(bens, conversationId, 'gladly');
  expect(said.replyTo).toEqual({ author: ben.userId, id: target.id, at: target.at });
  await expect
    .poll(() => [drafts.read(conversationId), drafts.besideOf(conversationId).replyTo], { message: 'the other device' })
    .toEqual(['', null]);
});

test('a row is answered from its menu, and the first Escape only ends that', async ({ browser }) => {
  const { ada, ben, conversationId } = await begin();
  const bens = await device(ben);
  (await bens.open(conversationId)).send('lunch?');
  const page = await show(browser, ada, conversationId);
  const field = composer(page, ben.name);
  const bar = page.locator('.composer-aim');
  const answer = async () => {
    await doTo(page, 'lunch?', 'reply');
    await expect(bar).toContainText('lunch?');
    await expect(field).toBeFocused();
  };
  await answer();
  await field.pressSequentially('gladly');
  await field.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(field).toHaveValue('gladly');
  await answer();
  await field.press('Enter');
  const said = await rowWith(bens, conversationId, 'gladly');
  expect(said.replyTo?.author).toBe(ben.userId);
});

test('an answer that is not sent and the caret survive a killed browser, and a change made offline goes later', async ({
  launchOptions,
}) => {
  test.setTimeout(240_000);
  const { ada, ben, conversationId } = await begin();
  const bens = await device(ben);
  (await bens.open(conversationId)).send('lunch?');
  const own = await device(ada);
  const { id, at } = await rowWith(own, conversationId, 'lunch?');
  (await own.open(conversationId)).send('where?');
  own.messenger.drafts.writeBeside(conversationId, { replyTo: { author: ben.userId, id, at }, mentions: [] });
  const lasting = await makeLastingBrowser(launchOptions);
  let page = await lasting.start();
  await signInAt(page, server.url, { name: ada.name, handle: 'ada' });
  await untilInstalled(page);
  await lasting.quit(); // with its cookie on the disk
  page = await lasting.start();
  await page.goto(`${server.url}/c/${conversationId}`);
  const bar = () => page.locator('.composer-aim').getByText(words.composer.replyTo(ben.name));
  await expect(bar()).toBeVisible();
  await composer(page, ben.name).pressSequentially('in the hall');
  for (let step = 0; step < 4; step++) await composer(page, ben.name).press('ArrowLeft');
  await expect.poll(() => keptCaret(page)).toBe('in the hall'.length - 4);
  await lasting.kill();
  page = await lasting.start();
  const isThere = { port: Number(new URL(server.url).port), dataDir: server.dataDir };
  await server.stop();
  await page.goto(`${server.url}/c/${conversationId}`);
  await expect(bar()).toBeVisible();
  await composer(page, ben.name).pressSequentially('big ');
  await expect(composer(page, ben.name)).toHaveValue('in the big hall');
  await composer(page, ben.name).press('Enter');
  await expect(composer(page, ben.name)).toHaveValue('');
  await expect.poll(() => texts(page)).toEqual(['lunch?', 'where?', 'in the big hall']);
  await composer(page, ben.name).press('ArrowUp');
  await composer(page, ben.name).pressSequentially('!');
  await composer(page, ben.name).press('Enter');
  await expect.poll(() => texts(page)).toEqual(['lunch?', 'where?', 'in the big hall!']);
  await expect(page.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1);
  await lasting.quit();
  server = await openTestServer(isThere);
  page = await lasting.start();
  await page.goto(`${server.url}/c/${conversationId}`);
  await expect.poll(() => texts(page)).toEqual(['lunch?', 'where?', 'in the big hall!']);
  const said = await rowWith(bens, conversationId, 'in the big hall!');
  expect([said.replyTo?.id, said.isEdited]).toEqual([id, true]);
  await lasting.close();
});

async function keptCaret(page: Page): Promise<unknown> {
  return (await keptOn(page)).find(([key]) => key.startsWith('caret/'))?.[1];
}
