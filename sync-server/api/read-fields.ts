// What a request brings, as a value of exactly the schema's shape.
// Promises: no unknown field, no prototype key, no half character, no surprise in size; anything else is null.
// Does not know: what the fields mean.
import * as v from 'valibot';
import type { AppContext } from './app-parts.ts';

type Fields = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** The JSON body, or null when it is not one of this schema. */
export async function readBody<Schema extends Fields>(
  context: AppContext,
  schema: Schema,
): Promise<v.InferOutput<Schema> | null> {
  return readFields(parseJson(await context.req.arrayBuffer()), schema);
}

/** The query's parameters, or null when they are not of this schema. */
export function readQuery<Schema extends Fields>(context: AppContext, schema: Schema): v.InferOutput<Schema> | null {
  return readFields(context.req.query(), schema);
}

function readFields<Schema extends Fields>(value: unknown, schema: Schema): v.InferOutput<Schema> | null {
  if (Array.isArray(value)) return null; // to the schema an empty list is an empty object
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

function parseJson(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null; // neither UTF-8 nor JSON: the same answer as not of the shape
  }
}
