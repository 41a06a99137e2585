// One request of the HTTP API and its answer, as a value: nothing here throws for what the network or server does.
// Knows how a body travels and is checked; does not know which requests exist.
import * as v from 'valibot';
import type { UserId } from '../../../shared/ids.ts';
import {
  isHttpRefusalCode,
  personHeader,
  refusalAnswer,
  type HttpRefusalCode,
} from '../../../shared/protocol/people-api.ts';
import type { Platform } from '../platform.ts';

/** `offline`: no answer came. `unexpected`: an answer came that is not of this API's shape. */
export type FailureCode = HttpRefusalCode | 'offline' | 'unexpected';

export type Answer<T> =
  | { readonly status: 'ok'; readonly value: T }
  | { readonly status: 'failed'; readonly code: FailureCode };

/** `body` makes it a POST, `upload` a PUT of these bytes with their own type, unless `method` says otherwise. */
export interface Question {
  readonly path: string;
  /** On whose behalf; the cookie may be another person's by now, who signed in with the same browser. */
  readonly userId: UserId | null;
  readonly body?: object;
  readonly upload?: Blob;
  readonly method?: 'DELETE';
}

/** After this long without an answer the network counts as gone. */
const timeoutMs = 20_000;

export async function request<T>(
  platform: Pick<Platform, 'fetch' | 'origin'>,
  question: Question,
  schema: v.GenericSchema<unknown, T>,
): Promise<Answer<T>> {
  let response: Response;
  let body: unknown;
  try {
    response = await platform.fetch(`${platform.origin}${question.path}`, requestInit(question));
    body = parseJson(await response.text());
  } catch {
    return { status: 'failed', code: 'offline' }; // refused, cut off or timed out: the device cannot tell which
  }
  if (!response.ok) return { status: 'failed', code: refusalCode(response.status, body) };
  const parsed = v.safeParse(schema, body);
  return parsed.success ? { status: 'ok', value: parsed.output } : { status: 'failed', code: 'unexpected' };
}

function requestInit({ userId, body, upload, method }: Question): RequestInit {
  const person: Record<string, string> = userId === null ? {} : { [personHeader]: userId };
  const signal = AbortSignal.timeout(timeoutMs);
  const shared: RequestInit = { credentials: 'same-origin', cache: 'no-store', signal, headers: person };
  if (method !== undefined) return { ...shared, method };
  if (upload !== undefined) {
    return { ...shared, method: 'PUT', headers: { ...person, 'content-type': upload.type }, body: upload };
  }
  if (body === undefined) return shared;
  const headers = { ...person, 'content-type': 'application/json' };
  return { ...shared, method: 'POST', headers, body: JSON.stringify(body) };
}

function refusalCode(httpStatus: number, body: unknown): FailureCode {
  const parsed = v.safeParse(refusalAnswer, body);
  if (parsed.success && isHttpRefusalCode(parsed.output.code)) return parsed.output.code;
  return httpStatus >= 500 ? 'server-error' : 'unexpected';
}

/** Undefined for what is no JSON: no schema takes it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
