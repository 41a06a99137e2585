// Finding people on the device itself.
import { expect, test } from 'vitest';
import { mintUserId } from '../../../shared/ids.ts';
import { makeKnownPeople, mergeKeptPeople } from './known-people.ts';

const person = (fill: number, name: string, handle: string) => ({
  userId: mintUserId(new Uint8Array(15).fill(fill)),
  name,
  handle,
  picture: null,
});
const me = person(0, 'Ada', 'ada');
const ben = person(1, 'Ben van der Berg', 'bvdb');
const dua = person(2, 'Dua  Ａlí', 'dua');

function open(values = new Map<string, unknown>()) {
  let tell: (key: string) => void = () => undefined;
  let writes = 0;
  const kept = {
    read: (key: string) => values.get(key) ?? null,
    write(key: string, value: unknown) {
      writes++;
      values.set(key, value);
    },
    onChangedElsewhere(listener: (key: string) => void) {
      tell = listener;
      return () => undefined;
    },
  };
  return {
    ...{ people: makeKnownPeople({ kept, me: me.userId }), values },
    ...{ tell: (key: string) => tell(key), writes: () => writes },
  };
}

test('people met are found by the beginning of a word or the handle, also after a restart, and never oneself', () => {
  const { people, values } = open();
  people.meet([me, ben, dua]);
  const later = open(values).people;
  expect(later.find('berg')).toEqual([ben]);
  expect(later.find('@BV')).toEqual([ben]);
  expect(later.find('al')).toEqual([dua]);
  expect(later.find('ada')).toEqual([]);
  expect(later.find('erg')).toEqual([]);
  expect(later.find('d')).toEqual([]);
  expect([later.get(dua.userId), later.get(me.userId)]).toEqual([dua, null]);
});

test('somebody met again under another name has the new one', () => {
  const { people } = open();
  people.meet([ben]);
  people.meet([{ ...ben, name: 'Benno' }]);
  expect(people.find('be')).toEqual([{ ...ben, name: 'Benno' }]);
});

test('somebody met again with another picture has the new one, and who was kept without has none', () => {
  const { picture: _, ...before } = ben;
  const { people } = open(new Map([['people', { people: [before] }]]));
  expect(people.get(ben.userId)?.picture).toBeNull();
  people.meet([{ ...ben, picture: 'a'.repeat(64) }]);
  expect(people.get(ben.userId)?.picture).toBe('a'.repeat(64));
});

test('whom another tab meets, or the disk gives out late, is known beside those met here', () => {
  const { people, values, tell } = open();
  people.meet([ben]);
  values.set('people', mergeKeptPeople('people', { written: values.get('people'), found: { people: [dua] } }));
  tell('people');
  expect([people.get(ben.userId), people.get(dua.userId)]).toEqual([ben, dua]);
  expect(open(values).people.find('dua')).toEqual([dua]);
});

const crowd = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const bytes = new Uint8Array(15);
    new DataView(bytes.buffer).setUint32(0, at + 1);
    return { userId: mintUserId(bytes), name: `Somebody ${at}`, handle: `s${at}`, picture: null };
  });

test('of very many, those met longest ago are forgotten', () => {
  const { people } = open();
  const all = crowd(1_001);
  for (const one of all) people.meet([one]);
  expect(all.slice(0, 2).map(({ userId }) => people.get(userId))).toEqual([null, all[1]]);
});

test('of very many who are met together nobody is forgotten, and they are written down once', () => {
  const { people, writes } = open();
  const all = crowd(1_200);
  people.meet([ben]);
  for (let time = 0; time < 10; time++) people.meet(all);
  expect(all.filter(({ userId }) => people.get(userId) === null)).toEqual([]);
  expect([people.get(ben.userId), writes()]).toEqual([null, 2]);
});
