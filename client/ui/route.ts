// Which screen an address means, and the address of a screen. Pure: knows neither the browser nor the session.
// An address that means nothing is `unknown`; the app then goes home.
import { parseConversationId, type ConversationId } from '../../shared/ids.ts';

export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'conversation'; readonly conversationId: ConversationId }
  | { readonly screen: 'sign-in' }
  | { readonly screen: 'sign-up' }
  | { readonly screen: 'set-up' }
  | { readonly screen: 'join' }
  | { readonly screen: 'unknown' };

export function parseRoute(pathname: string): Route {
  const [first = '', second, ...rest] = pathname.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (rest.length > 0) return { screen: 'unknown' };
  if (first === 'c') return conversationRoute(second);
  if (second !== undefined) return { screen: 'unknown' };
  switch (first) {
    case '':
      return { screen: 'home' };
    case 'sign-in':
    case 'sign-up':
    case 'set-up':
    case 'join':
      return { screen: first };
    default:
      return { screen: 'unknown' };
  }
}

export function pathOf(route: Route): string {
  switch (route.screen) {
    case 'home':
    case 'unknown':
      return '/';
    case 'conversation':
      return `/c/${route.conversationId}`;
    default:
      return `/${route.screen}`;
  }
}

function conversationRoute(text: string | undefined): Route {
  const conversationId = parseConversationId(text);
  return conversationId === null ? { screen: 'unknown' } : { screen: 'conversation', conversationId };
}
