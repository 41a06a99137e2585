// How large files may be, as somebody writes it down: a file in MB, all files of a person or of everybody in GB. Pure.
import type { FileSettings } from '../../../shared/protocol/account-api.ts';

const limitForms = ['image', 'video', 'audio', 'voice', 'document'] as const;
export const limitFields = [...limitForms, 'quota', 'workspace'] as const;
export type LimitField = (typeof limitFields)[number];
export type WrittenLimits = Readonly<Record<LimitField, string>>;

const mbOfGb = 1_024;

/** What the server takes, in the unit of the field. */
export const mostOf: Record<LimitField, number> = {
  ...{ image: 4_096, video: 4_096, audio: 4_096, voice: 4_096, document: 4_096 },
  ...{ quota: 900_000, workspace: 900_000 },
};

export function writeLimits({ maxFileMb, quotaMb, workspaceMb }: FileSettings): WrittenLimits {
  const { image, video, audio, voice, document } = maxFileMb;
  return {
    ...{ image: String(image), video: String(video), audio: String(audio) },
    ...{ voice: String(voice), document: String(document) },
    ...{ quota: writeGb(quotaMb), workspace: writeGb(workspaceMb) },
  };
}

/** Null where one of them is none. */
export function readLimits(written: WrittenLimits): FileSettings | null {
  if (badLimitsIn(written).length > 0) return null;
  const read = (field: LimitField) => readNumber(field, written[field]) ?? 0;
  const [image, video, audio] = [read('image'), read('video'), read('audio')];
  const [quotaMb, workspaceMb] = [read('quota'), read('workspace')].map((gb) => Math.round(gb * mbOfGb));
  return {
    maxFileMb: { image, video, audio, voice: read('voice'), document: read('document') },
    ...{ quotaMb: quotaMb ?? 0, workspaceMb: workspaceMb ?? 0 },
  };
}

export function badLimitsIn(written: WrittenLimits): readonly LimitField[] {
  return limitFields.filter((field) => readNumber(field, written[field]) === null);
}

/** Parts of a GB may be written with a point or a comma; a MB has none. */
function readNumber(field: LimitField, text: string): number | null {
  const isGb = field === 'quota' || field === 'workspace';
  const shape = isGb ? /^\d{1,7}(?:[.,]\d{1,4})?$/ : /^\d{1,7}$/;
  const number = shape.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN;
  return number <= mostOf[field] ? number : null;
}

function writeGb(mb: number): string {
  return String(Math.round((mb / mbOfGb) * 10_000) / 10_000);
}
