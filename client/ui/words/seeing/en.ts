// What is said around seeing and hearing files, in English: the shape that the other languages have. It comes with the
// code that shows it.
import type { AttachmentForm } from '../../../../shared/conversation/attachments.ts';
import type { FileKind } from '../../files/file-kind.ts';

const kinds: Record<FileKind, string> = {
  pdf: 'PDF',
  text: 'Text',
  code: 'Code',
  words: 'Document',
  sheet: 'Spreadsheet',
  slides: 'Presentation',
  archive: 'Archive',
  image: 'Image',
  sound: 'Audio',
  film: 'Video',
  file: 'File',
};

const forms: Record<AttachmentForm, string> = {
  image: 'Picture',
  video: 'Video',
  audio: 'Audio',
  voice: 'Voice message',
  document: 'File',
};

export const en = {
  kinds,
  forms,
  showPicture: (name: string) => `Show picture: ${name}`,
  playVideo: (name: string, length: string) => `Play video: ${name}, ${length}`,
  /** `+3` */
  showMore: (sign: string) => `${sign}: show more`,
  missing: 'Not here, and not to be had now. Press to try again.',
  missingShort: 'Not to be had now',
  notShown: 'This picture is too large or too damaged to be shown. It can be downloaded.',
  notShownShort: 'Cannot be shown',
  missingSound: 'This cannot be played now. Check your connection and try again.',
  notPlayable: 'This browser cannot play it. Download it to see it elsewhere.',
  play: 'Play',
  playOf: (form: AttachmentForm, who: string, length: string) => `Play: ${forms[form]}, ${who}, ${length}`,
  pause: 'Pause',
  place: (form: AttachmentForm): string => (form === 'voice' ? 'Place in the voice message' : 'Place in the audio'),
  placeAt: (at: string, whole: string) => `${at} of ${whole}`,
  pace: (pace: number) => `Speed ${pace.toLocaleString('en')}×`,
  paceSign: (pace: number) => `${pace.toLocaleString('en')}×`,
  player: 'Player',
  closePlayer: 'Stop and close',
  playsFrom: (form: AttachmentForm, who: string) => `${who} · ${forms[form]}`,
  toMessage: 'Go to message',
  open: (name: string) => `Open ${name}`,
  openIt: 'Open',
  download: 'Download',
  downloadOf: (name: string) => `Download ${name}`,
  cancelOf: (name: string) => `Do not download ${name}`,
  coming: (received: string, size: string) => `${received} of ${size}`,
  notHad: (name: string) => `${name} cannot be had now. Check your connection and try again.`,
  pages: (count: number) => (count === 1 ? '1 page' : `${count.toLocaleString('en')} pages`),
  imageCopied: 'Picture copied',
  imageNotCopied: 'The browser does not let it be copied.',
  lightbox: 'Pictures and videos',
  lightboxKeys: 'Arrow keys go from one to the next, plus and minus change its size, 0 shows all of it, Escape closes.',
  previous: 'Previous',
  next: 'Next',
  larger: 'Larger',
  smaller: 'Smaller',
  loadingLarge: 'Getting the original',
};

export type SeeingWords = typeof en;
