// What is said around documents that are read here, in Arabic.
import type { ViewerWords } from './en.ts';

export const ar: ViewerWords = {
  pages: 'صفحات المستند',
  page: (page, of) => `الصفحة ${page} من ${of}`,
  zoomIn: 'تكبير',
  zoomOut: 'تصغير',
  zoomFit: 'بعرض المساحة المتاحة',
  opening: 'يُفتح المستند…',
  locked: 'هذا المستند محمي بكلمة مرور. نزّله لفتحه في مكان آخر.',
  broken: 'لا يمكن عرض هذا المستند هنا. نزّله لفتحه في مكان آخر.',
  pageBroken: 'لا يمكن عرض هذه الصفحة.',
  text: 'نص الملف',
  unreadable: 'لا يمكن قراءة هذا الملف على هذا الجهاز الآن. حاول مرة أخرى، أو نزّله من جديد.',
  noText: 'لا شيء في هذا الملف.',
  beginning: (shown) => `هذه بداية الملف، ${shown} منه. نزّله لقراءته كاملًا.`,
};
