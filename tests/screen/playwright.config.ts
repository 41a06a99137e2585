// How the screen tests drive a real Chromium. Two files at a time: they wait more than they work.
// Most need the engine only, and take it without a browser's windows: that is about half the work.
// No retries: a test that passes the second time has failed.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/screen',
  reporter: [['list'], ['json', { outputFile: '../../test-results/screen.json' }]],
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // A busy machine is slow: what never comes is found all the same.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    trace: 'off',
    launchOptions: {
      executablePath: process.env['HEADLESS_SHELL'] ?? process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
