// The budget of what a browser must load before the first screen: the entry and all that it imports at once.
// Chunks that load later are not counted. Lower the limit when the measure falls.
// The long timeline took 8 KB: chapters, the rows near the view, the inbox, read vectors. Screens with an address of their
// own load later; a page whose chunks an update took away reloads once. The other dialogs are less than 1 KB together.
// Languages took 2.3 KB: the choice, its store, and what stands in. Settings took 2.5 KB: their English words and what the
// server answers. People, presence and requests took 6 KB. Following each person alone, the way back and marked rows took
// 0.7 KB. Giving the focus back, and the words of roles that are asked about, took 0.5 KB. What is done to messages took
// 3.2 KB: its events, reactions, rules, forwarding and what is saved. What one sees and presses of it took 21 KB: marked
// text in rows and in the list, the composer's answers, mentions and keys, the menu of a row, quotes, pins, what goes
// later, receipts and sounds; its dialogs, pickers, grammars and emoji load when they are asked for.
// Lists of thousands took 3.7 KB: rows near the view, pins, mutes, the archive and what calls. Searching took 3 KB: the way
// to the index, the bar's keys, the field at the head of the list; its screens and the index itself load later.
// Notices took 0.7 KB: their English words and what is chosen. Files took 16 KB: what is kept, waits and goes without a
// screen, the rows' grids by their proportions, the ways in, and their words in lists and notices; what looks into files, the
// tray, players, the large view, the viewer and the lists of files load when they are first needed.
import { readFileSync } from 'node:fs';

const built = 'dist/client';
const chunks = JSON.parse(readFileSync(`${built}/.vite/manifest.json`, 'utf8'));

export default [
  {
    name: 'JavaScript before the first screen',
    path: [...initialFiles(Object.keys(chunks).filter((name) => chunks[name].isEntry))],
    limit: '194 KB',
    gzip: true,
  },
];

function initialFiles(names, files = new Set()) {
  for (const name of names) {
    const file = `${built}/${chunks[name].file}`;
    if (files.has(file)) continue;
    files.add(file);
    initialFiles(chunks[name].imports ?? [], files);
  }
  return files;
}
