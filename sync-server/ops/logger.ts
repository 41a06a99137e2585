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

// A message or a stack may quote what a person wrote (SQL parameters, JSON excerpts): keep the name and the places.
function describeError(error: unknown): { name: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const places = at.slice(0, 8).map((line) => line.trim());
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name: error.name, ...(code === undefined ? {} : { code }), at: places };
}
