// What is said around documents that are read here, in German.
import type { ViewerWords } from './en.ts';

export const de: ViewerWords = {
  pages: 'Seiten des Dokuments',
  page: (page, of) => `Seite ${page} von ${of}`,
  zoomIn: 'Größer',
  zoomOut: 'Kleiner',
  zoomFit: 'So breit wie Platz ist',
  opening: 'Das Dokument wird geöffnet …',
  locked: 'Dieses Dokument ist mit einem Passwort geschützt. Laden Sie es herunter, um es anderswo zu öffnen.',
  broken: 'Dieses Dokument lässt sich hier nicht zeigen. Laden Sie es herunter, um es anderswo zu öffnen.',
  pageBroken: 'Diese Seite lässt sich nicht zeigen.',
  text: 'Text der Datei',
  unreadable:
    'Diese Datei lässt sich auf diesem Gerät gerade nicht lesen. Versuchen Sie es noch einmal, oder laden Sie sie neu herunter.',
  noText: 'In dieser Datei steht nichts.',
  beginning: (shown) => `Das ist der Anfang der Datei, ${shown} davon. Laden Sie sie herunter, um alles zu lesen.`,
};
