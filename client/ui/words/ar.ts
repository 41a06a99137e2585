// The Arabic words, from right to left. Arabic counts in six ways: none, one, two, a few, many, and round hundreds.
import type { RefusalCode } from '../../../shared/protocol/refusal.ts';
import type { FailureCode } from '../../engine/api/request.ts';
import { en } from './en.ts';
import type { Translation } from './translation.ts';

const plural = new Intl.PluralRules('ar');

/** What is counted in each way; the number itself stands in the last three only. */
interface Counted {
  readonly zero: string;
  readonly one: string;
  readonly two: string;
  readonly few: string;
  readonly many: string;
  readonly other: string;
}

function counted(count: number, forms: Counted): string {
  const way = plural.select(count);
  const isNumbered = way === 'few' || way === 'many' || way === 'other';
  return isNumbered ? `${count.toLocaleString('ar')} ${forms[way]}` : forms[way];
}

const messages: Counted = {
  zero: 'لا رسائل',
  one: 'رسالة واحدة',
  two: 'رسالتان',
  few: 'رسائل',
  many: 'رسالة',
  other: 'رسالة',
};

const unreadMessages: Counted = {
  zero: 'لا رسائل غير مقروءة',
  one: 'رسالة واحدة غير مقروءة',
  two: 'رسالتان غير مقروءتين',
  few: 'رسائل غير مقروءة',
  many: 'رسالة غير مقروءة',
  other: 'رسالة غير مقروءة',
};

const newMessages: Counted = {
  zero: 'لا رسائل جديدة',
  one: 'رسالة واحدة جديدة',
  two: 'رسالتان جديدتان',
  few: 'رسائل جديدة',
  many: 'رسالة جديدة',
  other: 'رسالة جديدة',
};

const characters: Counted = {
  zero: 'لا أحرف',
  one: 'حرف واحد',
  two: 'حرفان',
  few: 'أحرف',
  many: 'حرفًا',
  other: 'حرف',
};

/** After a preposition. */
const byCharacters: Counted = { ...characters, two: 'حرفين' };

const people: Counted = {
  zero: 'لا أشخاص',
  one: 'شخص واحد',
  two: 'شخصان',
  few: 'أشخاص',
  many: 'شخصًا',
  other: 'شخص',
};

const problems: Partial<Record<FailureCode, string>> = {
  'bad-request': 'لم يفهم الخادم هذا الطلب. أعد تحميل الصفحة وحاول مرة أخرى.',
  'name-invalid': 'اكتب اسمًا لا يزيد على 64 حرفًا.',
  'handle-invalid':
    'استخدم من 2 إلى 32 من الحروف a–z أو الأرقام أو النقاط أو الشرطات أو الشرطات السفلية، على أن يبدأ بحرف أو رقم.',
  'email-invalid': 'لا يبدو هذا عنوان بريد إلكتروني.',
  'password-too-short': 'استخدم 10 أحرف على الأقل.',
  'password-too-long': 'استخدم 128 حرفًا على الأكثر.',
  'not-signed-in': 'لقد سُجّل خروجك. سجّل الدخول وحاول مرة أخرى.',
  'wrong-credentials': 'البريد الإلكتروني أو كلمة المرور غير صحيحة.',
  forbidden: 'لا يحق لك فعل هذا.',
  'wrong-origin': 'لا يقبل الخادم هذا العنوان. افتح برنامج المراسلة من العنوان الذي أُعدّ له.',
  'sign-up-closed': 'لا يُقبل الجدد في مساحة العمل هذه إلا بدعوة.',
  'invite-invalid': 'لم يعد هذا الرابط صالحًا. اطلب رابطًا جديدًا.',
  'not-found': 'هذا غير موجود، أو ليس متاحًا لك.',
  'handle-taken': 'هذا المعرّف مستخدم من قبل.',
  'email-taken': 'يوجد حساب بهذا البريد الإلكتروني.',
  'not-allowed': 'دورك في هذه المجموعة لا يسمح بذلك.',
  'conversation-taken': 'خلط الخادم هذا بشيء آخر. حاول مرة أخرى.',
  'last-owner': 'عيّن مالكًا آخر أولًا: لا تُترك مجموعة ولا مساحة عمل بلا مالك.',
  'too-many-requests': 'كثير من طلباتك ينتظر الرد. اسحب أحدها أولًا.',
  'contact-needed': 'في مساحة العمل هذه لا تراسل إلا جهات اتصالك. أرسل طلبًا أولًا.',
  suspended: 'هذا الحساب موقوف. راجع مالك مساحة العمل أو أحد مشرفيها.',
  'too-many-links': 'لهذه المجموعة 50 رابطًا بالفعل. ألغِ أحدها أولًا.',
  'group-full': 'تتسع المجموعة لـ 500 شخص على الأكثر.',
  'command-taken': 'خلط الخادم هذا بشيء آخر. حاول مرة أخرى.',
  'too-large': 'هذا كثير دفعة واحدة.',
  'wrong-content-type': 'لم يفهم الخادم هذا الطلب. أعد تحميل الصفحة وحاول مرة أخرى.',
  'too-many': 'محاولات كثيرة. انتظر دقيقة ثم حاول مرة أخرى.',
  'server-error': 'حدث خطأ في الخادم. لم يتغيّر شيء؛ حاول مرة أخرى.',
  unexpected: 'ردّ الخادم بطريقة لا تعرفها هذه النسخة. أعد تحميل الصفحة وحاول مرة أخرى.',
  offline: 'تعذّر الوصول إلى الخادم. تحقق من اتصالك وحاول مرة أخرى.',
};

const refusals: Partial<Record<RefusalCode | 'not-a-member', string>> = {
  incomplete: 'لم تُرسل بعد: تجري المزامنة مع الخادم.',
  'try-later': 'لم تُرسل بعد: الخادم مشغول.',
  'too-fast': 'لم تُرسل بعد: رسائل كثيرة دفعة واحدة.',
  malformed: 'لم تُرسل: لم يستطع الخادم قراءتها.',
  'too-large': 'لم تُرسل: حجمها كبير جدًا. انسخها وأرسلها على أجزاء.',
  'client-taken': 'لم تُرسل: على هذا الجهاز أن يبدأ المحادثة من جديد.',
  'wrong-log': 'لم تُرسل: لم يعرف الخادم مكانها.',
  'broken-chain': 'لم تُرسل: لا تتصل بما كتبته قبلها.',
  'bad-event': 'لم تُرسل: لا يقبل الخادم هذا النوع من الرسائل.',
  'duplicate-id': 'لم تُرسل: كانت موجودة من قبل.',
  'clock-backwards': 'لم تُرسل: وقتها أسبق من رسالتك السابقة.',
  'clock-ahead': 'لم تُرسل: كانت ساعة هذا الجهاز متقدمة. اضبطها ثم أرسل مرة أخرى.',
  'foreign-erasure': 'لم تُرسل: كانت ستمحو ما كتبه شخص آخر.',
  'erasure-without-delete': 'لم تُرسل: كانت ستمحو دون أثر.',
  'read-only': 'لم تُرسل: يمكنك القراءة فقط هنا. انسخها إن احتجت إليها في مكان آخر.',
  'chapter-closed': 'لم تُرسل بعد: المحادثة مستمرة في الأسفل.',
  'chapter-full': 'لم تُرسل: لا مكان لمزيد من التعديلات حيث توجد الرسالة.',
  'unknown-code': 'لم تُرسل: ذكر الخادم سببًا لا تعرفه هذه النسخة. أعد تحميل الصفحة وحاول مرة أخرى.',
  'not-a-member': 'لم تُرسل: لست في هذه المحادثة.',
};

export const ar: Translation = {
  language: 'ar',
  direction: 'rtl',
  product: 'Biz1 Messenger',
  titleOf: (place, unread) =>
    `${unread === undefined || unread === 0 ? '' : `(${unread.toLocaleString('ar')}) `}${place} · Biz1 Messenger`,
  problem: (code) => (Object.hasOwn(problems, code) ? problems[code as FailureCode] : undefined) ?? en.problem(code),
  close: 'إغلاق',
  back: 'رجوع',
  reload: 'إعادة التحميل',
  tryAgain: 'حاول مرة أخرى',
  you: 'أنت',
  // The sign belongs before the Latin letters, whatever stands around them.
  handleOf: (handle) => `\u2066@${handle}\u2069`,

  account: {
    signIn: 'تسجيل الدخول',
    signInTo: (workspace) => `تسجيل الدخول إلى ${workspace}`,
    signingIn: 'جارٍ تسجيل الدخول…',
    signUp: 'إنشاء حساب',
    signUpIn: (workspace) => `أنشئ حسابك في ${workspace}`,
    signingUp: 'جارٍ إنشاء الحساب…',
    joinTitle: (workspace) => `الانضمام إلى ${workspace}`,
    joinIntro: 'وصلتك دعوة. اختر كيف يعرفك الآخرون.',
    signUpIntro: 'اختر كيف يعرفك الآخرون.',
    setUpTitle: (workspace) => `إعداد ${workspace}`,
    setUpIntro: 'لا أحد هنا بعد. هذا الحساب يملك مساحة العمل ويمكنه دعوة الجميع.',
    name: 'الاسم',
    nameHint: 'كما يناديك زملاؤك',
    handle: 'المعرّف',
    handleHint: 'قصير ولا يتكرر؛ به يجدك الآخرون',
    email: 'البريد الإلكتروني',
    emailHint: 'به تسجّل الدخول',
    emailMissing: 'اكتب عنوان بريدك الإلكتروني.',
    password: 'كلمة المرور',
    passwordMissing: 'اكتب كلمة المرور.',
    passwordHint: '10 أحرف على الأقل؛ والأفضل بضع كلمات',
    showPassword: 'إظهار كلمة المرور',
    hidePassword: 'إخفاء كلمة المرور',
    newHere: 'جديد هنا؟',
    haveAccount: 'لديك حساب؟',
    inviteOnly: 'جديد هنا؟ اطلب دعوة من أحد أفراد مساحة العمل.',
    needsOwner: 'لا مالك لمساحة العمل هذه بعد. افتح رابط الإعداد الذي أظهره الخادم عند تشغيله.',
    linkInvalid: 'هذا الرابط لا يعمل',
    inviteInvalid: 'استُخدمت الدعوة، أو انتهت مدتها، أو نُسخت ناقصة. اطلب دعوة جديدة.',
    setUpInvalid: 'استُخدم رابط الإعداد، أو نُسخ ناقصًا. أعد تشغيل الخادم لتحصل على رابط جديد.',
    otherAccount: (name) => `سجّلت الدخول باسم ${name}. سجّل الخروج أولًا لتستخدم هذا الرابط.`,
    toMessages: 'إلى رسائلك',
    endedElsewhere: (unsent) =>
      unsent === 0
        ? 'سُجّل خروج هذا الجهاز من مكان آخر: من أحد أجهزتك، أو ممن يدير مساحة العمل. حُذف ما كان محفوظًا هنا، وكان كل شيء قد أُرسل.'
        : `سُجّل خروج هذا الجهاز من مكان آخر: من أحد أجهزتك، أو ممن يدير مساحة العمل. حُذف ما كان محفوظًا هنا، ومنه ما لم يُرسل: ${counted(unsent, messages)}.`,
    keepsEverything: 'يبقى ما كتبته على هذا الجهاز، ويُرسل حين تسجّل الدخول من جديد.',
    unreachable: 'تعذّر الوصول إلى الخادم',
    unreachableHint: 'يحتاج أول تسجيل دخول على الجهاز إلى اتصال.',
    starting: 'جارٍ الفتح…',
    signedOutHere: 'تم تسجيل خروجك',
    signedOutHereHint: 'لم يبقَ شيء منك على هذا الجهاز. تعذّر الوصول إلى الخادم: سينهي جلستك حين تصل إليه هذه الصفحة.',
  },

  preferences: {
    language: 'اللغة',
    likeBrowser: (language) => `كما في المتصفح (${language})`,
    missing: (language) => `تعذّر تحميل ${language}، وتحل الإنجليزية محلها. أعد التحميل حين يعود الاتصال.`,
  },

  settings: {
    title: 'الإعدادات',
    sections: {
      profile: 'الملف الشخصي',
      account: 'الحساب',
      devices: 'الأجهزة',
      appearance: 'المظهر',
      privacy: 'الخصوصية',
      people: 'الأشخاص',
      workspace: 'مساحة العمل',
    },
    save: 'حفظ',
    saving: 'جارٍ الحفظ…',
    saved: 'تم الحفظ.',
    account: {
      email: 'البريد الإلكتروني',
      emailNow: (email) => `تسجّل الدخول بـ \u2066${email}\u2069.`,
      newEmail: 'البريد الإلكتروني الجديد',
      changeEmail: 'تغيير البريد الإلكتروني',
      current: 'كلمة المرور الحالية',
      currentWrong: 'ليست هذه كلمة مرورك الحالية.',
      passwordIntro: 'مع كلمة مرور جديدة يُسجّل خروج كل أجهزتك الأخرى.',
      newPassword: 'كلمة المرور الجديدة',
      changePassword: 'تغيير كلمة المرور',
      passwordChanged: 'تغيّرت كلمة مرورك. سُجّل خروج كل أجهزتك الأخرى.',
      delete: 'حذف الحساب',
      deleteIntro:
        'يُمحى اسمك وبريدك الإلكتروني وكلمة مرورك من الخادم ومن كل جهاز. تغادر كل المجموعات وتفقد جهات اتصالك. ويبقى ما كتبته عند من كتبته إليهم، دون اسمك. لا يمكن لأحد التراجع عن هذا.',
      deleteUnsent: (count) => `ما لم يُرسل بعد: ${counted(count, messages)}. لن يصل إلى أحد إن غادرت الآن.`,
      deleteNow: 'احذف حسابي نهائيًا',
    },
    appearance: {
      intro: 'محفوظ على هذا الجهاز، أيًّا كان من يستخدمه.',
      theme: 'الألوان',
      system: 'كما في الجهاز',
      light: 'فاتح',
      dark: 'داكن',
      hours: 'الساعة',
      hoursOfLanguage: 'كالمعتاد في اللغة',
      hours12: '12 ساعة',
      hours24: '24 ساعة',
    },
    privacy: {
      lastSeen: 'يرى الآخرون متى كنت هنا آخر مرة',
      lastSeenHint: 'أما وجودك هنا الآن فيراه كل من لم تحظره.',
    },
    people: {
      search: 'البحث بالاسم أو المعرّف أو البريد الإلكتروني',
      more: 'عرض المزيد',
      role: 'الدور',
      roles: { owner: 'مالك', admin: 'مشرف', member: 'عضو' },
      suspended: 'موقوف',
      suspend: 'إيقاف',
      suspendNamed: (name) => `إيقاف ${name}`,
      suspendTitle: (name) => `إيقاف ${name}؟`,
      suspendIntro:
        'يُسجّل خروجه من كل جهاز فورًا، ويُمحى ما هو محفوظ هناك، ولا يستطيع تسجيل الدخول، ولا يجده أحد. يمكنك السماح بعودته في أي وقت؛ ويبقى ما كتبه.',
      leaveIt: 'عدم الإيقاف',
      letIn: 'السماح بالعودة',
      letInNamed: (name) => `السماح بعودة ${name}`,
      reset: 'رابط كلمة المرور',
      resetNamed: (name) => `رابط كلمة المرور لـ ${name}`,
      resetTitle: (name) => `كلمة مرور جديدة لـ ${name}`,
      resetIntro:
        'بهذا الرابط يختار كلمة مرور جديدة، ويُسجّل خروجه من كل جهاز. يتوقف أي رابط سابق عن العمل. سلّمه إليه بنفسك: لا يظهر إلا الآن.',
      resetLink: 'رابط كلمة المرور الجديدة',
      resetExpires: (date) => `صالح مرة واحدة، حتى ${date}.`,
    },
    invites: {
      title: 'الدعوات المفتوحة',
      none: 'لا رابط يُدخل أحدًا الآن.',
      by: (name, date) => `أنشأها ${name}، صالحة حتى ${date}`,
      revoke: 'إلغاء',
      revokeOf: (name, date) => `إلغاء الرابط الذي أنشأه ${name}، الصالح حتى ${date}`,
    },
    workspace: {
      intro: 'تسري على الجميع فورًا.',
      name: 'اسم مساحة العمل',
      signUp: 'من يحق له إنشاء حساب',
      signUpInvited: 'من لديه دعوة',
      signUpOpen: 'من يعرف العنوان',
      whoMayWrite: 'من يراسل من',
      whoMayWriteHint: 'في المجموعات يكتب من تسمح له المجموعة.',
      anyone: 'الجميع يراسل الجميع',
      contacts: 'جهات الاتصال فيما بينها فقط',
    },
  },

  resetPassword: {
    title: 'اختر كلمة مرور جديدة',
    intro: 'بعدها يُسجّل خروجك من كل جهاز، وتسجّل الدخول بالجديدة.',
    doneTitle: 'تغيّرت كلمة مرورك',
    done: 'سُجّل خروجك من كل جهاز. سجّل الدخول بكلمة المرور الجديدة.',
    invalid: 'استُخدم الرابط، أو انتهت مدته، أو نُسخ ناقصًا. اطلب رابطًا جديدًا من مالك أو مشرف.',
  },

  frame: {
    conversations: 'المحادثات',
    switcher: 'التبديل بين المحادثات',
    newConversation: 'محادثة جديدة',
    menu: (name) => `قائمة ${name}`,
    invite: 'دعوة أشخاص',
    shortcuts: 'اختصارات لوحة المفاتيح',
    signOut: 'تسجيل الخروج',
    signingOut: 'جارٍ تسجيل الخروج…',
  },

  signOut: {
    title: 'تسجيل الخروج وفقدان رسائل؟',
    unsent: (count) =>
      `ما لم يُرسل بعد: ${counted(count, messages)}. تسجيل الخروج يحذفه من هذا الجهاز، ولن يصل إلى أحد.`,
    hint: 'حين يعود الاتصال يُرسل تلقائيًا ما لم يُرسل بعد.',
    anyway: 'سجّل الخروج رغم ذلك',
    stay: 'ابقَ مسجّلًا',
  },

  devices: {
    title: 'الأجهزة',
    intro: 'الأجهزة التي سجّلت الدخول عليها. الجهاز الذي تسجّل خروجه ينسى كل ما يخصك، فورًا أو عند اتصاله التالي.',
    name: (browser, system) => (system === null ? (browser ?? 'متصفح') : `${browser ?? 'متصفح'} على ${system}`),
    thisDevice: 'هذا الجهاز',
    lastSeen: (seen, since) => `آخر ظهور: ${seen}، تسجيل الدخول: ${since}`,
    since: (time) => `تسجيل الدخول: ${time}`,
    signOutOf: (name, since) => `تسجيل خروج ${name}، تسجيل الدخول: ${since}`,
    signOutOthers: 'تسجيل خروج كل الأجهزة الأخرى',
    signingOut: 'جارٍ تسجيل الخروج…',
    noOthers: 'لم تسجّل الدخول إلا هنا.',
  },

  link: {
    notBegun: (reason) => `تعذّر بدء محادثة. ${reason}`,
    understood: 'حسنًا',
    offline: 'غير متصل. يُحفظ ما تكتبه هنا ويُرسل لاحقًا.',
    offlineShort: 'غير متصل',
    connecting: 'جارٍ الاتصال…',
    signedOut: 'لقد سُجّل خروجك. يبقى كل شيء على هذا الجهاز.',
    signInAgain: 'تسجيل الدخول',
    updateNeeded: 'تلزم نسخة أحدث للمتابعة.',
  },

  update: {
    ready: 'نسخة جديدة جاهزة. يبقى ما تكتبه الآن.',
    reloading: 'جارٍ إعادة التحميل…',
  },

  list: {
    empty: 'لا محادثات بعد',
    emptyHint: 'ابحث عن شخص باسمه أو معرّفه وراسله.',
    emptyOwnerHint: 'ادعُ زملاءك، أو ابحث عمّن هم هنا بالفعل.',
    nothingWritten: 'لم يُكتب شيء بعد',
    unread: (count) => counted(count, unreadMessages),
    unreadShort: (count) => (count > 999 ? `+${(999).toLocaleString('ar')}` : count.toLocaleString('ar')),
    deleted: 'رسالة محذوفة',
    mine: (text) => `أنت: ${text}`,
    chooseTitle: 'اختر محادثة',
    chooseNew: 'ابدأ محادثة جديدة',
  },

  people: {
    title: 'محادثة جديدة',
    search: 'الاسم أو المعرّف',
    hint: 'اكتب حرفين على الأقل.',
    searching: 'جارٍ البحث…',
    none: (query) => `لم يُعثر على أحد باسم «${query}».`,
    offline: 'لا أحد ممن يعرفهم هذا الجهاز. يمكنك العثور على غيرهم حين يعود الاتصال.',
    offlineHint: 'دون اتصال تجد من يعرفهم هذا الجهاز.',
    found: (count) => `عُثر على: ${counted(count, people)}`,
    results: 'الأشخاص',
  },

  invite: {
    title: 'دعوة أشخاص',
    intro: 'الدعوة رابط. من يفتحه ينشئ حسابًا في مساحة العمل هذه.',
    make: 'إنشاء رابط',
    making: 'جارٍ إنشاء الرابط…',
    makeAnother: 'إنشاء رابط آخر',
    link: 'رابط الدعوة',
    copy: 'نسخ الرابط',
    copied: 'تم النسخ',
    copyByHand: 'الرابط محدد: انسخه بنفسك.',
    expires: (date) => `صالح لشخص واحد، حتى ${date}.`,
  },

  conversation: {
    messages: (name) => `الرسائل مع ${name}`,
    opening: 'جارٍ فتح المحادثة',
    emptyTitle: (name) => `هنا تبدأ محادثتك مع ${name}`,
    emptyHint: 'لم يُكتب شيء بعد.',
    notHere: 'لا شيء من هذه المحادثة على هذا الجهاز بعد.',
    unavailable: 'تعذّر فتح هذه المحادثة',
    closed: 'أغلق الخادم هذه المحادثة أمامك. يمكنك قراءة ما على هذا الجهاز ونسخه.',
    today: 'اليوم',
    yesterday: 'أمس',
    edited: 'معدّلة',
    deleted: 'رسالة محذوفة',
    late: (written, arrived) => `كُتبت ${written}، ووصلت ${arrived}`,
    writing: 'لم تُحفظ على هذا الجهاز بعد',
    waiting: 'بانتظار الخادم',
    sent: 'أُرسلت',
    delivered: 'وصلت',
    read: 'قُرئت',
    notTaken: 'رُفضت',
    pending: 'تبدأ حين يعود الاتصال',
    refused: (code) =>
      (Object.hasOwn(refusals, code) ? refusals[code as RefusalCode] : undefined) ?? 'لم تُرسل: لا يقبلها الخادم.',
    refusedActions: 'ما يمكن فعله بهذه الرسالة',
    copyText: 'نسخ النص',
    textCopied: 'تم النسخ',
    copyByHand: 'النص محدد: انسخه بنفسك.',
    sendAgain: 'إرسال مرة أخرى',
    discard: 'تجاهل',
    discarded: 'تم التجاهل',
    undo: 'تراجع',
    newMessages: (count) => counted(count, newMessages),
    toNewest: 'إلى الأحدث',
    unreadFromHere: 'غير مقروء من هنا',
    unreadAbove: (count) => `في الأعلى: ${counted(count, unreadMessages)}`,
    loadingOlder: 'جارٍ تحميل رسائل أقدم…',
    loadingNewer: 'جارٍ تحميل رسائل أحدث…',
    olderUnreachable: 'الرسائل الأقدم ليست على هذا الجهاز. تصل حين يعود الاتصال.',
    newerUnreachable: 'الرسائل الأحدث ليست على هذا الجهاز. تصل حين يعود الاتصال.',
    messageNotHere: 'لا توجد هذه الرسالة هنا.',
    messageUnreachable: 'هذه الرسالة ليست على هذا الجهاز. حاول مرة أخرى حين يعود الاتصال.',
    actions: 'ما يمكن فعله بهذه الرسالة',
    markUnread: 'تعليم كغير مقروء من هنا',
    markAllRead: 'تعليم الكل كمقروء',
    copyLink: 'نسخ رابط الرسالة',
    linkCopied: 'نُسخ الرابط',
    linkByHand: 'الرابط محدد: انسخه بنفسك.',
    toDay: 'الانتقال إلى تاريخ',
    day: 'التاريخ',
    showDay: 'انتقال',
    somebody: 'شخص ما',
  },

  composer: {
    label: (name) => `رسالة إلى ${name}`,
    placeholder: 'اكتب رسالة',
    send: 'إرسال',
    charactersLeft: (count) => `المتبقي: ${counted(count, characters)}`,
    tooLong: (over) => `أطول من الحد بـ ${counted(over, byCharacters)}. أرسلها على أجزاء.`,
    notReady: 'ما زالت المحادثة تُفتح. حاول بعد لحظة.',
  },

  disk: {
    failing: 'لا تُحفظ الرسائل الجديدة على هذا الجهاز الآن. أبقِ هذه الصفحة مفتوحة: ستعيد المحاولة تلقائيًا.',
    full: 'امتلأ هذا الجهاز. أفرغ بعض المساحة وأبقِ هذه الصفحة مفتوحة: الرسائل التي لم تُرسل بعد تضيع إذا أغلقتها.',
    denied: 'لا يحفظ هذا المتصفح شيئًا هنا، كما في النافذة الخاصة. الرسائل التي لم تُرسل بعد تضيع إذا أغلقتها.',
    gone: 'حذف المتصفح ما كان محفوظًا هنا. أبقِ هذه الصفحة مفتوحة: سيُحفظ من جديد تلقائيًا.',
    none: 'لا يمكن حفظ شيء على هذا الجهاز. الرسائل التي لم تُرسل بعد تضيع إذا أغلقت هذه الصفحة.',
    unread: 'لا تستجيب ذاكرة هذا الجهاز بعد. يظهر ما هو محفوظ هنا حين تستجيب.',
    lost: 'فقد هذا المتصفح ما كان محفوظًا هنا، كما قد يحدث بعد عطل. ضاعت الرسائل التي لم تُرسل؛ ويعود كل ما عداها حين يعود الاتصال.',
  },

  keys: { control: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc' },

  shortcuts: {
    title: 'اختصارات لوحة المفاتيح',
    newConversation: 'محادثة جديدة',
    nextConversation: 'المحادثة التالية',
    previousConversation: 'المحادثة السابقة',
    send: 'إرسال الرسالة',
    newLine: 'بدء سطر جديد',
    messages: 'من رسالة إلى رسالة',
    actions: 'ما يمكن فعله بالرسالة',
    close: 'إغلاق النافذة',
    show: 'إظهار هذه القائمة',
  },

  broken: {
    title: 'حدث عطل في هذه الشاشة',
    hint: 'ما كتبته محفوظ على هذا الجهاز. أعد التحميل للمتابعة.',
    details: 'تفاصيل لمن يعتني بالخادم',
  },
};
