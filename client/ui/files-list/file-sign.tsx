// The sign of a file, by what it is.
import File from 'lucide-solid/icons/file';
import FileArchive from 'lucide-solid/icons/file-archive';
import FileCode from 'lucide-solid/icons/file-code';
import FileSpreadsheet from 'lucide-solid/icons/file-spreadsheet';
import FileText from 'lucide-solid/icons/file-text';
import Image from 'lucide-solid/icons/image';
import Mic from 'lucide-solid/icons/mic';
import Music from 'lucide-solid/icons/music';
import Presentation from 'lucide-solid/icons/presentation';
import Video from 'lucide-solid/icons/video';
import { Dynamic } from 'solid-js/web';
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import { kindOfFile } from '../files/file-kind.ts';

const byForm = { image: Image, video: Video, audio: Music, voice: Mic } as const;
const byKind = {
  ...{ pdf: FileText, text: FileText, words: FileText, code: FileCode, sheet: FileSpreadsheet, slides: Presentation },
  ...{ archive: FileArchive, image: Image, sound: Music, film: Video, file: File },
} as const;

export function FileSign(props: { attachment: Attachment; size: number }) {
  const sign = () => {
    const { attachment } = props;
    return attachment.form === 'document' ? byKind[kindOfFile(attachment)] : byForm[attachment.form];
  };
  return <Dynamic component={sign()} size={props.size} aria-hidden="true" />;
}
