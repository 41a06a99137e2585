// A person's conversations.
// Promises: nobody sees a conversation they are not in.
// Does not know: documents. What the log says of a conversation comes in as a function.
import { Hono } from 'hono';
import type { ConversationSummary } from '../../shared/protocol/people-api.ts';
import type { Conversation } from '../directory/conversations.ts';
import type { AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeConversationRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const signedIn = makeSignedInGuard(parts.directory);
  routes.get('/conversations', signedIn, async (context) => {
    const { userId } = context.get('session');
    const tooMany = limits.take(context, 'conversationsPerPerson', userId);
    if (tooMany !== null) return tooMany;
    const conversations = await parts.directory.conversations.of(userId);
    return context.json({ conversations: summarize(parts, conversations) });
  });
  return routes;
}

function summarize(parts: AppParts, conversations: readonly Conversation[]): ConversationSummary[] {
  const lastMessages = parts.readLastMessages(conversations.map((conversation) => conversation.conversationId));
  return conversations.map(({ conversationId, kind, members }) => {
    const last = lastMessages.get(conversationId);
    const chapter = parts.newestChapter(conversationId);
    return { conversationId, kind, title: null, members: [...members], lastMessage: last ?? null, chapter };
  });
}
