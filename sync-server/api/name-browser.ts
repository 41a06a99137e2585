// What a person calls the browser that they signed in with, from the header that it sends.
// Promises: names from a short list or null; nothing of the header itself is kept. It is a claim, good for a list only.

export interface BrowserName {
  readonly browser: string | null;
  readonly system: string | null;
}

// The first that fits: most browsers name their ancestors too.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*Safari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Longer than any real one; the patterns must not meet a header that was made to keep them busy. */
const maxHeaderCharacters = 512;

export function nameBrowser(userAgent: string | undefined): BrowserName {
  const header = (userAgent ?? '').slice(0, maxHeaderCharacters);
  const find = (names: typeof browsers) => names.find(([sign]) => sign.test(header))?.[1] ?? null;
  return { browser: find(browsers), system: find(systems) };
}
