// The environment, parsed once.
// Promises: a good value for every setting, or sentences that say what to change; nothing else reads process.env.
// Does not know: files, sockets. main.ts prints the problems and ends with exit code 2.
import * as v from 'valibot';

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
} as const;

type Settings = typeof settings;
type Values = { [Name in keyof Settings]: v.InferOutput<Settings[Name]['schema']> };

export function parseConfig(environment: Readonly<Record<string, string | undefined>>): ConfigOutcome {
  const names = Object.keys(settings) as (keyof Settings)[]; // Object.keys forgets the literal names.
  const parsed = names.map(
    (name) => [name, v.safeParse(settings[name].schema, environment[name] || undefined)] as const,
  );
  const problems = parsed.flatMap(([name, result]) =>
    result.success ? [] : [`${name} must be ${settings[name].advice}. It is ${JSON.stringify(environment[name])}.`],
  );
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
