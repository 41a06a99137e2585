// Keeps the shown screen and the address bar the same. One listener, one signal; `route.ts` knows what an address means.
// A secret after `#` leaves the address bar at once, so that nobody reads or shares it by accident;
// it stays with this entry of the tab's history, so that a reload keeps it, as where the entry was opened from does.
import { createContext, createSignal, onCleanup, splitProps, useContext, type Accessor, type JSX } from 'solid-js';
import { must } from '../../shared/base/assert.ts';
import { parseRoute, pathOf, type Route } from './route.ts';

export interface Router {
  readonly route: Accessor<Route>;
  /** What stood after `#` when this entry was opened; empty when nothing did. */
  readonly secret: Accessor<string>;
  /** Which screen this entry was opened from; null where its address was opened. */
  readonly cameFrom: Accessor<Route | null>;
  go(route: Route, how?: 'push' | 'replace'): void;
  /** To the entry that this one was opened from. */
  back(): void;
}

interface Place {
  readonly route: Route;
  readonly secret: string;
  readonly cameFrom: Route | null;
}

export const RouterContext = createContext<Router>();

export function createRouter(browser: Window): Router {
  const [place, setPlace] = createSignal(takePlace(browser));
  const follow = () => setPlace(takePlace(browser));
  browser.addEventListener('popstate', follow);
  browser.addEventListener('hashchange', follow);
  onCleanup(() => {
    browser.removeEventListener('popstate', follow);
    browser.removeEventListener('hashchange', follow);
  });
  return {
    route: () => place().route,
    secret: () => place().secret,
    cameFrom: () => place().cameFrom,
    go(route, how = 'push') {
      const path = pathOf(route);
      const before = browser.location.pathname;
      const isSameEntry = how === 'replace' || path === before;
      const from = isSameEntry ? kept(browser.history.state, 'from') : before;
      if (isSameEntry) browser.history.replaceState({ from }, '', path);
      else browser.history.pushState({ from }, '', path);
      setPlace({ route, secret: '', cameFrom: routeFrom(from) });
    },
    back: () => browser.history.back(),
  };
}

export function useRouter(): Router {
  return must(useContext(RouterContext), 'a router is provided above every screen');
}

type Anchor = Omit<JSX.AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'>;

/** A real link: it opens in a new tab as any link does, and without a reload here. */
export function RouteLink(props: Anchor & { to: Route; how?: 'replace' }) {
  const router = useRouter();
  const [, anchor] = splitProps(props, ['to', 'how']);
  return (
    <a {...anchor} href={pathOf(props.to)} onClick={(event) => follow(event, () => router.go(props.to, props.how))}>
      {props.children}
    </a>
  );
}

/** Leads back to where one came from; to `otherwise` where the address was opened. */
export function BackLink(props: Anchor & { otherwise: Route }) {
  const router = useRouter();
  const [, anchor] = splitProps(props, ['otherwise']);
  const to = () => router.cameFrom() ?? props.otherwise;
  const goBack = () => (router.cameFrom() === null ? router.go(props.otherwise) : router.back());
  return (
    <a {...anchor} href={pathOf(to())} onClick={(event) => follow(event, goBack)}>
      {props.children}
    </a>
  );
}

function follow(event: MouseEvent, go: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go();
}

function takePlace(browser: Window): Place {
  const { pathname, hash } = browser.location;
  const route = parseRoute(pathname);
  const from = kept(browser.history.state, 'from');
  const cameFrom = routeFrom(from);
  if (hash.length <= 1) return { route, secret: kept(browser.history.state, 'secret'), cameFrom };
  const secret = hash.slice(1);
  browser.history.replaceState({ secret, from }, '', pathname);
  return { route, secret, cameFrom };
}

/** What this entry of the history keeps; empty for nothing. */
function kept(state: unknown, key: 'secret' | 'from'): string {
  const value: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, key) : '';
  return typeof value === 'string' ? value : '';
}

function routeFrom(path: string): Route | null {
  return path === '' ? null : parseRoute(path);
}
