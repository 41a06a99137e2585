// Was um das Senden von Dateien herum gesagt wird, auf Deutsch.
import { maxAttachments, type AttachmentForm } from '../../../../shared/conversation/attachments.ts';
import type { ChosenProblem } from '../../../engine/files/files.ts';
import type { SendingWords } from './en.ts';

const files = (count: number) => (count === 1 ? '1 Datei' : `${count.toLocaleString('de')} Dateien`);

const tooLarge: Record<AttachmentForm, (most: string) => string> = {
  image: (most) => `Bilder dürfen hier bis ${most} groß sein.`,
  video: (most) => `Videos dürfen hier bis ${most} groß sein.`,
  audio: (most) => `Audiodateien dürfen hier bis ${most} groß sein.`,
  voice: (most) => `Sprachnachrichten dürfen hier bis ${most} groß sein.`,
  document: (most) => `Dateien dürfen hier bis ${most} groß sein.`,
};

const notAllowed: Record<AttachmentForm, string> = {
  image: 'Bilder dürfen in diesem Arbeitsbereich nicht gesendet werden.',
  video: 'Videos dürfen in diesem Arbeitsbereich nicht gesendet werden.',
  audio: 'Audiodateien dürfen in diesem Arbeitsbereich nicht gesendet werden.',
  voice: 'Sprachnachrichten dürfen in diesem Arbeitsbereich nicht gesendet werden.',
  document: 'Dateien dieser Art dürfen in diesem Arbeitsbereich nicht gesendet werden.',
};

const problems: Record<Exclude<ChosenProblem, 'too-large' | 'not-allowed'>, string> = {
  empty: 'In dieser Datei steht nichts.',
  'too-many': `Eine Nachricht fasst ${maxAttachments} Dateien. Senden Sie diese mit der nächsten.`,
  unreadable: 'Diese Datei lässt sich nicht lesen. Vielleicht wurde sie seit der Auswahl verschoben oder geändert.',
  full: 'Auf diesem Gerät ist kein Platz für diese Datei. Schaffen Sie Platz und wählen Sie sie erneut.',
};

const uploadProblems: Readonly<Record<string, string>> = {
  'too-large': 'Nicht gesendet: Die Datei ist größer, als dieser Arbeitsbereich erlaubt.',
  'no-room': 'Nicht gesendet: Auf dem Server ist kein Platz mehr für Ihre Dateien.',
  'hash-mismatch': 'Nicht gesendet: Die Datei kam nicht so an, wie sie ist. Versuchen Sie es erneut.',
  'file-infected': 'Nicht gesendet: In der Datei wurde ein Virus gefunden.',
  'not-allowed': 'Nicht gesendet: Dieser Arbeitsbereich nimmt Dateien dieser Art nicht an.',
  full: 'Nicht gesendet: Auf diesem Gerät ist kein Platz mehr.',
  unreadable: 'Nicht gesendet: Die Datei lässt sich auf diesem Gerät nicht mehr lesen. Wählen Sie sie erneut.',
  gone: 'Nicht gesendet: Dieses Gerät hat die Datei verloren. Wählen Sie sie erneut.',
};

export const de: SendingWords = {
  attach: {
    media: 'Foto oder Video',
    file: 'Datei',
    camera: 'Foto aufnehmen',
  },
  voiceName: (time) => `Sprachnachricht ${time}`,
  tray: {
    label: 'Dateien dieser Nachricht',
    keys: 'Pfeiltasten gehen von Datei zu Datei, mit Alt verschieben sie eine, Entf nimmt sie heraus.',
    total: (count, size) => `${files(count)}, ${size}`,
    tile: (name, place, count) => `${name}, ${place} von ${count}`,
    keeping: 'Wird vorbereitet',
    notSent: 'Bleibt zurück',
    options: (name) => `Optionen für ${name}`,
    remove: (name) => `${name} entfernen`,
    removeOne: 'Entfernen',
    removeAll: 'Alle entfernen',
    earlier: 'Nach vorn',
    later: 'Nach hinten',
    moved: (name, place, count) => `${name} ist jetzt ${place} von ${count}.`,
    removed: (name) => `${name} wurde entfernt.`,
    noRoom: (room) =>
      `Auf dem Server ist noch Platz für ${room} von Ihnen. Löschen Sie Nachrichten mit Dateien, um alles zu senden.`,
    original: 'Originalqualität',
    originalMark: 'Original',
    originalHint: (size) => `Geht, wie es ist: ${size}, mit dem Ort der Aufnahme.`,
    smallerHint: 'Geht verkleinert und ohne den Ort der Aufnahme.',
    problem: (problem, form, most) => {
      if (problem === 'not-allowed') return notAllowed[form];
      if (problem !== 'too-large') return problems[problem];
      return most === null ? 'Diese Datei ist zu groß, um hier gesendet zu werden.' : tooLarge[form](most);
    },
    problemOf: (name, problem) => `${name}: ${problem}`,
  },
  upload: {
    label: 'Wie weit die Dateien sind',
    waiting: (isOnline) => (isOnline ? 'Wartet und geht von selbst' : 'Geht, sobald eine Verbindung besteht'),
    sending: (sent, total) => `${sent} von ${total}`,
    paused: (sent, total) => `Angehalten bei ${sent} von ${total}`,
    pause: 'Senden anhalten',
    resume: 'Weiter senden',
    retry: 'Erneut versuchen',
    cancel: 'Nicht senden',
    problem: (code) => uploadProblems[code] ?? null,
  },
  voice: {
    label: 'Sprachnachricht',
    recording: 'Nimmt auf',
    starting: 'Wartet auf das Mikrofon',
    level: 'Wie laut es ist',
    stop: 'Anhalten und erst anhören',
    send: 'Sprachnachricht senden',
    cancel: 'Aufnahme verwerfen',
    play: 'Abspielen',
    pause: 'Anhalten',
    seek: 'Stelle in der Sprachnachricht',
    place: (at, whole) => `${at} von ${whole}`,
    cancelled: 'Die Aufnahme wurde verworfen.',
    full: 'Länger kann eine Sprachnachricht nicht sein. Was Sie gesagt haben, ist unten aufgehoben.',
    cut: 'Das Mikrofon ist nicht mehr da. Was Sie gesagt haben, ist unten aufgehoben.',
    problems: {
      denied:
        'Diese App darf das Mikrofon nicht benutzen. Erlauben Sie es in den Einstellungen des Browsers für diese Seite und versuchen Sie es erneut.',
      missing: 'Kein Mikrofon gefunden. Schließen Sie eines an und versuchen Sie es erneut.',
      busy: 'Das Mikrofon lässt sich gerade nicht benutzen. Vielleicht benutzt es eine andere App.',
      unsupported: 'Dieser Browser kann nicht aufnehmen.',
    },
  },
  share: {
    title: 'Teilen mit …',
    hint: 'Wählen Sie, wohin es geht. In einer Unterhaltung sehen Sie es vor dem Senden; an mehrere geht es sofort.',
    what: 'Was geteilt wird',
    caption: 'Text dazu',
    to: 'Teilen mit',
    find: 'Unterhaltung suchen',
    none: 'Keine Unterhaltung dieses Namens, in der Sie schreiben dürfen.',
    now: (count) => (count === 0 ? 'Unterhaltung wählen' : count === 1 ? 'Weiter' : `An ${count} senden`),
    nothing: 'Hier ist nichts mehr zu teilen.',
    failed: (names) =>
      `Nicht gesendet an ${names.join(', ')}: Es ließ sich nicht öffnen, oder dort warten noch Dateien. Sehen Sie dort nach.`,
    discard: 'Verwerfen',
  },
  device: {
    title: 'Dateien auf diesem Gerät',
    intro:
      'Dateien anderer bleiben hier, sobald sie geöffnet wurden, damit sie auch ohne Verbindung da sind. Was am längsten nicht angesehen wurde, geht zuerst. Ihre eigenen, die noch nicht gesendet sind, bleiben immer.',
    used: (size, budget) => `${size} von höchstens ${budget}`,
    budget: 'Höchstens behalten',
    rule: 'Dateien ungefragt holen',
    rules: {
      never: 'Nie: nur was ich öffne',
      images: 'Bilder und Sprachnachrichten',
      everything: 'Alles bis 32 MB',
    },
    clear: 'Von diesem Gerät entfernen',
    clearHint: 'Was andere gesendet haben, kann wieder vom Server geholt werden.',
    cleared: 'Entfernt.',
  },
  limits: {
    title: 'Dateien in diesem Arbeitsbereich',
    intro:
      'Wie groß eine Datei sein darf, in MB, und wie viel eine Person auf dem Server ablegen darf. 0 verbietet eine Art. Was schon gesendet ist, bleibt.',
    forms: {
      image: 'Bilder (MB)',
      video: 'Videos (MB)',
      audio: 'Audiodateien (MB)',
      voice: 'Sprachnachrichten (MB)',
      document: 'Andere Dateien (MB)',
    },
    quota: 'Für jede Person (GB)',
    workspace: 'Alle Dateien des Arbeitsbereichs (GB)',
    invalid: (most) => `Schreiben Sie eine Zahl von 0 bis ${most}.`,
  },
};
