import { describe, expect, it } from 'vitest';
import { isPressed, mayActWhile, shortcuts, type Shortcut } from './shortcuts.ts';

const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
const global = shortcuts.filter(({ isLocal }) => isLocal !== true);
const pressed = (press: Parameters<typeof isPressed>[1], isMac = false, of: readonly Shortcut[] = global) =>
  of.filter((shortcut) => isPressed(shortcut, press, isMac)).map(({ act }) => act);
const textOf = ({ modifiers, keys }: Shortcut) => [...modifiers, ...keys].join('+');

describe('the keys that work everywhere', () => {
  it('stand once each', () => {
    expect(new Set(global.map(textOf)).size).toBe(global.length);
  });

  it.each([
    [{ ...none, ctrlKey: true, key: 'k' }, ['switcher']],
    [{ ...none, metaKey: true, key: 'K' }, ['switcher']],
    [{ ...none, ctrlKey: true, shiftKey: true, key: 'K' }, ['newConversation']],
    [{ ...none, ctrlKey: true, altKey: true, key: 'k' }, []],
    [{ ...none, altKey: true, key: 'ArrowDown' }, ['nextConversation']],
    [{ ...none, altKey: true, shiftKey: true, key: 'ArrowDown' }, ['nextUnread']],
    [{ ...none, ctrlKey: true, shiftKey: true, key: 'E' }, ['people']],
    [{ ...none, ctrlKey: true, key: ',' }, ['settings']],
    [{ ...none, shiftKey: true, key: '?' }, ['show']],
    [{ ...none, key: 'k' }, []],
  ])('%o means %j', (press, acts) => {
    expect(pressed(press)).toEqual(acts);
  });

  it('are those with ⌘ on a Mac, where Ctrl moves the caret', () => {
    for (const key of ['k', 'j', 'b', 'i', 'e']) {
      expect(pressed({ ...none, ctrlKey: true, key }, true, shortcuts)).toEqual([]);
      expect(pressed({ ...none, ctrlKey: true, metaKey: true, key }, true, shortcuts)).toEqual([]);
      expect(pressed({ ...none, metaKey: true, key }, true, shortcuts)).toHaveLength(1);
    }
    expect(pressed({ ...none, ctrlKey: true, key: 'ArrowUp' }, true, shortcuts)).toEqual([]);
  });

  it('with Ctrl act while somebody types, no others do', () => {
    const acting = global.filter((shortcut) => mayActWhile(shortcut, 'half a sentence'));
    expect(acting.every(({ modifiers }) => modifiers.includes('mod'))).toBe(true);
    expect(acting.length).toBeGreaterThan(0);
  });

  it('with Alt, and Escape, act in a field that is still empty, keys that write do not', () => {
    const acting = global.filter((shortcut) => mayActWhile(shortcut, '')).map(({ act }) => act);
    expect(acting).toContain('nextConversation');
    expect(acting).not.toContain('show');
    expect(acting).toContain('back');
  });
});
