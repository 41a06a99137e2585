// Whom a push tells of what, and where pushes may go: broken one by one.
import type { Mutant } from './mutant.ts';

const journey = 'tests/journeys/pushes.test.ts';
const addresses = 'sync-server/notify/push-address.test.ts';
const services = 'tests/hostile/push-services.test.ts';
const whereTold = 'client/ui/notices/where-told.test.ts';
const composed = 'client/engine/notices/compose-notice.test.ts';

export const pushMutants: readonly Mutant[] = [
  {
    name: 'push to a device while its person sits before another',
    promise: 'whoever sits before one device is told on no other',
    file: 'sync-server/notify/pushes.ts',
    text: ' && !isLooking(userId);',
    replacement: ';',
    killer: { file: journey, test: 'nobody is told > while somebody sits before another device of theirs' },
  },
  {
    name: 'take a closed device for one that somebody sits before',
    promise: 'what comes while nobody sits before a device rings somewhere',
    file: 'sync-server/presence/presence.ts',
    text: 'isActive && !this.#unseen.has(watcher)',
    replacement: 'isActive',
    killer: {
      file: journey,
      test: 'a push > comes as soon as the device before which they sat is closed',
    },
  },
  {
    name: 'put what was said into every push',
    promise: 'what a message says leaves the server only where its reader has chosen so',
    file: 'sync-server/notify/pushes.ts',
    text: 'if (!showsContent || writer === undefined)',
    replacement: 'if (writer === undefined)',
    killer: { file: journey, test: 'a push > tells a closed device of a message, and nothing of what it says' },
  },
  {
    name: 'tell those who have blocked the writer',
    promise: 'whoever is blocked rings nowhere',
    file: 'sync-server/notify/pushes.ts',
    text: 'if (blockers.has(userId) || ',
    replacement: 'if (',
    killer: {
      file: journey,
      test: 'nobody is told > who has blocked its writer, also where they are in a group together',
    },
  },
  {
    name: 'leave a browser to whoever was signed in before',
    promise: 'a device is told what is for whoever is signed in there',
    file: 'sync-server/directory/push-rows.ts',
    text: "where('endpoint', '=', endpoint), where('deviceId', '=', deviceId)",
    replacement: "where('deviceId', '=', deviceId)",
    killer: { file: journey, test: 'nobody is told > who sat before this browser under another account' },
  },
  {
    name: 'put away what is unread still',
    promise: 'a notification stays until all is read',
    file: 'sync-server/core.ts',
    text: '        if (log.standing({ conversationId, chapter }, userId).unread > 0) continue;\n',
    replacement: '',
    killer: { file: journey, test: 'what was told > stays where something is unread still' },
  },
  {
    name: 'connect to whatever a name leads to',
    promise: 'the server is no way into the network that it stands in',
    file: 'sync-server/notify/push-address.ts',
    text: 'if (first === undefined || !addresses.every(({ address }) => isReachableByAll(address))) {',
    replacement: 'if (first === undefined) {',
    killer: { file: addresses, test: 'a name that leads into a closed network is not connected to' },
  },
  {
    name: 'push to addresses of this machine',
    promise: 'the server is no way into the network that it stands in',
    file: 'sync-server/notify/send-push.ts',
    text: "    if (!isPushAddress(to.endpoint, options.mayBeLocal)) return 'gone';\n",
    replacement: '',
    killer: {
      file: services,
      test: 'what is kept of an address in this machine is not connected to, unless the operator wants it',
    },
  },
  {
    name: 'show a notice to whoever wants no disturbance',
    promise: 'a person is told of nothing while they do not want to be disturbed',
    file: 'client/ui/notices/where-told.ts',
    text: "presence === 'do-not-disturb' || ",
    replacement: '',
    killer: {
      file: whereTold,
      test: 'nothing is told where it is off, while one is not to be disturbed, or in quiet hours',
    },
  },
  {
    name: 'count a message that is told twice',
    promise: 'one message is one notice, whoever tells of it first',
    file: 'client/engine/notices/compose-notice.ts',
    text: 'shown !== null && shown.at >= told.at',
    replacement: 'shown !== null && shown.at > told.at',
    killer: { file: composed, test: 'a message that comes by a push and through an open page counts once' },
  },
];
