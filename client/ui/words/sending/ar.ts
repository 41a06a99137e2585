// ما يقال حول إرسال الملفات، بالعربية.
import { maxAttachments, type AttachmentForm } from '../../../../shared/conversation/attachments.ts';
import type { ChosenProblem } from '../../../engine/files/files.ts';
import type { SendingWords } from './en.ts';

const plural = new Intl.PluralRules('ar');

function files(count: number): string {
  const number = count.toLocaleString('ar');
  switch (plural.select(count)) {
    case 'zero':
      return 'لا ملفات';
    case 'one':
      return 'ملف واحد';
    case 'two':
      return 'ملفان';
    case 'few':
      return `${number} ملفات`;
    default:
      return `${number} ملفًا`;
  }
}

const tooLarge: Record<AttachmentForm, (most: string) => string> = {
  image: (most) => `أقصى حجم للصور هنا هو ${most}.`,
  video: (most) => `أقصى حجم لمقاطع الفيديو هنا هو ${most}.`,
  audio: (most) => `أقصى حجم للملفات الصوتية هنا هو ${most}.`,
  voice: (most) => `أقصى حجم للرسائل الصوتية هنا هو ${most}.`,
  document: (most) => `أقصى حجم للملفات هنا هو ${most}.`,
};

const notAllowed: Record<AttachmentForm, string> = {
  image: 'لا يُسمح بإرسال الصور في مساحة العمل هذه.',
  video: 'لا يُسمح بإرسال مقاطع الفيديو في مساحة العمل هذه.',
  audio: 'لا يُسمح بإرسال الملفات الصوتية في مساحة العمل هذه.',
  voice: 'لا يُسمح بإرسال الرسائل الصوتية في مساحة العمل هذه.',
  document: 'لا يُسمح بإرسال ملفات من هذا النوع في مساحة العمل هذه.',
};

const problems: Record<Exclude<ChosenProblem, 'too-large' | 'not-allowed'>, string> = {
  empty: 'لا شيء في هذا الملف.',
  'too-many': `تتسع الرسالة لـ ${maxAttachments.toLocaleString('ar')} ملفًا. أرسل هذا الملف في الرسالة التالية.`,
  unreadable: 'تتعذّر قراءة هذا الملف. ربما نُقل أو تغيّر منذ اختياره.',
  full: 'لا مكان على هذا الجهاز لحفظ هذا الملف. أفرغ بعض المساحة ثم اختره من جديد.',
};

const uploadProblems: Readonly<Record<string, string>> = {
  'too-large': 'لم يُرسل: الملف أكبر مما تقبله مساحة العمل هذه.',
  'no-room': 'لم يُرسل: لم يبقَ مكان لملفاتك على الخادم.',
  'hash-mismatch': 'لم يُرسل: لم يصل الملف كما هو. حاول من جديد.',
  'file-infected': 'لم يُرسل: عُثر على فيروس في الملف.',
  'not-allowed': 'لم يُرسل: لا تقبل مساحة العمل هذه ملفات من هذا النوع.',
  full: 'لم يُرسل: لم يبقَ مكان على هذا الجهاز.',
  unreadable: 'لم يُرسل: لم تعد قراءة الملف ممكنة على هذا الجهاز. اختره من جديد.',
  gone: 'لم يُرسل: فقد هذا الجهاز الملف. اختره من جديد.',
};

export const ar: SendingWords = {
  attach: {
    media: 'صورة أو فيديو',
    file: 'ملف',
    camera: 'التقاط صورة',
  },
  voiceName: (time) => `رسالة صوتية ${time}`,
  tray: {
    label: 'ملفات هذه الرسالة',
    keys: 'مفاتيح الأسهم للتنقل بين الملفات، ومع Alt لنقل ملف، وDelete لإزالته.',
    total: (count, size) => `${files(count)}، ${size}`,
    tile: (name, place, count) => `${name}، ${place.toLocaleString('ar')} من ${count.toLocaleString('ar')}`,
    keeping: 'قيد التحضير',
    notSent: 'لن يُرسل',
    options: (name) => `خيارات ${name}`,
    remove: (name) => `إزالة ${name}`,
    removeOne: 'إزالة',
    removeAll: 'إزالة الكل',
    earlier: 'نقل إلى الأمام',
    later: 'نقل إلى الخلف',
    moved: (name, place, count) =>
      `أصبح ${name} في الموضع ${place.toLocaleString('ar')} من ${count.toLocaleString('ar')}.`,
    removed: (name) => `أُزيل ${name}.`,
    noRoom: (room) => `بقي لملفاتك على الخادم مكان لـ ${room}. احذف رسائل فيها ملفات لترسل كل شيء.`,
    original: 'الجودة الأصلية',
    originalMark: 'أصلية',
    originalHint: (size) => `تُرسل كما هي، ${size}، مع مكان التقاطها.`,
    smallerHint: 'تُرسل أصغر، ودون مكان التقاطها.',
    problem: (problem, form, most) => {
      if (problem === 'not-allowed') return notAllowed[form];
      if (problem !== 'too-large') return problems[problem];
      return most === null ? 'هذا الملف أكبر من أن يُرسل هنا.' : tooLarge[form](most);
    },
    problemOf: (name, problem) => `${name}: ${problem}`,
  },
  upload: {
    label: 'تقدّم الملفات',
    waiting: (isOnline) => (isOnline ? 'ينتظر ويُرسل تلقائيًا' : 'يُرسل عند توفر الاتصال'),
    sending: (sent, total) => `${sent} من ${total}`,
    paused: (sent, total) => `متوقف عند ${sent} من ${total}`,
    pause: 'إيقاف الإرسال مؤقتًا',
    resume: 'متابعة الإرسال',
    retry: 'حاول من جديد',
    cancel: 'عدم الإرسال',
    problem: (code) => uploadProblems[code] ?? null,
  },
  voice: {
    label: 'رسالة صوتية',
    recording: 'جارٍ التسجيل',
    starting: 'بانتظار الميكروفون',
    level: 'مستوى الصوت',
    stop: 'إيقاف والاستماع أولًا',
    send: 'إرسال الرسالة الصوتية',
    cancel: 'تجاهل التسجيل',
    play: 'تشغيل',
    pause: 'إيقاف مؤقت',
    seek: 'الموضع في الرسالة الصوتية',
    place: (at, whole) => `${at} من ${whole}`,
    cancelled: 'تم تجاهل التسجيل.',
    full: 'لا يمكن أن تكون الرسالة الصوتية أطول من ذلك. ما قلته محفوظ في الأسفل.',
    cut: 'لم يعد الميكروفون متاحًا. ما قلته محفوظ في الأسفل.',
    problems: {
      denied: 'لا يُسمح لهذا التطبيق باستخدام الميكروفون. اسمح بذلك في إعدادات المتصفح لهذه الصفحة، ثم حاول من جديد.',
      missing: 'لم يُعثر على ميكروفون. صِل واحدًا ثم حاول من جديد.',
      busy: 'لا يمكن استخدام الميكروفون الآن. ربما يستخدمه تطبيق آخر.',
      unsupported: 'لا يستطيع هذا المتصفح التسجيل.',
    },
  },
  share: {
    title: 'المشاركة مع…',
    hint: 'اختر إلى أين تُرسل. في محادثة واحدة تراها قبل الإرسال؛ وإلى عدة محادثات تُرسل فورًا.',
    what: 'ما تتم مشاركته',
    caption: 'نص مرافق',
    to: 'المشاركة مع',
    find: 'البحث عن محادثة',
    none: 'لا توجد محادثة بهذا الاسم يمكنك الكتابة فيها.',
    now: (count) => (count === 0 ? 'اختر محادثة' : count === 1 ? 'متابعة' : `إرسال إلى ${count.toLocaleString('ar')}`),
    nothing: 'لم يعد هنا ما يمكن مشاركته.',
    failed: (names) => `لم يُرسل إلى ${names.join('، ')}: تعذّر الفتح، أو توجد هناك ملفات لم تُرسل بعد. ألقِ نظرة هناك.`,
    discard: 'تجاهل',
  },
  device: {
    title: 'الملفات على هذا الجهاز',
    intro:
      'تُحفظ ملفات الآخرين هنا عند فتحها لتكون متاحة دون اتصال. وما لم يُشاهد منذ أطول مدة يُزال أولًا. أما ملفاتك التي لم تُرسل بعد فتبقى دائمًا.',
    used: (size, budget) => `${size} من ${budget} على الأكثر`,
    budget: 'الحد الأقصى للحفظ',
    rule: 'جلب الملفات دون طلب',
    rules: {
      never: 'أبدًا: فقط ما أفتحه',
      images: 'الصور والرسائل الصوتية',
      everything: 'كل شيء حتى 32 ميغابايت',
    },
    clear: 'إزالة من هذا الجهاز',
    clearHint: 'ما أرسله الآخرون يمكن جلبه من الخادم من جديد.',
    cleared: 'أُزيلت.',
  },
  limits: {
    title: 'الملفات في مساحة العمل هذه',
    intro:
      'كم يمكن أن يكون حجم الملف الواحد بالميغابايت، وكم يمكن للشخص الواحد أن يحفظ على الخادم. 0 يمنع النوع. ما أُرسل من قبل يبقى.',
    forms: {
      image: 'الصور (ميغابايت)',
      video: 'مقاطع الفيديو (ميغابايت)',
      audio: 'الملفات الصوتية (ميغابايت)',
      voice: 'الرسائل الصوتية (ميغابايت)',
      document: 'ملفات أخرى (ميغابايت)',
    },
    quota: 'لكل شخص (غيغابايت)',
    workspace: 'كل ملفات مساحة العمل (غيغابايت)',
    invalid: (most) => `اكتب عددًا من 0 إلى ${most}.`,
  },
};
