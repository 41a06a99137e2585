// What the Files screens and the search say of files, in German.
import type { FilesListWords } from './en.ts';

const plural = new Intl.PluralRules('de');
const counted = (count: number, one: string, many: string) =>
  plural.select(count) === 'one' ? `1 ${one}` : `${count.toLocaleString('de')} ${many}`;
const soFar = (hasMore: boolean) => (hasMore ? 'Bisher ' : '');

export const de: FilesListWords = {
  title: 'Dateien',
  titleIn: (place) => `Dateien in ${place}`,
  field: 'Dateien nach Namen suchen',
  placeholder: 'Ein Name, from:',
  kinds: 'Arten von Dateien',
  tabs: { media: 'Bilder und Videos', audio: 'Audio', documents: 'Dokumente', links: 'Links' },
  found: {
    media: (count, hasMore) => `${soFar(hasMore)}${counted(count, 'Bild oder Video', 'Bilder und Videos')}.`,
    audio: (count, hasMore) => `${soFar(hasMore)}${counted(count, 'Aufnahme', 'Aufnahmen')}.`,
    documents: (count, hasMore) => `${soFar(hasMore)}${counted(count, 'Dokument', 'Dokumente')}.`,
    links: (count, hasMore) => `${soFar(hasMore)}${counted(count, 'Link', 'Links')}.`,
  },
  none: {
    media: 'Noch keine Bilder oder Videos',
    audio: 'Noch kein Audio',
    documents: 'Noch keine Dokumente',
    links: 'Noch keine Links',
  },
  noneHint: 'Was in Nachrichten verschickt wird, steht hier.',
  noneFound: 'Nichts heißt so.',
  onlyHere: 'Es gibt keine Verbindung: Gezeigt wird, was dieses Gerät hat. Es kann mehr geben.',
  newer: (count) => `Neuere aus ${counted(count, 'Nachricht', 'Nachrichten')} zeigen`,
  more: 'Ältere zeigen',
  forms: { image: 'Bild', video: 'Video', audio: 'Audiodatei', voice: 'Sprachnachricht', document: 'Dokument' },
  tile: (form, name, sender, date) => `${de.forms[form]}: ${name}, von ${sender}, ${date}`,
  here: 'Auf diesem Gerät',
  toMessage: 'Zur Nachricht',
  toMessageOf: (name) => `Zur Nachricht mit ${name}`,
  allFiles: (query) => `Dateien nach „${query}“ durchsuchen`,
  has: { file: 'Dateien', image: 'Bilder', video: 'Videos', audio: 'Audio', document: 'Dokumente' },
};
