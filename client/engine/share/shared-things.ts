// What was shared to the app from elsewhere on the device, until it is decided where it goes: the service worker leaves it in
// a cache, a page takes it from there. So it waits for whoever has to sign in first, and needs no network. It goes with
// whoever signs out. Only what was shared last is kept.
import * as v from 'valibot';

const cacheName = 'shared';
/** Shared and never decided about: what lies longer back is let go. */
const maxKept = 3;

const note = v.object({
  at: v.number(),
  text: v.string(),
  files: v.array(v.object({ name: v.string(), type: v.string(), lastModified: v.number() })),
});

export interface SharedThings {
  readonly text: string;
  readonly files: readonly File[];
}

/** Answers the name under which it is found. */
export async function keepShared(caches: CacheStorage, { text, files }: SharedThings, at: number): Promise<string> {
  const cache = await caches.open(cacheName);
  const id = crypto.randomUUID();
  for (const [place, file] of files.entries()) await cache.put(fileOf(id, place), new Response(file));
  const told = files.map(({ name, type, lastModified }) => ({ name, type, lastModified }));
  await cache.put(noteOf(id), Response.json({ at, text, files: told })); // last: what has no note is not there
  await letGoOfOlder(cache);
  return id;
}

/** Null where there is nothing of that name. */
export async function readShared(caches: CacheStorage, id: string): Promise<SharedThings | null> {
  const cache = await caches.open(cacheName);
  const told = await readNote(cache, noteOf(id));
  if (told === null) return null;
  const files: File[] = [];
  for (const [place, { name, type, lastModified }] of told.files.entries()) {
    const kept = await cache.match(fileOf(id, place));
    if (kept !== undefined) files.push(new File([await kept.blob()], name, { type, lastModified }));
  }
  return { text: told.text, files };
}

export async function forgetShared(caches: CacheStorage, id: string): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const { url } of await cache.keys()) if (new URL(url).pathname.startsWith(folderOf(id))) await cache.delete(url);
}

async function letGoOfOlder(cache: Cache): Promise<void> {
  const notes = (await cache.keys()).filter(({ url }) => url.endsWith('/note'));
  const dated = await Promise.all(notes.map(async ({ url }) => ({ url, at: (await readNote(cache, url))?.at ?? 0 })));
  const old = dated.toSorted((one, other) => other.at - one.at).slice(maxKept);
  for (const { url } of old) {
    const folder = url.slice(0, -'note'.length);
    for (const key of await cache.keys()) if (key.url.startsWith(folder)) await cache.delete(key);
  }
}

async function readNote(cache: Cache, name: string): Promise<v.InferOutput<typeof note> | null> {
  const kept = await cache.match(name);
  const read = v.safeParse(note, await kept?.json().catch(() => null));
  return read.success ? read.output : null;
}

function folderOf(id: string): string {
  return `/shared/${id}/`;
}

function noteOf(id: string): string {
  return `${folderOf(id)}note`;
}

function fileOf(id: string, place: number): string {
  return `${folderOf(id)}${place}`;
}
