import { expect, test } from 'vitest';
import { pageType } from './page-type.ts';

test.each(['image/png', 'image/jpeg', 'video/mp4', 'audio/mpeg', 'audio/x-m4a'])('%s is held as what it is', (type) => {
  expect(pageType(type)).toBe(type);
});

test.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/pdf', 'video/html', ''])(
  'what calls itself %s is held as nothing that a browser opens',
  (type) => {
    expect(pageType(type)).toBe('application/octet-stream');
  },
);
