// As what a page may hold a file. A type is the sender's word, and an address that a page makes of a file is of the page's
// own origin: opened by itself, what called itself HTML or SVG would be a page of ours.
const shown = /^(?:image\/(?:png|jpeg|gif|webp|avif)|video\/(?:mp4|webm|quicktime|ogg)|audio\/[a-z0-9.+-]+)$/;

export function pageType(type: string): string {
  return shown.test(type) ? type : 'application/octet-stream';
}
