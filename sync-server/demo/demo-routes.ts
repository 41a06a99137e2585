// The door of the demo: a page of its people, and one click signs in as any of them. Mounted in demo mode alone.
// Promises: it answers only who calls this machine by one of its own names, so that no page of another site, and no
// name that was made to point here, gets in.
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { html } from 'hono/html';
import * as v from 'valibot';
import { welcome } from '../api/account-routes.ts';
import type { AppContext, AppEnv, AppParts } from '../api/app-parts.ts';
import { readBody } from '../api/read-fields.ts';
import { refuse } from '../api/refuse.ts';
import type { DemoPerson } from './demo-cast.ts';

export interface DemoDoor {
  readonly people: readonly DemoPerson[];
  credentialsOf(handle: string): { readonly email: string; readonly password: string };
}

const signInBody = v.strictObject({ handle: v.pipe(v.string(), v.maxLength(64)) });

const files = {
  '/demo/door.css': { type: 'text/css; charset=utf-8', text: readOwn('door.css') },
  '/demo/door.mjs': { type: 'text/javascript; charset=utf-8', text: readOwn('door.mjs') },
} as const;

/** The page and what it needs. */
export function makeDemoPage(door: DemoDoor, { directory, config }: AppParts): Hono<AppEnv> {
  const page = new Hono<AppEnv>();
  page.use('/demo', makeHostGuard(config));
  page.get('/demo', (context) => context.html(pageOf(directory.settings.name, door.people)));
  for (const [path, { type, text }] of Object.entries(files)) {
    page.get(path, (context) => context.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }));
  }
  return page;
}

/** Stands behind the API's own guards of origin and content type. */
export function makeDemoRoutes(door: DemoDoor, parts: AppParts): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.post('/demo/sign-in', makeHostGuard(parts.config), async (context) => {
    const body = await readBody(context, signInBody);
    if (body === null) return refuse(context, 'bad-request');
    if (!door.people.some(({ handle }) => handle === body.handle)) return refuse(context, 'not-found');
    const outcome = await parts.directory.sessions.signIn(door.credentialsOf(body.handle), context.req.raw.headers);
    return outcome.status === 'signed-in' ? welcome(context, parts, outcome) : refuse(context, outcome.status);
  });
  return routes;
}

function makeHostGuard({ origins }: AppParts['config']) {
  const hosts = new Set(origins.map((origin) => new URL(origin).host));
  return createMiddleware<AppEnv>(async (context: AppContext, next) => {
    if (!hosts.has(context.req.header('host') ?? '')) return refuse(context, 'wrong-origin');
    return next();
  });
}

function pageOf(workspace: string, people: readonly DemoPerson[]) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${workspace} · demo</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/demo/door.css" />
        <script type="module" src="/demo/door.mjs"></script>
      </head>
      <body>
        <main>
          <h1>${workspace}</h1>
          <p>
            A demo: none of these people exist. Choose one to be them in this browser; a private window or another
            browser can be somebody else at the same time.
          </p>
          <ul>
            ${people.map(
              ({ handle, name, about }) =>
                html`<li>
                  <button type="button" data-handle="${handle}">
                    <strong dir="auto">${name}</strong>
                    <span>${about}</span>
                  </button>
                </li>`,
            )}
          </ul>
          <p id="problem" role="alert"></p>
        </main>
      </body>
    </html>`;
}

function readOwn(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
