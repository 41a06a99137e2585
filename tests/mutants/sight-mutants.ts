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
    file: 'sync-server/core.ts',
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
    file: 'sync-server/core.ts',
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
    text: '  if (comers.length > 0) await log.countAsRead(conversationId, comers);\n',
    replacement: '',
    killer: {
      file: 'tests/journeys/groups.test.ts',
      test: 'history from joining > and with all of it, it is there and counts as read',
    },
  },
  {
    name: 'open again to a leaver what was on its way',
    promise: 'I5',
    file: 'sync-server/link/link.ts',
    text: "      if (isOfIt(document) && said === 'nothing') this.#attaching.set(document, 'again');\n",
    replacement: "      if (isOfIt(document) && said === 'nothing') this.#attaching.set(document, 'nothing');\n",
    killer: {
      file: 'tests/hostile/taken-out.test.ts',
      test: 'somebody who is taken out while a document is being opened for them is not shown it',
    },
  },
  {
    name: 'say for anybody that they write',
    promise: 'who is in no conversation says nothing there',
    file: 'sync-server/link/links.ts',
    text: '      if (!(await options.mayWrite(userId, conversationId))) return;\n',
    replacement: '',
    killer: {
      file: 'tests/journeys/presence.test.ts',
      test: 'that somebody writes is told to who has the conversation open, by the name of who does',
    },
  },
  {
    name: 'tell everybody who has read what',
    promise: 'only a writer hears who has read them',
    file: 'sync-server/path.ts',
    text: 'const own = news.filter(({ client }) => lane.ownerOf(client) === channel.userId);',
    replacement: 'const own = news;',
    killer: {
      file: 'tests/journeys/inbox.test.ts',
      test: 'news > of what was read are told to the other devices of the reader alone, and the writer learns it',
    },
  },
  {
    name: 'send back what came from this socket',
    promise: 'an update never comes back to the socket that sent it',
    file: 'sync-server/fan-out/fan-out.ts',
    text: 'const others = senders.has(connection) ? withoutOwn(logged, connection) : logged;',
    replacement: 'const others = logged;',
    killer: {
      file: 'tests/journeys/first-message.test.ts',
      test: 'two people in a direct conversation > a message arrives once, is acknowledged, and stands after a restart',
    },
  },
  {
    name: 'show a group’s picture to everybody',
    promise: 'I5',
    file: 'sync-server/directory/pictures.ts',
    text: "                .where('member.userId', '=', asking),\n",
    replacement: '',
    killer: {
      file: 'tests/journeys/pictures.test.ts',
      test: "the picture of a group > is nobody else's: a group that one is not in looks like none",
    },
  },
];
