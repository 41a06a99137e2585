// The environment, parsed once.
// Promises: a good value for every setting, or sentences that say what to change; nothing else reads process.env.
// Does not know: files, sockets. main.ts prints the problems and ends with exit code 2.
import * as v from 'valibot';
import type { ClamdAddress } from './files/clamd-scanner.ts';
import type { S3Config } from './files/s3-blobs.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly baseUrl: string;
  // Whose requests are our own: the Origin header must be one of these.
  readonly origins: readonly string[];
  readonly logLevel: LogLevel;
  // How many of our own proxies stand in front: that many entries of X-Forwarded-For are believed, from the right.
  readonly trustedProxies: number;
  // Whether pushes may go into the network that the server stands in: the operator has a push service of their own.
  readonly pushesToLocal: boolean;
  // Who looks for viruses in what is sent; null where nobody does.
  readonly clamd: ClamdAddress | null;
  // The bucket that files are kept in; null where they lie in the data folder.
  readonly s3: S3Config | null;
}

export type LogLevel = (typeof logLevels)[number];

export type ConfigOutcome =
  | { readonly status: 'ok'; readonly config: Config }
  | { readonly status: 'bad'; readonly problems: readonly string[] };

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'] as const;

const wholeNumber = (from: number, to: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number), v.minValue(from), v.maxValue(to));

const settings = {
  PORT: {
    schema: v.optional(wholeNumber(0, 65_535), '8080'),
    advice: 'a port number from 0 to 65535, for example 8080 (0 takes any free port)',
  },
  HOST: {
    schema: v.optional(v.pipe(v.string(), v.regex(/^[\w.:-]{1,253}$/)), '127.0.0.1'),
    advice: 'a host name or an address to listen on, for example 127.0.0.1 or 0.0.0.0',
  },
  DATA_DIR: {
    schema: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1)), './data'),
    advice: 'the folder that holds all data, for example ./data',
  },
  BASE_URL: {
    schema: v.optional(v.pipe(v.string(), v.check(isOrigin))),
    advice: 'the address people open, without a path, for example https://chat.example.com',
  },
  LOG_LEVEL: {
    schema: v.optional(v.picklist(logLevels), 'info'),
    advice: `one of ${logLevels.join(', ')}`,
  },
  TRUST_PROXY: {
    schema: v.optional(wholeNumber(0, 10), '0'),
    advice: 'how many proxies of your own stand in front, from 0 to 10',
  },
  PUSH_TO_LOCAL: {
    schema: v.optional(v.picklist(['yes', 'no']), 'no'),
    advice: 'yes where a push service of your own stands in your network, else no',
  },
  CLAMD: {
    schema: v.optional(
      v.pipe(
        v.string(),
        v.check((text) => parseHostAndPort(text) !== null),
      ),
    ),
    advice: 'where ClamAV listens on TCP, for example 127.0.0.1:3310',
  },
  S3_BUCKET: {
    schema: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/))),
    advice: 'the name of a bucket of 3 to 63 small letters, digits, dots and hyphens',
  },
  S3_REGION: {
    schema: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)), 'us-east-1'),
    advice: 'the region of the bucket, for example eu-central-1',
  },
  S3_ENDPOINT: {
    schema: v.optional(v.pipe(v.string(), v.check(isOrigin))),
    advice: 'the address of a service other than Amazon, without a path, for example https://s3.example.com',
  },
  S3_ACCESS_KEY_ID: {
    schema: v.optional(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,200}$/))),
    advice: 'the id of a key for the bucket',
  },
  S3_SECRET_ACCESS_KEY: {
    schema: v.optional(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,200}$/))),
    advice: 'the secret of a key for the bucket',
  },
} as const;

type Settings = typeof settings;
type Values = { [Name in keyof Settings]: v.InferOutput<Settings[Name]['schema']> };

export function parseConfig(environment: Readonly<Record<string, string | undefined>>): ConfigOutcome {
  const names = Object.keys(settings) as (keyof Settings)[]; // Object.keys forgets the literal names.
  const parsed = names.map(
    (name) => [name, v.safeParse(settings[name].schema, environment[name] || undefined)] as const,
  );
  const problems = parsed.flatMap(([name, result]) =>
    result.success ? [] : [`${name} must be ${settings[name].advice}. ${whatItIs(name, environment[name])}`],
  );
  problems.push(...missingOfBucket(environment));
  if (problems.length > 0) return { status: 'bad', problems };
  // Each value came from the schema of its own name.
  return { status: 'ok', config: toConfig(Object.fromEntries(parsed.map(([name, r]) => [name, r.output])) as Values) };
}

// A server that took any free port learns its address only when it listens.
export function atPort(config: Config, port: number): Config {
  if (config.port === port) return config;
  const isDefaultUrl = config.baseUrl === defaultUrl(config.port);
  return isDefaultUrl
    ? { ...config, port, baseUrl: defaultUrl(port), origins: loopbackOrigins(port) }
    : { ...config, port };
}

/** A secret is not written where problems are. */
function whatItIs(name: keyof Settings, value: string | undefined): string {
  return name === 'S3_SECRET_ACCESS_KEY' ? 'It is not.' : `It is ${JSON.stringify(value)}.`;
}

function missingOfBucket(environment: Readonly<Record<string, string | undefined>>): string[] {
  const names = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;
  const missing = names.filter((name) => !environment[name]);
  if (missing.length === 0 || (missing.length === names.length && !environment['S3_ENDPOINT'])) return [];
  return missing.map((name) => `${name} must be ${settings[name].advice}. It is missing, and files need all of it.`);
}

function toS3(values: Values): S3Config | null {
  const { S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_ENDPOINT, S3_REGION } = values;
  if (S3_BUCKET === undefined || S3_ACCESS_KEY_ID === undefined || S3_SECRET_ACCESS_KEY === undefined) return null;
  return {
    ...{ bucket: S3_BUCKET, region: S3_REGION, endpoint: S3_ENDPOINT ?? null },
    ...{ accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
  };
}

/** `host:port`, with brackets around an address that has colons of its own. */
function parseHostAndPort(text: string): ClamdAddress | null {
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]{1,253})):(\d{1,5})$/i.exec(text) ?? [];
  const [host, port] = [bracketed ?? plain, Number(digits)];
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}

function toConfig(values: Values): Config {
  const baseUrl = values.BASE_URL === undefined ? defaultUrl(values.PORT) : new URL(values.BASE_URL).origin;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    baseUrl,
    origins: values.BASE_URL === undefined ? loopbackOrigins(values.PORT) : [baseUrl],
    logLevel: values.LOG_LEVEL,
    trustedProxies: values.TRUST_PROXY,
    pushesToLocal: values.PUSH_TO_LOCAL === 'yes',
    clamd: values.CLAMD === undefined ? null : parseHostAndPort(values.CLAMD),
    s3: toS3(values),
  };
}

function defaultUrl(port: number): string {
  return new URL(`http://localhost:${port}`).origin;
}

// Without BASE_URL the server is for this machine: each of its loopback names is our own.
function loopbackOrigins(port: number): string[] {
  return ['localhost', '127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${port}`).origin);
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
}
