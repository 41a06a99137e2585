// Of what people get to see and hear of. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const sightMutants: readonly Mutant[] = [
  {
    name: 'show history from before joining',
    promise: 'I5',
    file: 'sync-server/directory/access.ts',
    text: "        .where('fromChapter', '<=', chapter)\n",
    replacement: '',
    killer: {
      file: 'tests/journeys/groups.test.ts',
      test: 'history from joining > shows who comes later nothing of what was said before, by no way',
    },
  },
  {
    name: 'leave the channels of a leaver open',
    promise: 'I5',
    file: 'sync-server/server.ts',
    text: '      links.reopen(affected, conversationId);\n',
    replacement: '',
    killer: {
      file: 'tests/journeys/groups.test.ts',
      test: 'who is taken out > hears nothing more, with two sockets open, and their list says so',
    },
  },
  {
    name: 'tell a leaver of news',
    promise: 'I5',
    file: 'sync-server/server.ts',
    text: '      members.forget(conversationId);\n',
    replacement: '',
    killer: {
      file: 'tests/journeys/groups.test.ts',
      test: 'who is taken out > is told of nothing that is said afterwards',
    },
  },
  {
    name: 'open a personal document to others',
    promise: 'I5',
    file: 'sync-server/directory/access.ts',
    text: "return userId === owner ? 'write' : 'none';",
    replacement: "return userId === owner ? 'write' : 'read';",
    killer: {
      file: 'tests/hostile/personal.test.ts',
      test: 'nobody opens > another person’s document, and all look alike',
    },
  },
  {
    name: 'take the token of another’s inbox',
    promise: 'I5',
    file: 'sync-server/inbox/inbox.ts',
    text: '    known.userId === userId &&\n',
    replacement: '',
    killer: {
      file: 'tests/hostile/inbox.test.ts',
      test: 'a token that is none of mine asks for everything, and opens nothing',
    },
  },
  {
    name: 'take reads of a conversation of others',
    promise: 'I5',
    file: 'sync-server/inbox/inbox.ts',
    text: 'chapter >= (mine.get(conversationId) ?? Infinity)',
    replacement: 'chapter >= (mine.get(conversationId) ?? 0)',
    killer: {
      file: 'tests/hostile/inbox.test.ts',
      test: 'reads of a conversation of others are taken for nothing, whether or not it is there',
    },
  },
  {
    name: 'tell a blocker’s presence',
    promise: 'who has blocked somebody is never there for them',
    file: 'sync-server/presence/presence.ts',
    text: 'if (presence !== undefined && !isHidden) watcher',
    replacement: 'if (presence !== undefined) watcher',
    killer: {
      file: 'tests/journeys/presence.test.ts',
      test: 'who has blocked somebody is never there for them, whatever they were before',
    },
  },
  {
    name: 'tell everybody in it that somebody writes',
    promise: 'only who looks at a conversation hears who writes there',
    file: 'sync-server/link/links.ts',
    text: '          if (other.hasOpen(conversationId)) other.signal(',
    replacement: '          other.signal(',
    killer: {
      file: 'tests/journeys/presence.test.ts',
      test: 'that somebody writes is told to who has the conversation open, by the name of who does',
    },
  },
  {
    name: 'add somebody who has blocked one',
    promise: 'a block keeps two people apart',
    file: 'sync-server/directory/groups.ts',
    text: "    .where('person.userId', 'not in', (block) =>\n      block.selectFrom('block').select('block.userId').where('block.blockedId', '=', me),\n    )\n",
    replacement: '',
    killer: {
      file: 'tests/hostile/blocks.test.ts',
      test: 'a group > brings nobody together with whom they have blocked, neither at its beginning nor later',
    },
  },
  {
    name: 'believe any report of delivery',
    promise: 'I8',
    file: 'sync-server/path.ts',
    text: 'Math.min(claimed, lane.logged.get(client) ?? 0)',
    replacement: 'claimed',
    killer: {
      file: 'tests/hostile/frames.test.ts',
      test: 'a report of what has come to rest on a device > claims no more than there is, and nothing of one’s own or of the server',
    },
  },
  {
    name: 'count edits as unread',
    promise: 'unread is exact',
    file: 'sync-server/update-log/sqlite-chapter-reading.ts',
    text: "where message.kind = 'message' and message.content is not null",
    replacement: "where message.kind in ('message', 'edit') and message.content is not null",
    killer: {
      file: 'tests/contract/chapter-reading.test.ts',
      test: 'SqliteUpdateLog > counts messages of others beyond what was read, and nothing else',
    },
  },
  {
    name: 'count deleted messages as unread',
    promise: 'unread is exact',
    file: 'sync-server/update-log/sqlite-chapter-reading.ts',
    text: 'and message.content is not null and not ${isDeleted}`,\n    ),\n    lastMessage',
    replacement: 'and message.content is not null`,\n    ),\n    lastMessage',
    killer: {
      file: 'tests/contract/chapter-reading.test.ts',
      test: 'SqliteUpdateLog > knows a message as deleted whose text was not erased, in whatever order both come',
    },
  },
  {
    name: 'count as unread what was said before joining',
    promise: 'who comes has read what was said before',
    file: 'sync-server/groups/carry-out.ts',
    text: "if (event.kind === 'joined' && readTo !== null) await log",
    replacement: "if (event.kind === 'joined' && readTo === -1) await log",
    killer: {
      file: 'tests/journeys/groups.test.ts',
      test: 'history from joining > and with all of it, it is there and counts as read',
    },
  },
];
