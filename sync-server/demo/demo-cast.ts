// Who is in the demo workspace: plainly made-up people, of several scripts, one with as long a name as a name can be.
// The first owns the workspace and is in most conversations; the last has just come and knows nobody yet.

export interface DemoPerson {
  readonly handle: string;
  readonly name: string;
  /** One line about them on the page of the demo. */
  readonly about: string;
}

export const demoCast = [
  { handle: 'ada', name: 'Ada Example', about: 'Owner of the workspace, in the middle of everything' },
  { handle: 'ben', name: 'Ben Sample', about: 'Design; sends a message from a train' },
  { handle: 'chiara', name: 'Chiara Esempio', about: 'Sales; writes Italian when in a hurry' },
  { handle: 'dora', name: 'Dóra Példa', about: 'Print and production' },
  { handle: 'amal', name: 'أمل مثال', about: 'Customers in the Gulf; writes Arabic and English' },
  { handle: 'taro', name: '例 太郎', about: 'Paper mill in Echizen' },
  { handle: 'olena', name: 'Олена Приклад', about: 'Accounts' },
  { handle: 'dana', name: 'דנה דוגמה', about: 'Photography; asks to be a contact' },
  {
    handle: 'maximiliane',
    name: 'Maximiliane Friederike Musterfrau-von und zu Beispielshausen III',
    about: 'Legal; her name takes all the room there is',
  },
  { handle: 'noor', name: 'नूर उदाहरण', about: 'Shipping; away this week' },
  { handle: 'zoe', name: 'Zoë Voorbeeld', about: 'First day: no conversation yet' },
] as const satisfies readonly DemoPerson[];

export type DemoHandle = (typeof demoCast)[number]['handle'];
