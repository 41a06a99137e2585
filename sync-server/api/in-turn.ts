// One question of a person after the other, where answering them costs.
import type { UserId } from '../../shared/ids.ts';
import { maxInboxWaiting } from '../limits.ts';
import type { AppContext } from './app-parts.ts';
import { refuse } from './refuse.ts';

type InTurn = (context: AppContext, run: () => Promise<Response>) => Promise<Response>;

interface Line {
  last: Promise<unknown>;
  length: number;
}

/**
 * What one person asks is answered one after the other: each gives way to others, and together they would not. So each
 * also meets the limit with what the one before has cost.
 */
export function makeTurns(): InTurn {
  const lines = new Map<UserId, Line>();
  return async (context, run) => {
    const { userId } = context.get('session');
    const line = lines.get(userId) ?? { last: Promise.resolve(), length: 0 };
    if (line.length > maxInboxWaiting) return refuse(context, 'too-many');
    lines.set(userId, line);
    line.length++;
    const mine = line.last.then(run);
    line.last = mine.catch(() => undefined); // its asker hears of that
    try {
      return await mine;
    } finally {
      line.length--;
      if (line.length === 0) lines.delete(userId);
    }
  };
}
