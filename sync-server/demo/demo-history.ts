// What the people of the demo have said and done, in the order in which it happened. Everything is made up.
// Times are told from the moment of seeding: `day` on an earlier day by the server's clock, `ago` in minutes.
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Command } from '../../shared/protocol/commands.ts';
import type { DemoHandle } from './demo-cast.ts';
import type { DemoFileName } from './demo-files.ts';

/** `group:` and its key, or two handles in the order of the alphabet. */
export type DemoRoom = `group:${string}` | `${DemoHandle}+${DemoHandle}`;

/** What a command of the history may name: people by their handles, groups by their keys. */
export interface DemoIds {
  readonly user: (handle: DemoHandle) => UserId;
  readonly group: (key: string) => ConversationId;
}

export type DemoAct =
  | {
      readonly kind: 'say';
      readonly by: DemoHandle;
      readonly room: DemoRoom;
      readonly text: string;
      readonly files?: readonly DemoFileName[];
      /** By which an edit or a deletion names it. */
      readonly name?: string;
      /** Written that long before it reached the server, as without a network. */
      readonly lateMinutes?: number;
    }
  | { readonly kind: 'edit'; readonly by: DemoHandle; readonly of: string; readonly text: string }
  | { readonly kind: 'delete'; readonly by: DemoHandle; readonly of: string }
  | { readonly kind: 'read'; readonly by: readonly DemoHandle[]; readonly room: DemoRoom }
  | { readonly kind: 'status'; readonly by: DemoHandle; readonly text: string; readonly isBusy?: boolean }
  | { readonly kind: 'command'; readonly by: DemoHandle; readonly command: (ids: DemoIds) => Command };

/** `day`: how many days before today and when. `ago`: how many minutes before now. */
export type DemoTime = { readonly day: number; readonly time: string } | { readonly ago: number };

export type DemoScene = readonly [DemoTime, DemoAct];

const day = (days: number, time: string): DemoTime => ({ day: days, time });
const ago = (minutes: number): DemoTime => ({ ago: minutes });
const say = (
  room: DemoRoom,
  by: DemoHandle,
  text: string,
  more: { name?: string; lateMinutes?: number; files?: readonly DemoFileName[] } = {},
) => ({ kind: 'say', room, by, text, ...more }) as const;
const read = (room: DemoRoom, ...by: DemoHandle[]) => ({ kind: 'read', by, room }) as const;
const act = (by: DemoHandle, command: (ids: DemoIds) => Command) => ({ kind: 'command', by, command }) as const;

const everybody = 'group:everybody';
const catalogue = 'group:catalogue';
const fair = 'group:fair';

const groupsBegin: readonly DemoScene[] = [
  [
    day(5, '08:55'),
    act('ada', ({ user, group }) => ({
      kind: 'create-group',
      conversationId: group('everybody'),
      title: 'Everybody',
      userIds: (['ben', 'chiara', 'dora', 'amal', 'taro', 'olena', 'maximiliane', 'noor'] as const).map(user),
      history: 'all',
    })),
  ],
  [
    day(5, '09:20'),
    act('ada', ({ user, group }) => ({
      kind: 'create-group',
      conversationId: group('catalogue'),
      title: 'Catalogue',
      userIds: (['ben', 'dora', 'taro'] as const).map(user),
      history: 'all',
    })),
  ],
  [
    day(3, '10:00'),
    act('chiara', ({ user, group }) => ({
      kind: 'create-group',
      conversationId: group('fair'),
      title: 'Autumn trade fair in Beispielstadt: stand, travel and samples',
      userIds: (['ada', 'amal', 'maximiliane', 'noor'] as const).map(user),
      history: 'all',
    })),
  ],
];

const everybodyTalks: readonly DemoScene[] = [
  [
    day(5, '09:01'),
    say(everybody, 'ada', 'Good morning all. This is where news for everybody goes; work stays in its own groups.'),
  ],
  [day(5, '09:04'), say(everybody, 'chiara', 'Buongiorno a tutti!')],
  [day(5, '09:06'), say(everybody, 'taro', 'おはようございます。よろしくお願いします。')],
  [day(5, '09:11'), say(everybody, 'amal', 'صباح الخير جميعاً')],
  [day(5, '09:12'), say(everybody, 'olena', 'Доброго ранку! Expense claims for September are due on Friday, please.')],
  [
    day(4, '16:40'),
    say(everybody, 'noor', 'I am away until Monday. Boxes that must go out before then: tell Dóra today.'),
  ],
  [day(4, '16:41'), say(everybody, 'dora', 'Rendben, I take them.')],
  [
    day(2, '12:05'),
    say(
      everybody,
      'maximiliane',
      'Please do not sign the new supplier contract before I have read annex B. Annex A is fine.',
    ),
  ],
  [day(2, '12:07'), say(everybody, 'ada', 'Understood. Nobody signs anything.')],
  [day(1, '15:30'), say(everybody, 'ben', 'Cake in the kitchen. It is a rectangle, because I am a designer.')],
  [day(1, '15:31'), say(everybody, 'chiara', 'On my way 🍰')],
  [ago(95), read(everybody, 'ada', 'ben', 'chiara', 'dora', 'amal', 'taro', 'olena', 'maximiliane')],
  [ago(58), say(everybody, 'olena', 'Two claims are still missing. I name no names, but one of you designs things.')],
  [ago(57), say(everybody, 'ben', 'Sorry! Today, promised.')],
];

const catalogueTalks: readonly DemoScene[] = [
  [
    day(5, '09:24'),
    say(
      catalogue,
      'ada',
      'The spring catalogue goes to print in four weeks. Ben draws, Dóra prints, Taro has the paper.',
    ),
  ],
  [day(5, '09:31'), say(catalogue, 'ben', 'First page plan by Wednesday: 48 pages, cover on the heavy stock.')],
  [day(5, '09:40'), say(catalogue, 'dora', '48 is three sheets of 16, so no waste. Good.')],
  [
    day(4, '11:15'),
    say(catalogue, 'taro', '紙の見本を送りました。 Samples of three papers are on their way: 90, 120 and 170 g/m².'),
  ],
  [
    day(4, '11:20'),
    say(catalogue, 'dora', 'For the inside I would take 120. With 90 one sees the next page through it.'),
  ],
  [
    day(3, '14:02'),
    say(catalogue, 'ben', 'Page plan v1:\n1–8   who we are\n9–30  products\n31–44 stories\n45–48 order form'),
  ],
  [
    day(3, '14:20'),
    say(catalogue, 'ada', 'I would swap stories and products. People look at pictures first.', { name: 'swap' }),
  ],
  [
    day(3, '14:21'),
    {
      kind: 'edit',
      by: 'ada',
      of: 'swap',
      text: 'I would put two stories before the products. People look at pictures first.',
    },
  ],
  [day(3, '14:25'), say(catalogue, 'ben', 'That is my lunch order, not the page plan, sorry', { name: 'lunch' })],
  [day(3, '14:26'), { kind: 'delete', by: 'ben', of: 'lunch' }],
  [
    day(3, '16:10'),
    say(catalogue, 'taro', '見積書です。 Our quotation: 120 for the inside, 170 for the cover.', {
      files: ['quotation'],
    }),
  ],
  [
    day(2, '09:30'),
    act('ada', ({ group }) => ({
      kind: 'rename-group',
      conversationId: group('catalogue'),
      title: 'Spring catalogue',
    })),
  ],
  [
    day(2, '09:31'),
    act('ada', ({ user, group }) => ({
      kind: 'add-members',
      conversationId: group('catalogue'),
      userIds: [user('chiara'), user('olena')],
    })),
  ],
  [
    day(2, '09:32'),
    act('ada', ({ user, group }) => ({
      kind: 'set-role',
      conversationId: group('catalogue'),
      userId: user('ben'),
      role: 'admin',
    })),
  ],
  [
    day(2, '09:40'),
    say(catalogue, 'chiara', 'Ciao! My customers ask for prices on the same page as the picture. Can we?'),
  ],
  [day(2, '09:52'), say(catalogue, 'ben', 'Small, at the foot of the page: yes. In a red star: over my dead body.')],
  [
    day(2, '10:10'),
    say(catalogue, 'olena', 'Budget: 6,400 for print, 1,100 for paper. Every extra sheet of 16 pages costs 780.'),
  ],
  [
    day(1, '09:05'),
    act('ada', ({ user, group }) => ({
      kind: 'remove-member',
      conversationId: group('catalogue'),
      userId: user('olena'),
    })),
  ],
  [day(1, '09:06'), say(catalogue, 'ada', 'Olena has her figures and asked for one group less.')],
  [
    day(1, '10:30'),
    say(
      catalogue,
      'dora',
      'The paper arrived: https://example.test/samples/echizen-120 — it is beautiful. Warm white, and it does not shine.',
    ),
  ],
  [day(1, '10:33'), say(catalogue, 'taro', 'ありがとうございます！')],
  [day(1, '10:34'), read(catalogue, 'ada', 'ben', 'chiara', 'dora', 'taro')],
  [
    ago(75),
    say(
      catalogue,
      'ben',
      'Cover, second try: the harbour at six in the morning. The title comes in one line, no more.',
      {
        files: ['harbour'],
      },
    ),
  ],
  [
    ago(70),
    say(catalogue, 'dora', 'Much better. The blue will come out darker on this paper; I print a proof this afternoon.'),
  ],
  [ago(66), say(catalogue, 'ada', 'I like it. What does it look like from across the room?')],
  [
    ago(40),
    say(catalogue, 'ben', 'Like the sea, I hope. I wrote this in the tunnel before Musterburg, so it may come late.', {
      lateMinutes: 24,
    }),
  ],
  [ago(31), say(catalogue, 'chiara', 'From across the room it looks like money 😄')],
  [
    ago(12),
    say(catalogue, 'dora', 'Proof is on the table in the hall. Look at it by daylight, please, not under the lamp.'),
  ],
  [ago(11), read(catalogue, 'ben')],
];

const fairTalks: readonly DemoScene[] = [
  [day(3, '10:04'), say(fair, 'chiara', 'Stand 12 in hall 3 is ours. Four metres by three, one table, one wall.')],
  [day(3, '10:20'), say(fair, 'amal', 'I bring the samples from Dubai, two cases. شكراً')],
  [
    day(3, '10:45'),
    say(fair, 'maximiliane', 'The contract with the organisers has a clause about open flames. No candles.'),
  ],
  [day(3, '10:46'), say(fair, 'chiara', 'Peccato. No candles.')],
  [day(2, '17:15'), say(fair, 'ada', 'I come on the second day and stay for the evening.')],
  [
    day(1, '11:00'),
    act('chiara', ({ user, group }) => ({
      kind: 'add-members',
      conversationId: group('fair'),
      userIds: [user('dana')],
    })),
  ],
  [day(1, '11:10'), say(fair, 'dana', 'I take photographs on the first day, both halls. שלום!')],
  [
    day(1, '11:14'),
    say(fair, 'dana', 'Three posters after my photographs, for the wall. Which one comes into the middle?', {
      files: ['dunes', 'pass', 'oranges'],
    }),
  ],
  [day(1, '11:18'), say(fair, 'amal', 'The dunes. I am not neutral.')],
  [
    day(1, '11:25'),
    say(fair, 'chiara', 'And so that nobody is startled: this is how they open the hall, every day at nine.'),
  ],
  [day(1, '11:26'), say(fair, 'chiara', '', { files: ['chime'] })],
  [day(1, '11:40'), read(fair, 'ada', 'amal', 'maximiliane', 'chiara')],
  [ago(150), say(fair, 'amal', 'Flights are booked: I arrive on Tuesday at 14:35, terminal 2.')],
  [ago(148), say(fair, 'chiara', 'I fetch you.')],
  [
    ago(20),
    say(
      fair,
      'maximiliane',
      'Insurance for the samples is signed. The value must be declared at customs, so please send me the list with prices.',
    ),
  ],
  [ago(16), say(fair, 'amal', 'Here it is, both cases.', { files: ['prices'] })],
];

const directTalks: readonly DemoScene[] = [
  [day(4, '09:00'), say('ada+ben', 'ada', 'Do you have ten minutes for the cover?')],
  [day(4, '09:02'), say('ada+ben', 'ben', 'For covers always.')],
  [day(4, '09:03'), say('ada+ben', 'ada', 'In the small room at ten, then.')],
  [
    day(1, '17:00'),
    say('ada+ben', 'ben', 'The harbour picture is by Dana. She gives it to us for the fair if we name her.'),
  ],
  [day(1, '17:02'), say('ada+ben', 'ada', 'Of course we name her. Inside the cover, first line.')],
  [ago(64), say('ada+ben', 'ben', 'One more thing: can I leave at four today?')],
  [ago(62), say('ada+ben', 'ada', 'Yes. Who has the cake knife, by the way?')],
  [ago(61), say('ada+ben', 'ben', 'No idea what you mean.')],
  [ago(60), read('ada+ben', 'ada')],

  [
    day(4, '13:10'),
    say('ada+amal', 'amal', 'The customer in Muscat wants 300 copies, if the Arabic part is at the front.'),
  ],
  [day(4, '13:30'), say('ada+amal', 'ada', 'Then we bind it from the right. Can you write the first page?')],
  [day(4, '13:34'), say('ada+amal', 'amal', 'نعم، بكل سرور. سأرسل النص الأول يوم الخميس، ثم نراجعه معاً قبل الطباعة.')],
  [day(1, '14:00'), say('ada+amal', 'ada', 'Thank you! It reads well, says everybody who can read it.')],
  [ago(35), say('ada+amal', 'amal', 'وصلت الملاحظات، شكراً جزيلاً.')],
  [ago(34), say('ada+amal', 'amal', 'One question about page 3: is it 24 or 42 metres? The customer would prefer 42.')],

  [
    day(3, '08:30'),
    say(
      'ada+olena',
      'olena',
      'The invoice of the printers, number 2041, is paid twice. I have asked for one of them back.',
    ),
  ],
  [day(3, '08:45'), say('ada+olena', 'ada', 'Good that you look.')],
  [day(2, '16:20'), say('ada+olena', 'olena', 'Повернули. The money is back.')],
  [day(2, '16:25'), read('ada+olena', 'ada')],

  [
    day(2, '11:40'),
    say(
      'ada+maximiliane',
      'maximiliane',
      'Annex B, paragraph 4: “The supplier may at any time and without notice change the quality, the quantity, the price and the place of delivery, and the customer agrees to each of these changes beforehand and for all time.” I would not.',
    ),
  ],
  [day(2, '11:52'), say('ada+maximiliane', 'ada', 'Nor would I.')],
  [day(2, '11:53'), say('ada+maximiliane', 'maximiliane', 'I write to them.')],
  [day(2, '11:54'), read('ada+maximiliane', 'ada')],

  [day(1, '09:50'), say('ada+taro', 'taro', '次の出荷は金曜日です。 The next shipment leaves on Friday.')],
  [day(1, '10:02'), say('ada+taro', 'ada', 'Thank you, Taro-san. ありがとうございます。')],

  [day(4, '16:44'), say('ada+noor', 'ada', 'Have a good rest! Who has the key to the cold store?')],

  [day(1, '10:40'), say('ben+dora', 'dora', 'Which blue do you mean? In the file there are two.')],
  [day(1, '10:41'), say('ben+dora', 'ben', 'The darker one. The other is a leftover; I take it out.')],
  [ago(10), say('ben+dora', 'dora', 'Come and look at the proof, before the sun is gone.')],

  [day(2, '18:00'), say('amal+chiara', 'chiara', 'Do you need a visa for Tuesday?')],
  [day(2, '18:20'), say('amal+chiara', 'amal', 'I have one until March, grazie!')],
];

const aroundThem: readonly DemoScene[] = [
  [day(4, '16:39'), { kind: 'status', by: 'noor', text: 'Away until Monday' }],
  [ago(120), { kind: 'status', by: 'maximiliane', text: 'Reading contracts', isBusy: true }],
  [
    day(3, '09:00'),
    act('ada', ({ user }) => ({ kind: 'request-contact', userId: user('ben'), text: 'Let us be contacts.' })),
  ],
  [day(3, '09:01'), act('ben', ({ user }) => ({ kind: 'accept-contact', userId: user('ada') }))],
  [
    day(1, '11:30'),
    act('dana', ({ user }) => ({
      kind: 'request-contact',
      userId: user('ada'),
      text: 'Hello Ada, it is about the name inside the cover. דנה',
    })),
  ],
  [
    day(1, '12:00'),
    act('ada', ({ user }) => ({
      kind: 'request-contact',
      userId: user('amal'),
      text: 'So that we find each other quickly.',
    })),
  ],
];

/** All of it, each part in its own order. */
export const demoHistory: readonly DemoScene[] = [
  ...groupsBegin,
  ...everybodyTalks,
  ...catalogueTalks,
  ...fairTalks,
  ...directTalks,
  ...aroundThem,
];
