// What the Files screens and the search say of files, in Arabic.
import type { FilesListWords } from './en.ts';

const number = (count: number) => count.toLocaleString('ar');
const soFar = (hasMore: boolean) => (hasMore ? 'حتى الآن، ' : '');

export const ar: FilesListWords = {
  title: 'الملفات',
  titleIn: (place) => `الملفات في ${place}`,
  field: 'البحث عن الملفات بالاسم',
  placeholder: 'اسم أو from:',
  kinds: 'أنواع الملفات',
  tabs: { media: 'الصور والفيديو', audio: 'الصوت', documents: 'المستندات', links: 'الروابط' },
  found: {
    media: (count, hasMore) => `${soFar(hasMore)}عدد الصور ومقاطع الفيديو: ${number(count)}.`,
    audio: (count, hasMore) => `${soFar(hasMore)}عدد التسجيلات: ${number(count)}.`,
    documents: (count, hasMore) => `${soFar(hasMore)}عدد المستندات: ${number(count)}.`,
    links: (count, hasMore) => `${soFar(hasMore)}عدد الروابط: ${number(count)}.`,
  },
  none: {
    media: 'لا صور ولا مقاطع فيديو بعد',
    audio: 'لا ملفات صوتية بعد',
    documents: 'لا مستندات بعد',
    links: 'لا روابط بعد',
  },
  noneHint: 'يظهر هنا ما يُرسل في الرسائل.',
  noneFound: 'لا شيء بهذا الاسم.',
  onlyHere: 'لا يوجد اتصال: يظهر ما على هذا الجهاز، وقد يوجد غيره.',
  newer: (count) => `عرض الأحدث، من عدد من الرسائل: ${number(count)}`,
  more: 'عرض الأقدم',
  forms: { image: 'صورة', video: 'فيديو', audio: 'ملف صوتي', voice: 'رسالة صوتية', document: 'مستند' },
  tile: (form, name, sender, date) => `${ar.forms[form]}: ${name}، من ${sender}، ${date}`,
  here: 'على هذا الجهاز',
  toMessage: 'الانتقال إلى الرسالة',
  toMessageOf: (name) => `الانتقال إلى الرسالة التي فيها ${name}`,
  allFiles: (query) => `البحث في الملفات عن «${query}»`,
  has: { file: 'ملفات', image: 'صور', video: 'فيديو', audio: 'صوت', document: 'مستندات' },
};
