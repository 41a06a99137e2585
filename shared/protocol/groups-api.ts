// Links into groups over HTTP, for both sides. What changes a group itself is a command (commands.ts).
import * as v from 'valibot';
import { parseConversationId, parseUserId, type ConversationId, type UserId } from '../ids.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** How long a link lives, and how many it lets in. */
const groupLinkBounds = { minLifeMs: minute, maxLifeMs: 90 * day, maxUses: 500 } as const;

const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const whole = (min: number, max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));

export const newGroupLinkBody = v.strictObject({
  lifeMs: whole(groupLinkBounds.minLifeMs, groupLinkBounds.maxLifeMs),
  uses: whole(1, groupLinkBounds.maxUses),
});

export const revokeGroupLinkBody = v.strictObject({ linkId: v.pipe(v.string(), v.maxLength(64)) });

const groupLink = v.object({
  linkId: v.string(),
  madeBy: userId,
  madeAt: v.number(),
  expiresAt: v.number(),
  usesLeft: v.number(),
});

export const groupLinkMadeAnswer = v.object({ link: groupLink, token: v.string() });
export const groupLinksAnswer = v.object({ links: v.array(groupLink) });
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);

export const groupPreviewAnswer = v.object({
  title: v.string(),
  members: v.number(),
  /** Where whoever asks is in it already; else null. */
  conversationId: v.nullable(conversationId),
  /** Whoever asks was taken out of it: no link lets them in. */
  wasRemoved: v.optional(v.boolean(), false),
});

export type GroupPreview = v.InferOutput<typeof groupPreviewAnswer>;
export type GroupLink = v.InferOutput<typeof groupLink>;
