// Takes what is shared to the installed app, inside its service worker: the system posts it to `/share`, and it must not leave
// the device before somebody says where it goes. Any page may post there too; what it brings is looked at in the same way
// by whoever chooses where it goes, or lets it be.
import { keepShared } from './shared-things.ts';

/** What of a service worker is used here; the page's types know none of it. */
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  addEventListener(kind: 'fetch', listener: (event: FetchEvent) => void): void;
}

const worker = globalThis as unknown as WorkerScope; // this file runs nowhere else

worker.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'POST' && new URL(url).pathname === '/share') event.respondWith(take(event.request));
});

async function take(request: Request): Promise<Response> {
  const id = await keep(request).catch(() => 'lost'); // no room, or nothing that can be read: the screen says so
  return Response.redirect(`/share#${id}`, 303);
}

async function keep(request: Request): Promise<string> {
  const form = await request.formData();
  const files = form.getAll('files').filter((one) => one instanceof File);
  const words = ['title', 'text', 'url'].map((name) => form.get(name)).filter((one) => typeof one === 'string');
  // Many apps say the same thing twice, or the address within the text.
  const said = words.filter(
    (word, at) => word !== '' && !words.some((other, place) => isSaidBy(other, word, place < at)),
  );
  return keepShared(caches, { text: said.join('\n'), files }, Date.now());
}

/** Of two that are the same the first stays. */
function isSaidBy(other: string, word: string, isBefore: boolean): boolean {
  return other === word ? isBefore : other.includes(word);
}
