// Where pictures are decoded: beside the page, which ends this when it hangs.
import { blurOf, drawPreview, type Small } from './draw-picture.ts';
import { lookAtPhoto, type SeenPhoto } from './look-at-photo.ts';
import { stripFilm } from './strip-film.ts';
import { answerAsks } from './worker-words.ts';

/** `place`: of a film or a sound, whether it says where it was taken. A frame of a film or a page of a document, drawn elsewhere: it is closed here. */
export type ToLook =
  | { readonly kind: 'photo'; readonly file: Blob; readonly isOriginal: boolean }
  | { readonly kind: 'place'; readonly file: Blob }
  | { readonly kind: 'frame'; readonly frame: ImageBitmap };

export type Looked =
  | ({ readonly kind: 'photo' } & SeenPhoto)
  | { readonly kind: 'place'; readonly file: Blob | null }
  | { readonly kind: 'frame'; readonly blur: string; readonly preview: Small | null };

answerAsks(async (work) => ({ done: await look(work as ToLook) })); // of `open-preparer.ts`

async function look(work: ToLook): Promise<Looked> {
  if (work.kind === 'photo') return { kind: 'photo', ...(await lookAtPhoto(work.file, work.isOriginal)) };
  if (work.kind === 'place') return { kind: 'place', file: await stripFilm(work.file) };
  const { frame } = work;
  const looked = { kind: 'frame' as const, blur: blurOf(frame), preview: await drawPreview(frame) };
  frame.close();
  return looked;
}
