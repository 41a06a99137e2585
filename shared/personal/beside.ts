// What stands beside a draft: which message it answers and whom it mentions, as a text of lines that is kept and merged as
// the draft is. Changed on two devices at once, lines of both stand there: of two answers the first counts, and what is
// no whole line is none. Pure.
import * as v from 'valibot';
import type { ReplyTo } from '../conversation/events.ts';
import { parseEventId, parseUserId } from '../ids.ts';
import { maxMentions, mentionList, type Mention } from '../rules/mentions.ts';

export interface Beside {
  readonly replyTo: ReplyTo | null;
  readonly mentions: readonly Mention[];
}

export const nothingBeside: Beside = { replyTo: null, mentions: [] };

/** Empty where there is nothing. */
export function writeBeside({ replyTo, mentions }: Beside): string {
  const reply = replyTo === null ? [] : [`> ${replyTo.at} ${replyTo.author} ${replyTo.id}\n`];
  return [...reply, ...mentions.map(({ who, label }) => `@ ${who} ${label}\n`)].join('');
}

export function readBeside(text: string): Beside {
  const lines = text.split('\n');
  const mentions = new Map<string, Mention>();
  for (const mention of lines.flatMap((line) => readMention(line) ?? [])) {
    if (!mentions.has(mention.label)) mentions.set(mention.label, mention);
  }
  return {
    replyTo: lines.map(readReply).find((reply) => reply !== null) ?? null,
    mentions: [...mentions.values()].slice(0, maxMentions),
  };
}

function readReply(line: string): ReplyTo | null {
  const [, at, by, name] = /^> (\d{1,16}) (\S+) (\S+)$/.exec(line) ?? [];
  const [author, id] = [parseUserId(by), parseEventId(name)];
  return author === null || id?.startsWith('msg_') !== true ? null : { author, id, at: Number(at) };
}

function readMention(line: string): Mention | null {
  const [, who, label] = /^@ (\S+) (.+)$/.exec(line) ?? [];
  const read = v.safeParse(mentionList, [{ who, label }]);
  return read.success ? (read.output[0] ?? null) : null;
}
