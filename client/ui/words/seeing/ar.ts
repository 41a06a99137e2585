// ما يقال حول رؤية الملفات وسماعها، بالعربية.
import type { AttachmentForm } from '../../../../shared/conversation/attachments.ts';
import type { SeeingWords } from './en.ts';

const forms: Record<AttachmentForm, string> = {
  image: 'صورة',
  video: 'فيديو',
  audio: 'ملف صوتي',
  voice: 'رسالة صوتية',
  document: 'ملف',
};

const plural = new Intl.PluralRules('ar');

function pages(count: number): string {
  const number = count.toLocaleString('ar');
  switch (plural.select(count)) {
    case 'one':
      return 'صفحة واحدة';
    case 'two':
      return 'صفحتان';
    case 'few':
      return `${number} صفحات`;
    default:
      return `${number} صفحة`;
  }
}

export const ar: SeeingWords = {
  kinds: {
    pdf: 'PDF',
    text: 'نص',
    code: 'شيفرة',
    words: 'مستند',
    sheet: 'جدول',
    slides: 'عرض تقديمي',
    archive: 'أرشيف',
    image: 'صورة',
    sound: 'صوت',
    film: 'فيديو',
    file: 'ملف',
  },
  forms,
  showPicture: (name) => `عرض الصورة: ${name}`,
  playVideo: (name, length) => `تشغيل الفيديو: ${name}، ${length}`,
  showMore: (sign) => `${sign}: عرض المزيد`,
  missing: 'ليست هنا ولا يمكن الحصول عليها الآن. اضغط للمحاولة من جديد.',
  missingShort: 'لا يمكن الحصول عليها الآن',
  notShown: 'هذه الصورة كبيرة جدًا أو تالفة ولا يمكن عرضها. يمكن تنزيلها.',
  notShownShort: 'لا يمكن عرضها',
  missingSound: 'يتعذّر التشغيل الآن. تحقق من الاتصال وحاول من جديد.',
  notPlayable: 'لا يستطيع هذا المتصفح تشغيله. نزّله لمشاهدته في مكان آخر.',
  play: 'تشغيل',
  playOf: (form, who, length) => `تشغيل: ${forms[form]}، ${who}، ${length}`,
  pause: 'إيقاف مؤقت',
  place: (form) => (form === 'voice' ? 'الموضع في الرسالة الصوتية' : 'الموضع في الملف الصوتي'),
  placeAt: (at, whole) => `${at} من ${whole}`,
  pace: (pace) => `السرعة ${pace.toLocaleString('ar')}×`,
  paceSign: (pace) => `${pace.toLocaleString('ar')}×`,
  player: 'المشغّل',
  closePlayer: 'إيقاف وإغلاق',
  playsFrom: (form, who) => `${who} · ${forms[form]}`,
  toMessage: 'الذهاب إلى الرسالة',
  open: (name) => `فتح ${name}`,
  openIt: 'فتح',
  download: 'تنزيل',
  downloadOf: (name) => `تنزيل ${name}`,
  cancelOf: (name) => `عدم تنزيل ${name}`,
  coming: (received, size) => `${received} من ${size}`,
  notHad: (name) => `لا يمكن الحصول على ${name} الآن. تحقق من الاتصال وحاول من جديد.`,
  pages,
  imageCopied: 'نُسخت الصورة',
  imageNotCopied: 'لا يسمح المتصفح بالنسخ.',
  lightbox: 'الصور ومقاطع الفيديو',
  lightboxKeys: 'مفاتيح الأسهم للتنقل، وزائد وناقص لتغيير الحجم، و0 لعرضها كاملة، وEscape للإغلاق.',
  previous: 'السابقة',
  next: 'التالية',
  larger: 'تكبير',
  smaller: 'تصغير',
  loadingLarge: 'جارٍ إحضار الأصل',
};
