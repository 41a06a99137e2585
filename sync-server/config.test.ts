import { expect, test } from 'vitest';
import { atPort, parseConfig } from './config.ts';

test('without any setting the server is for this machine, under each of its loopback names', () => {
  expect(parseConfig({ PATH: '/bin' })).toEqual({
    status: 'ok',
    config: {
      port: 8080,
      host: '127.0.0.1',
      dataDir: './data',
      baseUrl: 'http://localhost:8080',
      origins: ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080'],
      logLevel: 'info',
      trustedProxies: 0,
      pushesToLocal: false,
      clamd: null,
      s3: null,
    },
  });
});

test('every setting is taken, and an empty one is none', () => {
  const environment = {
    PORT: '9000',
    HOST: '0.0.0.0',
    DATA_DIR: '/srv/biz1',
    BASE_URL: 'https://Chat.example.com/',
    LOG_LEVEL: '',
    TRUST_PROXY: '1',
    PUSH_TO_LOCAL: 'yes',
    CLAMD: '[::1]:3310',
    S3_BUCKET: 'biz1-files',
    S3_ENDPOINT: 'https://s3.example.com',
    S3_REGION: 'eu-central-1',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'a-secret/+=',
  };
  expect(parseConfig(environment)).toMatchObject({
    config: {
      port: 9000,
      host: '0.0.0.0',
      dataDir: '/srv/biz1',
      baseUrl: 'https://chat.example.com',
      origins: ['https://chat.example.com'],
      logLevel: 'info',
      trustedProxies: 1,
      pushesToLocal: true,
      clamd: { host: '::1', port: 3310 },
      s3: {
        ...{ bucket: 'biz1-files', region: 'eu-central-1', endpoint: 'https://s3.example.com' },
        ...{ accessKeyId: 'id', secretAccessKey: 'a-secret/+=' },
      },
    },
  });
});

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['HOST', 'http://localhost'],
  ['DATA_DIR', '  '],
  ['BASE_URL', 'chat.example.com'],
  ['BASE_URL', 'ftp://chat.example.com'],
  ['BASE_URL', 'https://example.com/chat'],
  ['BASE_URL', 'https://user:word@example.com'],
  ['LOG_LEVEL', 'loud'],
  ['TRUST_PROXY', 'yes'],
  ['CLAMD', '127.0.0.1'],
  ['CLAMD', '127.0.0.1:0'],
])('%s=%s is named with what to do instead', (name, value) => {
  const outcome = parseConfig({ [name]: value });
  expect(outcome).toEqual({
    status: 'bad',
    problems: [expect.stringMatching(new RegExp(`^${name} must be .+\\. It is "`))],
  });
});

test('all problems are told at once', () => {
  expect(parseConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toMatchObject({ problems: { length: 2 } });
});

test('a server on any free port learns its address when it listens', () => {
  const outcome = parseConfig({ PORT: '0' });
  const config = outcome.status === 'ok' ? atPort(outcome.config, 4321) : null;
  expect(config).toMatchObject({ port: 4321, baseUrl: 'http://localhost:4321' });
  expect(config?.origins).toContain('http://127.0.0.1:4321');
});

test('a given address stays, whatever the port', () => {
  const outcome = parseConfig({ PORT: '0', BASE_URL: 'https://chat.example.com' });
  const config = outcome.status === 'ok' ? atPort(outcome.config, 4321) : null;
  expect(config).toMatchObject({ baseUrl: 'https://chat.example.com', origins: ['https://chat.example.com'] });
});

test('half a bucket is named with what is missing, and no problem says a secret', () => {
  const half = parseConfig({ S3_BUCKET: 'biz1-files', S3_SECRET_ACCESS_KEY: 'hush' });
  expect(half).toEqual({ status: 'bad', problems: [expect.stringMatching(/^S3_ACCESS_KEY_ID must be .* is missing/)] });
  const bad = parseConfig({ S3_BUCKET: 'biz1-files', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'hush hush' });
  expect(bad.status).toBe('bad');
  expect(JSON.stringify(bad)).not.toContain('hush');
});
