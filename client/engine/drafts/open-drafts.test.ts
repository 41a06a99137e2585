import { describe, expect, test, vi } from 'vitest';
import { directConversationId, mintEventId, mintUserId } from '../../../shared/ids.ts';
import { openKeptStore } from '../disk/kept-store.ts';
import type { FullReading, LocalTable } from '../disk/local-table.ts';
import { mergeKeptDraft, openDrafts } from './open-drafts.ts';

const me = mintUserId(new Uint8Array(15));
const conversationId = directConversationId(me, mintUserId(new Uint8Array(15).fill(1)));
const otherConversationId = directConversationId(me, mintUserId(new Uint8Array(15).fill(2)));

/** A person's device with tabs: each hears of what another keeps. */
function makeDevice() {
  const kept = new Map<string, unknown>();
  const tabs = new Set<{ told(key: string): void }>();
  return {
    kept,
    openTab() {
      const timers = new Set<() => void>();
      const tab = { told: (_key: string): void => undefined, leave: (): void => undefined };
      tabs.add(tab);
      const change = (key: string, run: () => unknown) => {
        run();
        for (const other of tabs) if (other !== tab) other.told(key);
      };
      const drafts = openDrafts({
        platform: {
          schedule(_delayMs, run) {
            timers.add(run);
            return () => timers.delete(run);
          },
          onLeaving(listener) {
            tab.leave = listener;
            return () => (tab.leave = () => undefined);
          },
        },
        kept: {
          read: (key) => kept.get(key) ?? null,
          write: (key, value) => change(key, () => kept.set(key, value)),
          remove: (key) => change(key, () => kept.delete(key)),
          keys: (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
          onChangedElsewhere(listener) {
            tab.told = listener;
            return () => tabs.delete(tab);
          },
        },
      });
      const letTimePass = () => {
        for (const run of timers) {
          timers.delete(run);
          run();
        }
      };
      return { drafts, letTimePass, leave: () => tab.leave(), kill: () => tabs.delete(tab) };
    },
  };
}

test('what stands beside a draft, and the caret, outlive a killed tab, and go with it when it is sent', () => {
  const device = makeDevice();
  const tab = device.openTab();
  const beside = { replyTo: { author: me, id: mintEventId('message', new Uint8Array(15)), at: 7 }, mentions: [] };
  tab.drafts.write(conversationId, 'Hello world');
  tab.drafts.writeBeside(conversationId, beside);
  tab.drafts.noteCaret(conversationId, 5);
  tab.letTimePass();
  tab.kill();
  const { drafts } = device.openTab();
  expect([drafts.besideOf(conversationId), drafts.caretOf(conversationId)]).toEqual([beside, 5]);
  const told: string[] = [];
  device.openTab().drafts.onChangedElsewhere(conversationId, () => told.push('changed'));
  drafts.end(conversationId);
  expect([
    drafts.read(conversationId),
    drafts.besideOf(conversationId).replyTo,
    drafts.caretOf(conversationId),
  ]).toEqual(['', null, null]);
  expect([device.kept.size, told.length]).toEqual([0, 2]);
});

test('the caret is where the text was changed on another device', () => {
  const { drafts } = makeDevice().openTab();
  drafts.write(conversationId, 'Hello world');
  drafts.take(conversationId, 'Hello brave world');
  expect(drafts.caretOf(conversationId)).toBe('Hello brave '.length);
});

test('a draft outlives a killed tab once a moment has passed', () => {
  const device = makeDevice();
  const tab = device.openTab();
  tab.drafts.write(conversationId, 'half a th');
  tab.drafts.write(conversationId, 'half a thought');
  expect(device.kept.size).toBe(0);
  tab.letTimePass();
  tab.kill();
  const later = device.openTab();
  expect(later.drafts.read(conversationId)).toBe('half a thought');
  expect(later.drafts.read(otherConversationId)).toBe('');
});

test('a draft outlives a reload in the moment of typing', () => {
  const device = makeDevice();
  const tab = device.openTab();
  tab.drafts.write(conversationId, 'just typed');
  tab.leave();
  expect(device.openTab().drafts.read(conversationId)).toBe('just typed');
});

test('a sent draft is gone at once, in every tab', () => {
  const device = makeDevice();
  const [tab, other] = [device.openTab(), device.openTab()];
  tab.drafts.write(conversationId, 'hello');
  tab.letTimePass();
  expect(other.drafts.read(conversationId)).toBe('hello');
  tab.drafts.write(conversationId, '');
  tab.kill();
  other.leave();
  expect(other.drafts.read(conversationId)).toBe('');
  expect(device.kept.size).toBe(0);
});

test('what one types shows in the other tabs, beside what is being typed there', () => {
  const device = makeDevice();
  const [tab, other] = [device.openTab(), device.openTab()];
  const seen: string[] = [];
  const stop = other.drafts.onChangedElsewhere(conversationId, () => seen.push(other.drafts.read(conversationId)));
  tab.drafts.write(conversationId, 'one');
  tab.letTimePass();
  other.drafts.write(conversationId, 'my one');
  tab.drafts.write(conversationId, 'one two');
  tab.letTimePass();
  tab.drafts.write(conversationId, 'one two three');
  tab.letTimePass();
  expect(seen).toEqual(['one', 'my one two', 'my one two three']);
  other.letTimePass();
  expect(tab.drafts.read(conversationId)).toBe('my one two three');
  stop();
  tab.drafts.write(conversationId, 'four');
  tab.letTimePass();
  expect(seen).toHaveLength(3);
});

test('what another device wrote stays when somebody is typing in another tab than the one that took it', () => {
  const device = makeDevice();
  const [taking, typing] = [device.openTab(), device.openTab()];
  taking.drafts.take(conversationId, 'Hello world');
  typing.drafts.write(conversationId, 'Hello world!');
  taking.drafts.take(conversationId, 'Hello brave world');
  typing.letTimePass();
  const both = [taking, typing].map(({ drafts }) => drafts.read(conversationId));
  expect([...both, device.kept.get(`draft/${conversationId}`)]).toEqual(Array(3).fill('Hello brave world!'));
});

test('what is sent in one tab does not come back from one in which it is being gone on with', () => {
  const device = makeDevice();
  const [tab, other] = [device.openTab(), device.openTab()];
  tab.drafts.write(conversationId, 'hello');
  tab.letTimePass();
  other.drafts.write(conversationId, 'hello again');
  tab.drafts.write(conversationId, '');
  other.letTimePass();
  expect([...device.kept.values()]).toEqual([' again']);
});

describe('a draft that the disk gives out late', () => {
  /** Nobody waits for the disk, which holds a draft and gives it out when it is let go. */
  const openLate = async () => {
    const key = `draft/${conversationId}`;
    const onDisk = new Map<string, unknown>([[key, 'long text']]);
    let letGo: () => void = () => undefined;
    const reading = new Promise<FullReading>((resolve) => {
      letGo = () => resolve({ status: 'read', values: new Map(onDisk), isNew: false });
    });
    const table: LocalTable = {
      whenOpen: Promise.resolve('ok'),
      read: (of) => Promise.resolve({ status: 'read', value: onDisk.get(of) }),
      readAll: () => reading,
      write: (of, value) => Promise.resolve(onDisk.set(of, value).has(of)),
      remove: (of) => Promise.resolve(onDisk.delete(of)),
      close: () => undefined,
    };
    const kept = await openKeptStore({
      platform: {
        openTable: () => table,
        openTabChannel: () => ({ post: () => undefined, close: () => undefined }),
        schedule: (_delayMs, run) => (run(), () => undefined),
      },
      name: 'late',
      merge: (of, written, found) => mergeKeptDraft(of, { written, found }) ?? written,
    });
    const drafts = openDrafts({
      platform: { schedule: () => () => undefined, onLeaving: () => () => undefined },
      kept,
    });
    const letDiskAnswer = async () => {
      letGo();
      await vi.waitFor(() => expect(kept.state.get()).toBe('read'));
      const shown = drafts.read(conversationId);
      drafts.keep();
      await kept.whenStored();
      return [shown, onDisk.get(key)];
    };
    return { drafts, letDiskAnswer };
  };

  test('stands beside what was typed and kept meanwhile', async () => {
    const { drafts, letDiskAnswer } = await openLate();
    drafts.write(conversationId, 'hi');
    drafts.keep();
    expect(await letDiskAnswer()).toEqual(['long texthi', 'long texthi']);
  });

  test('stands beside what is being typed', async () => {
    const { drafts, letDiskAnswer } = await openLate();
    drafts.write(conversationId, 'hi');
    expect(await letDiskAnswer()).toEqual(['long texthi', 'long texthi']);
  });

  test('is there once, beside what is being typed after something was kept', async () => {
    const { drafts, letDiskAnswer } = await openLate();
    drafts.write(conversationId, 'hi');
    drafts.keep();
    drafts.write(conversationId, 'hi there');
    expect(await letDiskAnswer()).toEqual(['long texthi there', 'long texthi there']);
  });

  test('is there after another one was sent', async () => {
    const { drafts, letDiskAnswer } = await openLate();
    drafts.write(conversationId, 'hi');
    drafts.keep();
    drafts.write(conversationId, '');
    expect(await letDiskAnswer()).toEqual(['long text', 'long text']);
  });
});

test('closing stores what is not stored yet, and nothing after it', () => {
  const device = makeDevice();
  const tab = device.openTab();
  tab.drafts.write(conversationId, 'before');
  tab.drafts.close();
  expect([...device.kept.values()]).toEqual(['before']);
  device.kept.clear(); // as signing out does
  tab.drafts.write(conversationId, 'after');
  tab.letTimePass();
  tab.leave();
  expect(device.kept.size).toBe(0);
});
