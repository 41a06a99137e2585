// A filter that somebody chooses is written into the query, where they see it and can take it away. Pure.

/** `in` and `from` are added to those that stand there; of time and kind there is one. */
export function withFilter(text: string, filter: string): string {
  const [operator = ''] = filter.split(':');
  const isOne = operator === 'on' || operator === 'before' || operator === 'after' || operator === 'has';
  const kept = isOne ? text.replaceAll(new RegExp(`(^|\\s)${operator}:(?:"[^"]*"|\\S*)`, 'giu'), '$1') : text;
  const rest = kept.replaceAll(/\s+/gu, ' ').trim();
  if (` ${rest} `.includes(` ${filter} `)) return rest;
  return `${rest} ${filter} `.trimStart();
}

/** A name as the query reads it: in quotation marks where it has several words. */
export function quotedName(name: string): string {
  const plain = name
    .replaceAll(/["“”„«»]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return /\s/u.test(plain) ? `"${plain}"` : plain;
}
