// Which fields of what a device sends take any text that a person likes: found in the schemas themselves, so that none can
// be forgotten. What a device sends is strict, and refuses fields that it does not know; answers are not.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const shared = join(import.meta.dirname, '../../shared');

/** Schemas of valibot, as far as one walks through them. */
interface Schema {
  readonly kind: 'schema';
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly options?: readonly unknown[];
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly items?: readonly Schema[];
  readonly key?: Schema;
  readonly value?: Schema;
  readonly literal?: unknown;
  readonly '~run': (dataset: { value: unknown }, config: object) => { readonly issues?: readonly unknown[] };
}

/** Their paths, e.g. `rename-group.title`, those that take one of these texts. */
export async function findFreeFields(texts: readonly string[]): Promise<string[]> {
  const files = readdirSync(join(shared, 'protocol')).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const roots: [name: string, schema: Schema][] = [];
  for (const file of [...files.map((name) => `protocol/${name}`), 'conversation/events.ts']) {
    const module = (await import(join(shared, file))) as Record<string, unknown>; // of our own
    for (const [name, value] of Object.entries(module)) if (isSchema(value)) roots.push([name, value]);
  }
  const parts = new Set(roots.flatMap(([, schema]) => innerOf(schema).flatMap((inner) => entriesIn(inner))));
  const whole = roots.filter(([, { entries }]) => entries === undefined || !parts.has(entries));
  const found = new Set(whole.flatMap(([name, schema]) => pathsIn(schema, name, { isSent: false, texts })));
  return [...found].toSorted();
}

/** What stands in a schema is named by where it stands, and not once more by itself. */
function entriesIn(schema: Schema): object[] {
  return [
    ...(schema.entries === undefined ? [] : [schema.entries]),
    ...innerOf(schema).flatMap((one) => entriesIn(one)),
  ];
}

function innerOf({ entries = {}, options = [], items = [], wrapped, item, key, value }: Schema): Schema[] {
  return [...Object.values(entries), ...options, ...items, wrapped, item, key, value].filter(isSchema);
}

interface Walk {
  /** Whether it stands in what a device sends. */
  readonly isSent: boolean;
  readonly texts: readonly string[];
}

/** What says its kind is named by that, wherever it stands. */
function pathsIn(schema: Schema, path: string, walk: Walk): string[] {
  const { type, entries } = schema;
  if (entries !== undefined) {
    if (type !== 'strict_object') return [];
    const kind = entries['kind']?.literal;
    const here = typeof kind === 'string' ? kind : path;
    return Object.entries(entries).flatMap(([name, field]) =>
      pathsIn(field, `${here}.${name}`, { ...walk, isSent: true }),
    );
  }
  const inner = innerOf(schema);
  if (inner.length > 0) return inner.flatMap((one) => pathsIn(one, path, walk));
  const isFree = walk.texts.some((value) => schema['~run']({ value }, {}).issues === undefined);
  return isFree && walk.isSent ? [path] : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema';
}
