// Keeps the shown screen and the address bar the same. One listener, one signal; `route.ts` knows what an address means.
// A secret after `#` leaves the address bar at once, so that nobody reads or shares it by accident;
// it stays with this entry of the tab's history, so that a reload keeps it.
import { createContext, createSignal, onCleanup, splitProps, useContext, type Accessor, type JSX } from 'solid-js';
import { must } from '../../shared/base/assert.ts';
import { parseRoute, pathOf, type Route } from './route.ts';

export interface Router {
  readonly route: Accessor<Route>;
  /** What stood after `#` when this entry was opened; empty when nothing did. */
  readonly secret: Accessor<string>;
  go(route: Route, how?: 'push' | 'replace'): void;
}

interface Place {
  readonly route: Route;
  readonly secret: string;
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
    go(route, how = 'push') {
      const path = pathOf(route);
      if (how === 'replace' || path === browser.location.pathname) browser.history.replaceState(null, '', path);
      else browser.history.pushState(null, '', path);
      setPlace({ route, secret: '' });
    },
  };
}

export function useRouter(): Router {
  return must(useContext(RouterContext), 'a router is provided above every screen');
}

type RouteLinkProps = Omit<JSX.AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'> & { to: Route };

/** A real link: it opens in a new tab as any link does, and without a reload here. */
export function RouteLink(props: RouteLinkProps) {
  const router = useRouter();
  const [, anchor] = splitProps(props, ['to']);
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.go(props.to);
  };
  return (
    <a {...anchor} href={pathOf(props.to)} onClick={follow}>
      {props.children}
    </a>
  );
}

function takePlace(browser: Window): Place {
  const { pathname, hash } = browser.location;
  const route = parseRoute(pathname);
  if (hash.length <= 1) return { route, secret: keptSecret(browser.history.state) };
  const secret = hash.slice(1);
  browser.history.replaceState({ secret }, '', pathname);
  return { route, secret };
}

function keptSecret(state: unknown): string {
  const isKept = typeof state === 'object' && state !== null && 'secret' in state;
  return isKept && typeof state.secret === 'string' ? state.secret : '';
}
