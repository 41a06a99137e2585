// What is said around documents that are read here, in English: the shape that the other languages have.
export const en = {
  pages: 'Pages of the document',
  page: (page: number, of: number) => `Page ${page} of ${of}`,
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  zoomFit: 'As broad as there is room',
  opening: 'Opening the document…',
  locked: 'This document is locked with a password. Download it to open it elsewhere.',
  broken: 'This document cannot be shown here. Download it to open it elsewhere.',
  pageBroken: 'This page cannot be shown.',
  text: 'Text of the file',
  unreadable: 'This file cannot be read on this device just now. Try again, or download it anew.',
  noText: 'There is nothing in this file.',
  beginning: (shown: string) => `This is the beginning of the file, ${shown} of it. Download it to read all of it.`,
};

export type ViewerWords = typeof en;
