// A body that was sent by whoever is signed in, counted to them before anything is done with it.
import type * as v from 'valibot';
import type { UserId } from '../../shared/ids.ts';
import type { AppContext } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';

interface Counted<Schema> {
  readonly schema: Schema;
  readonly limit: 'passwordPerPerson' | 'managePerPerson';
  readonly limits: RateLimits;
}

/** Refuses a body that is not of the schema, and one too many; else answers. Behind the guard of the signed in. */
export async function withCountedBody<Schema extends Parameters<typeof readBody>[1]>(
  context: AppContext,
  { schema, limit, limits }: Counted<Schema>,
  answer: (body: v.InferOutput<Schema>, me: UserId) => Promise<Response>,
): Promise<Response> {
  const body = await readBody(context, schema);
  if (body === null) return refuse(context, 'bad-request');
  const { userId } = context.get('session');
  return limits.take(context, limit, userId) ?? answer(body, userId);
}
