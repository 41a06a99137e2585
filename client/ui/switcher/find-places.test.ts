import { describe, expect, it } from 'vitest';
import { findPlaces } from './find-places.ts';

const places = [
  { names: ['Spring catalogue'] },
  { names: ['Dóra Példa', 'dora'] },
  { names: ['Ada Example', 'ada'] },
  { names: ['Олена Приклад', 'olena'] },
  { names: ['أَمَل مثال', 'amal'] },
  { names: ['Example & Sample'] },
];
const found = (query: string) => findPlaces(query, places).map(({ names }) => names[0]);

describe('what is meant by a few letters', () => {
  it('shows everything in its order when nothing is asked', () => {
    expect(found('  ')).toEqual(places.map(({ names }) => names[0]));
  });

  it.each([
    ['DORA', ['Dóra Példa']],
    ['példa', ['Dóra Példa']],
    ['pelda do', ['Dóra Példa']],
    ['олен', ['Олена Приклад']],
    ['امل', ['أَمَل مثال']],
    ['أمل', ['أَمَل مثال']],
    ['@ada', ['Ada Example']],
    ['nobody', []],
  ])('finds by %s', (query, names) => {
    expect(found(query)).toEqual(names);
  });

  it('puts a name that begins so before one that holds it, and keeps the order among equals', () => {
    expect(found('example')).toEqual(['Example & Sample', 'Ada Example']);
    expect(found('a')).toEqual(['Ada Example', ...found('a').slice(1)]);
    expect(found('пр')).toEqual(['Олена Приклад']);
  });

  it('finds by letters with a slip what nothing else is named by', () => {
    expect(found('sprign')).toEqual(['Spring catalogue']);
    expect(found('catlaogue sprnig')).toEqual(['Spring catalogue']);
    expect(found('exampel')).toEqual(['Ada Example', 'Example & Sample']);
    expect(found('sampl')).toEqual(['Example & Sample']);
  });

  it('puts what is pinned before its equals, and behind what is named so from its beginning', () => {
    const pinned = places.map((place) => ({ ...place, isPinned: place.names.includes('amal') }));
    const foundPinned = (query: string) => findPlaces(query, pinned).map(({ names }) => names[0]);
    expect(foundPinned('a')).toEqual(['أَمَل مثال', 'Ada Example', ...foundPinned('a').slice(2)]);
    expect(foundPinned('spr')).toEqual(['Spring catalogue']);
    expect(foundPinned('example')).toEqual(['Example & Sample', 'Ada Example']);
  });
});
