// What somebody has pasted or dropped, as files to send. Pure apart from making a file of another name.

/** What of the browser's `DataTransfer` says what it brings. */
export interface Brought {
  readonly types: readonly string[];
  readonly files: readonly File[];
}

/**
 * The files of what is pasted; none where it is meant as text: office programs put a picture of what was copied beside it.
 * A picture copied from a page has its HTML alone beside it, a file copied from a folder at most its name.
 */
export function pastedFiles({ types, files }: Brought): readonly File[] {
  const isFromOffice = types.includes('text/rtf') || (types.includes('text/html') && types.includes('text/plain'));
  return isFromOffice ? [] : files;
}

/** What browsers call a picture that has no name: a screenshot, or one copied from a page. */
const namelessPicture = /^image\.[a-z0-9]+$/i;

/** The same file with a name that says more than `image.png`. */
export function withName(file: File, nameAt: (time: string) => string): File {
  if (file.name !== '' && !namelessPicture.test(file.name)) return file;
  const { type, lastModified } = file;
  const ending = /\.[a-z0-9]+$/i.exec(file.name)?.[0] ?? '';
  return new File([file], `${nameAt(timeInName(new Date(lastModified)))}${ending}`, { type, lastModified });
}

/** `2026-11-23 09.05.30`: sorts by time, and may be the name of a file everywhere. */
export function timeInName(time: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('.')}`;
}

/** What of a dropped item is used here. */
export interface DroppedItem {
  readonly kind: string;
  getAsFile(): File | null;
  webkitGetAsEntry(): { readonly isDirectory: boolean } | null;
}

/** A folder comes as something that looks like a file and cannot be read. */
export function droppedFiles(items: readonly DroppedItem[]): { files: readonly File[]; hasFolder: boolean } {
  const dropped = items.filter(({ kind }) => kind === 'file');
  const isFolder = (item: DroppedItem) => item.webkitGetAsEntry()?.isDirectory === true;
  const files = dropped.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
  return { files: files.filter((file) => file !== null), hasFolder: dropped.some(isFolder) };
}
