import { describe, expect, it } from 'vitest';
import { directConversationId, mintEventId, mintUserId } from '../../shared/ids.ts';
import { parseRoute, pathOf, type Route } from './route.ts';

const conversationId = directConversationId(mintUserId(new Uint8Array(15)), mintUserId(new Uint8Array(15).fill(7)));
const message = { id: mintEventId('message', new Uint8Array(15)), at: 1_790_000_000_000 };

describe('an address and its screen', () => {
  const routes: Route[] = [
    { screen: 'home' },
    { screen: 'conversation', conversationId },
    { screen: 'conversation', conversationId, message },
    { screen: 'people' },
    { screen: 'person', userId: mintUserId(new Uint8Array(15)) },
    { screen: 'group-info', conversationId },
    { screen: 'files', conversationId, tab: 'media' },
    { screen: 'files', conversationId, tab: 'links' },
    { screen: 'files', conversationId: null, tab: 'documents' },
    { screen: 'join-group' },
    { screen: 'sign-in' },
    { screen: 'sign-up' },
    { screen: 'set-up' },
    { screen: 'join' },
  ];

  it.each(routes)('leads back to the same screen: $screen', (route) => {
    expect(parseRoute(pathOf(route))).toEqual(route);
  });

  it.each([
    '/nowhere',
    '/c',
    '/c/',
    '/c/dm_short',
    '/people/usr_short',
    `/people/${mintUserId(new Uint8Array(15))}/more`,
    `/c/${conversationId}/more`,
    `/c/${conversationId}/info/more`,
    `/c/${conversationId}/files/more`,
    `/c/${conversationId}/files/audio/more`,
    '/files/more',
    '/files/audio/more',
    `/c/${conversationId}/m`,
    `/c/${conversationId}/m/${message.id}`,
    `/c/${conversationId}/m/${message.id}@`,
    `/c/${conversationId}/m/${message.id}@1e3`,
    `/c/${conversationId}/m/${message.id}@99999999999999999`,
    `/c/${conversationId}/m/msg_short@5`,
    `/c/${conversationId}/m/${message.id}@5/more`,
    '/sign-in/again',
  ])('is unknown when it means nothing: %s', (path) => {
    expect(parseRoute(path)).toEqual({ screen: 'unknown' });
  });

  it('may end in a slash', () => {
    expect(parseRoute('/sign-in/')).toEqual({ screen: 'sign-in' });
  });
});
