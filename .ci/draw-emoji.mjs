// Makes what the emoji picker searches out of what Unicode publishes. Run by hand when there are new emoji:
// `node .ci/draw-emoji.mjs FOLDER`, where FOLDER/node_modules holds emojibase-data, cldr-annotations-full and
// cldr-annotations-derived-full. They are 110 MB and change once a year, so their essence is committed instead.
// Promises: the same packages make the same files. `client/ui/emoji/emoji-set.ts` says what a line is.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tones, withTone } from '../client/ui/emoji/skin-tones.ts';

const packages = join(process.argv[2] ?? '.', 'node_modules');
const target = join(import.meta.dirname, '../client/ui/emoji/lists');

/** Later ones are empty squares on many devices that are in use. */
const newest = 15.1;
/** Parts of others: hair and skin. */
const component = 2;

const english = readPackage('emojibase-data/en/data.json');
const german = new Map(readPackage('emojibase-data/de/data.json').map((entry) => [entry.hexcode, entry]));
const arabic = {
  ...readPackage('cldr-annotations-derived-full/annotationsDerived/ar/annotations.json').annotationsDerived.annotations,
  ...readPackage('cldr-annotations-full/annotations/ar/annotations.json').annotations.annotations,
};
const shortcodes = ['github', 'emojibase'].map((name) => readPackage(`emojibase-data/en/shortcodes/${name}.json`));

const shown = english
  .filter((entry) => isShown(entry) && entry.group !== undefined && entry.group !== component)
  .sort((one, other) => one.order - other.order);

const namesOf = nameAll();

write('emoji', shown.map(lineOf));
write(
  'en',
  shown.map(({ label, tags }) => wordsOf(label, tags)),
);
write(
  'de',
  shown.map(({ hexcode }) => wordsOf(german.get(hexcode)?.label, german.get(hexcode)?.tags)),
);
write(
  'ar',
  shown.map(({ emoji }) => wordsOfAnnotation(arabic[emoji] ?? arabic[emoji.replaceAll('\ufe0f', '')])),
);

function lineOf({ emoji, group, hexcode, skins }) {
  const own = wellFormed(emoji);
  const known = new Set((skins ?? []).filter(isShown).map((skin) => skin.emoji));
  const hasTones = tones.slice(1).every((tone) => known.has(withTone(own, tone)));
  const names = namesOf.get(hexcode) ?? [];
  return [own, group, hasTones ? 't' : '-', ...names].join(' ');
}

/** One shortcode means one emoji: what GitHub calls so comes first. */
function nameAll() {
  const taken = new Set();
  const names = new Map(shown.map(({ hexcode }) => [hexcode, []]));
  for (const set of shortcodes) {
    for (const { hexcode } of shown) {
      const free = [set[hexcode] ?? []].flat().filter((name) => !taken.has(name));
      for (const name of free) taken.add(name);
      names.get(hexcode).push(...free);
    }
  }
  return names;
}

function isShown({ version }) {
  return version <= newest;
}

/** What is a picture by itself has no sign that makes it one: two ways to write one emoji would be two reactions. */
function wellFormed(emoji) {
  return emoji.replace(/(\p{Emoji_Presentation})\ufe0f/gu, '$1');
}

function wordsOf(label = '', tags = []) {
  return [...new Set([label, ...tags])].join('|');
}

function wordsOfAnnotation(annotation) {
  return wordsOf(annotation?.tts?.[0], annotation?.default);
}

function readPackage(path) {
  return JSON.parse(readFileSync(join(packages, path), 'utf8'));
}

function write(name, lines) {
  writeFileSync(join(target, `${name}.json`), `${JSON.stringify(lines, null, 2)}\n`);
  console.log(`${name}: ${lines.length} lines, ${lines.filter((line) => line === '').length} empty`);
}
