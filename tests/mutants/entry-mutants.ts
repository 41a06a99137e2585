// Of who comes in, and by which door. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const entryMutants: readonly Mutant[] = [
  {
    name: 'skip the origin check of requests',
    promise: 'only our own pages change anything',
    file: 'sync-server/api/own-origin.ts',
    text: "    if (!isOwnOrigin(config, context.req.header('origin'))) return refuse(context, 'wrong-origin');\n",
    replacement: '',
    killer: {
      file: 'tests/hostile/http.test.ts',
      test: 'requests from elsewhere > /api/commands refuses every origin but our own, even with a session',
    },
  },
  {
    name: 'skip the origin check of the link',
    promise: 'only our own pages change anything',
    file: 'sync-server/link/links.ts',
    text: "      if (!options.origins.includes(origin)) return 'forbidden';\n",
    replacement: '',
    killer: {
      file: 'tests/hostile/links.test.ts',
      test: 'a page from elsewhere is refused before the upgrade, even with a session > another site',
    },
  },
  {
    name: 'skip the rate limit',
    promise: 'a password is not to be found by trying',
    file: 'sync-server/api/rate-limits.ts',
    text: '      if (waitMs === 0) return null;\n',
    replacement: '      if (waitMs >= 0) return null;\n',
    killer: {
      file: 'tests/hostile/http.test.ts',
      test: 'guessing > guessing one password ends after a few tries, and keeps nobody out who is elsewhere',
    },
  },
  {
    name: 'let a revoked invite in',
    promise: 'who may not come in does not',
    file: 'sync-server/directory/invites.ts',
    text: "        .deleteFrom('invite')\n        .where('tokenHash', '=', inviteId)\n        .where('usedBy', 'is', null)\n        .where('expiresAtMs', '>', parts.now())\n        .executeTakeFirst();\n      return outcome.numDeletedRows > 0n;",
    replacement:
      "        .selectFrom('invite')\n        .where('tokenHash', '=', inviteId)\n        .select('usedBy')\n        .executeTakeFirst();\n      return outcome !== undefined;",
    killer: {
      file: 'tests/journeys/workspace-people.test.ts',
      test: 'open invitations > are those that still let somebody in; a revoked one lets in nobody',
    },
  },
  {
    name: 'let an invite in whose maker may invite no more',
    promise: 'a link is worth the right of its maker',
    file: 'sync-server/directory/accounts.ts',
    text: "    .where('person.state', '=', 'active')\n    .where('person.role', 'in'",
    replacement: "    .where('person.role', 'in'",
    killer: {
      file: 'tests/hostile/rights.test.ts',
      test: 'an invitation > lets in nobody when its maker is suspended',
    },
  },
  {
    name: 'use a link more often than it says',
    promise: 'a link lets in so many',
    file: 'sync-server/directory/group-links.ts',
    text: "    .where('groupLink.usesLeft', '>', 0)\n",
    replacement: '',
    killer: {
      file: 'tests/journeys/groups.test.ts',
      test: 'a link into a group > shows what it leads to, lets so many in, and none twice',
    },
  },
  {
    name: 'let back in by a link who was taken out',
    promise: 'who was taken out comes back only by being added',
    file: 'sync-server/directory/groups.ts',
    text: "  if (await wasRemoved(transaction, { ...group, userId: me })) return refused('invite-invalid');\n",
    replacement: '',
    killer: {
      file: 'tests/hostile/rights.test.ts',
      test: 'a link into a group > lets nobody in again who was taken out, not even by their own; being added lets them in for good',
    },
  },
  {
    name: 'leave a group to nobody',
    promise: 'a group always has an owner',
    file: 'sync-server/directory/groups.ts',
    text: "  if (isLastOwner(mine, ownersOf(group), group.roles.size)) return refused('last-owner');\n",
    replacement: '',
    killer: { file: 'tests/journeys/groups.test.ts', test: 'roles > a group is never left to nobody' },
  },
  {
    name: 'leave the sockets of an ended session open',
    promise: 'who has signed out hears nothing',
    file: 'sync-server/link/links.ts',
    text: '      for (const link of links.all()) if (link.session.sessionId === sessionId) link.close(code);\n',
    replacement: '',
    killer: {
      file: 'tests/hostile/links.test.ts',
      test: 'signing out > cuts the open socket within a second, and no other session',
    },
  },
  {
    name: 'leave the suspended signed in',
    promise: 'who is suspended is out at once',
    file: 'sync-server/directory/workspace-people.ts',
    text: '        if (!isSuspended) return done([]);\n        return done(await endSessions(',
    replacement: '        if (isSuspended) return done([]);\n        return done(await endSessions(',
    killer: {
      file: 'tests/journeys/workspace-people.test.ts',
      test: 'who is suspended > is cut off at once on every device, cannot come back, and is found by nobody',
    },
  },
  {
    name: 'allow inline scripts',
    promise: 'the page runs nothing but its own files',
    file: 'sync-server/api/security-headers.ts',
    text: `"script-src 'self'"`,
    replacement: `"script-src 'self' 'unsafe-inline'"`,
    killer: {
      file: 'tests/hostile/http.test.ts',
      test: 'every answer > the policy allows our own files and nothing inline',
    },
  },
  {
    name: 'keep where a photo was taken',
    promise: 'a picture tells nothing besides what it shows',
    file: 'sync-server/pictures/read-jpeg.ts',
    text: '    if (saysColours(marker, segment)) found.parts.push(segment);',
    replacement: '    found.parts.push(segment);',
    killer: {
      file: 'tests/journeys/pictures.test.ts',
      test: 'my own picture > keeps nothing that a photo tells besides what it shows',
    },
  },
  {
    name: 'answer for another’s command',
    promise: 'a command is its sender’s',
    file: 'sync-server/directory/commands.ts',
    text: 'row.userId !== sent.userId || ',
    replacement: '',
    killer: {
      file: 'tests/hostile/commands.test.ts',
      test: 'a command sent many times > by another person is refused, and tells nothing of what it was',
    },
  },
  {
    name: 'let one person take all sockets',
    promise: 'nobody keeps the others out',
    file: 'sync-server/link/links.ts',
    text: "      else if (links.of(session.userId).size >= maxLinksPerPerson) socket.close(closeCodes.malformed, 'too-many');\n",
    replacement: '',
    killer: { file: 'tests/hostile/links.test.ts', test: 'one person cannot take all sockets' },
  },
  {
    name: 'keep secrets as they are',
    promise: 'what opens something is not in the files',
    file: 'sync-server/directory/tokens.ts',
    text: 'export function hashToken(token: string): string {\n  return hashText(token);',
    replacement: 'export function hashToken(token: string): string {\n  return token;',
    killer: {
      file: 'tests/journeys/sign-up.test.ts',
      test: 'invites > no token and no password stands in the data folder',
    },
  },
  {
    name: 'act for who used this browser before',
    promise: 'I4',
    file: 'sync-server/api/signed-in.ts',
    text: 'return person === undefined || person === userId;',
    replacement: 'return true;',
    killer: {
      file: 'tests/hostile/inbox.test.ts',
      test: 'nobody who is not signed in, or for another, is told or heard',
    },
  },
  {
    name: 'keep the other sessions after a new password',
    promise: 'a new password ends what the old one opened',
    file: 'sync-server/directory/own-account.ts',
    text: "  return { status: 'done', ended: await endSessions(transaction, { userId, keep, nowMs }) };",
    replacement: "  return { status: 'done', ended: [] };",
    killer: {
      file: 'tests/journeys/workspace-people.test.ts',
      test: 'one’s own account > a new password needs the old one, ends the other sessions and keeps this one',
    },
  },
  {
    name: 'serve one folder twice',
    promise: 'one server writes into a folder',
    file: 'sync-server/ops/data-lock.ts',
    text: 'begin exclusive',
    replacement: 'begin',
    killer: {
      file: 'tests/journeys/restore.test.ts',
      test: 'a folder in use is neither restored into nor served twice',
    },
  },
];
