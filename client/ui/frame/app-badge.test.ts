import { expect, test } from 'vitest';
import { showAppBadge } from './app-badge.ts';

function navigatorWith(answer: () => Promise<void>) {
  const said: unknown[] = [];
  const note = (word: unknown) => {
    said.push(word);
    return answer();
  };
  const navigator = { setAppBadge: (count: number) => note(count), clearAppBadge: () => note('none') };
  return { said, navigator: navigator as unknown as Navigator }; // all that is asked of one
}

test('the app’s icon says how much is unread, and nothing when nothing is', () => {
  const { navigator, said } = navigatorWith(() => Promise.resolve());
  for (const count of [3, 1_200, 0]) showAppBadge(navigator, count);
  expect(said).toEqual([3, 1_200, 'none']);
});

test('a browser that has no such thing, or refuses it, is left alone', async () => {
  showAppBadge({} as Navigator, 3);
  const { navigator } = navigatorWith(() => Promise.reject(new Error('not installed')));
  showAppBadge(navigator, 3); // a rejection that nobody takes would fail this test
  await Promise.resolve();
  expect(navigator).toBeDefined();
});
