import { describe, expect, test } from 'vitest';
import { mintUserId } from '../../../shared/ids.ts';
import { makeLocalStore } from './local-store.ts';
import { makeSessionMemory } from './session-memory.ts';

const me = {
  userId: mintUserId(new Uint8Array(15)),
  name: 'Ada',
  handle: 'ada',
  picture: null,
  email: 'ada@example.org',
  role: 'owner',
} as const;

function fakeStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

describe('the memory of who is signed in', () => {
  test('knows the person after a restart until they sign out', () => {
    const storage = fakeStorage();
    makeSessionMemory(makeLocalStore(() => storage)).remember(me);
    const later = makeSessionMemory(makeLocalStore(() => storage));
    expect(later.read()).toEqual(me);
    later.forget();
    expect(later.read()).toBeNull();
  });

  test('knows nobody when what is kept is damaged or of another version', () => {
    const storage = fakeStorage();
    const memory = makeSessionMemory(makeLocalStore(() => storage));
    storage.setItem('biz1/session', '{"me":');
    expect(memory.read()).toBeNull();
    storage.setItem('biz1/session', '{"me":{"name":"Ada"}}');
    expect(memory.read()).toBeNull();
  });

  test('is no failure on a device that forbids storage', () => {
    const store = makeLocalStore(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    makeSessionMemory(store).remember(me);
    expect(store.write('key', 1)).toBe(false);
    expect(makeSessionMemory(store).read()).toBeNull();
  });
});

test('everything below a prefix leaves the store, and nothing beside it', () => {
  const storage = fakeStorage();
  const store = makeLocalStore(() => storage);
  for (const key of ['a/1', 'a/2', 'a/3', 'ab/1', 'b/a/1']) store.write(key, key);
  store.removeAll('a/');
  expect(Array.from({ length: storage.length }, (_, at) => storage.key(at))).toEqual(['ab/1', 'b/a/1']);
});
