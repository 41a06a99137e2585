// The sign of a file, by what it is.
import File from 'lucide-solid/icons/file';
import FileArchive from 'lucide-solid/icons/file-archive';
import FileCode from 'lucide-solid/icons/file-code';
import FileImage from 'lucide-solid/icons/image';
import FileSpreadsheet from 'lucide-solid/icons/file-spreadsheet';
import FileText from 'lucide-solid/icons/file-text';
import Mic from 'lucide-solid/icons/mic';
import Music from 'lucide-solid/icons/music';
import Video from 'lucide-solid/icons/video';
import { Dynamic } from 'solid-js/web';
import type { Attachment } from '../../../shared/conversation/attachments.ts';

const byForm = { image: FileImage, video: Video, audio: Music, voice: Mic } as const;
const byType = [
  [/pdf|msword|wordprocessing|opendocument\.text|rtf/, FileText],
  [/excel|spreadsheet|csv/, FileSpreadsheet],
  [/zip|compressed|tar|rar|7z/, FileArchive],
  [/json|xml|javascript|typescript|x-sh|html/, FileCode],
  [/^text\//, FileText],
] as const;

export function FileSign(props: { attachment: Pick<Attachment, 'form' | 'type'>; size: number }) {
  const sign = () => {
    const { form, type } = props.attachment;
    return form === 'document' ? (byType.find(([pattern]) => pattern.test(type))?.[1] ?? File) : byForm[form];
  };
  return <Dynamic component={sign()} size={props.size} aria-hidden="true" />;
}
