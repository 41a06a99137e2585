// The server's log: one JSON object a line on standard output.
// Promises: ids, sizes, durations and codes; never a body, an address, a token or a name.
// Does not know: who reads it.
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { LogLevel } from '../config.ts';

export function makeLogger(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // The last line of defence should somebody log a whole request.
    redact: { paths: ['req', 'res', 'headers', 'body', 'email', 'password', 'token', 'cookie'], remove: true },
    serializers: { err: describeError },
  });
}

interface ErrorLine {
  readonly name: string;
  readonly code?: string;
  readonly at: readonly string[];
}

const maxPlaces = 8;

/** A message may quote what a person wrote (SQL parameters, pieces of JSON), so only name and places are kept. */
export function describeError(error: unknown): ErrorLine {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  // The stack begins with the message, which may have lines of its own.
  const head = `${error.name}: ${error.message}`.length;
  const lines = (error.stack ?? '').slice(head).split('\n');
  const at = lines.filter((line) => /^\s+at /.test(line)).slice(0, maxPlaces);
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { name: error.name, ...code, at: at.map((line) => line.trim()) };
}
