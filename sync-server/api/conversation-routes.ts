// A person's conversations, and opening a direct one.
// Promises: nobody sees a conversation they are not in; opening twice is opening once.
// Does not know: documents. What the log says of a conversation comes in as a function.
import { Hono } from 'hono';
import { openDirectBody, type ConversationSummary } from '../../shared/protocol/people-api.ts';
import type { Conversation } from '../directory/conversations.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

const firstChapter = 1;

export function makeConversationRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const signedIn = makeSignedInGuard(parts.directory);
  routes.get('/conversations', signedIn, async (context) => {
    const conversations = await parts.directory.conversations.of(context.get('session').userId);
    return context.json({ conversations: summarize(parts, conversations) });
  });
  routes.post('/conversations/direct', signedIn, (context) => openDirect(context, parts, limits));
  return routes;
}

async function openDirect(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const body = await readBody(context, openDirectBody);
  if (body === null) return refuse(context, 'bad-request');
  const { userId } = context.get('session');
  const tooMany = limits.take(context, 'openDirectPerPerson', userId);
  if (tooMany !== null) return tooMany;
  const outcome = await parts.directory.conversations.openDirect(userId, body.userId);
  if (outcome.status === 'not-found') return refuse(context, 'not-found');
  const { conversation, isNew } = outcome;
  const memberIds = conversation.members.map((member) => member.userId);
  if (isNew) parts.onConversationChanged(memberIds, conversation.conversationId);
  const [summary] = summarize(parts, [conversation]);
  return context.json({ conversation: summary });
}

function summarize(parts: AppParts, conversations: readonly Conversation[]): ConversationSummary[] {
  const lastMessages = parts.readLastMessages(conversations.map((conversation) => conversation.conversationId));
  return conversations.map(({ conversationId, kind, members }) => {
    const last = lastMessages.get(conversationId);
    const lastMessage = last === undefined ? null : { text: last.text, at: last.at, author: last.author };
    const chapter = last?.chapter ?? firstChapter;
    return { conversationId, kind, title: null, members: [...members], lastMessage, chapter };
  });
}
