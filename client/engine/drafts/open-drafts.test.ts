import { expect, test } from 'vitest';
import { directConversationId, mintUserId } from '../../../shared/ids.ts';
import { openDrafts } from './open-drafts.ts';

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

test('what one types shows in the other tabs, unless somebody types there', () => {
  const device = makeDevice();
  const [tab, other] = [device.openTab(), device.openTab()];
  const seen: string[] = [];
  const stop = other.drafts.onChangedElsewhere(conversationId, () => seen.push(other.drafts.read(conversationId)));
  tab.drafts.write(conversationId, 'one');
  tab.letTimePass();
  expect(seen).toEqual(['one']);
  other.drafts.write(conversationId, 'mine');
  tab.drafts.write(conversationId, 'two');
  tab.letTimePass();
  expect(other.drafts.read(conversationId)).toBe('mine');
  other.letTimePass();
  expect(tab.drafts.read(conversationId)).toBe('mine');
  stop();
  tab.drafts.write(conversationId, 'three');
  tab.letTimePass();
  expect(seen).toEqual(['one']);
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
