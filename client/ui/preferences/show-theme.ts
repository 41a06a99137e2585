// Puts the chosen colours on the page, and on the window's edge, which the browser paints.
import type { Choices } from './preferences.tsx';

export function showTheme(document: Document, theme: Choices['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  for (const edge of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    edge.dataset['system'] ??= edge.media;
    edge.media =
      theme === 'system' ? edge.dataset['system'] : edge.dataset['system'].includes(theme) ? 'all' : 'not all';
  }
}
