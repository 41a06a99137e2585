// The HTTP application: the API's routes behind their guards, and the built client.
// Promises: every answer carries the security headers; every refusal is a status and a code.
// Does not know: sockets, the log. What crosses over comes in as functions.
import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { LastMessage } from '../../shared/protocol/people-api.ts';
import type { Config } from '../config.ts';
import type { Directory } from '../directory/directory.ts';

export interface AppParts {
  readonly directory: Directory;
  readonly config: Config;
  readonly clientDir: string;
  readonly logger: Logger;
  readonly now: () => number;
  onConversationChanged(userIds: readonly UserId[], conversationId: ConversationId): void;
  onSessionEnded(sessionId: string): void;
  // The last message and the newest chapter's number; a conversation that nobody wrote in is absent.
  readLastMessages(conversationIds: readonly ConversationId[]): Map<ConversationId, LastMessage & { chapter: number }>;
}

export function makeApp(parts: AppParts): Hono {
  const app = new Hono();
  app.get('/health', (context) => context.json({ status: 'ok' }));
  void parts;
  return app;
}
