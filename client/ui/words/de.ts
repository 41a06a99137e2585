// The German words. Written for their readers, not word by word: whoever reads is addressed as “Sie”.
import type { RefusalCode } from '../../../shared/protocol/refusal.ts';
import type { FailureCode } from '../../engine/api/request.ts';
import { en } from './en.ts';
import type { Translation } from './translation.ts';

const plural = new Intl.PluralRules('de');

function counted(count: number, one: string, other: string): string {
  return `${count.toLocaleString('de')} ${plural.select(count) === 'one' ? one : other}`;
}

const problems: Partial<Record<FailureCode, string>> = {
  'bad-request': 'Der Server hat das nicht verstanden. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'name-invalid': 'Schreiben Sie einen Namen mit höchstens 64 Zeichen, jedes Wort in einem Alphabet.',
  'handle-invalid':
    'Nehmen Sie 2 bis 32 Zeichen: Buchstaben a–z, Ziffern, Punkte, Bindestriche oder Unterstriche, am Anfang einen Buchstaben oder eine Ziffer.',
  'email-invalid': 'Das sieht nicht wie eine E-Mail-Adresse aus.',
  'picture-invalid': 'Diese Datei ist kein Bild, das hier gezeigt werden kann.',
  'picture-animated': 'Ein Bild, das sich bewegt, geht hier nicht. Wählen Sie eines, das stillsteht.',
  'picture-dimensions': 'Dieses Bild ist zu groß oder leer.',
  'password-too-short': 'Nehmen Sie mindestens 10 Zeichen.',
  'password-too-long': 'Nehmen Sie höchstens 128 Zeichen.',
  'not-signed-in': 'Sie sind abgemeldet. Melden Sie sich an und versuchen Sie es noch einmal.',
  'wrong-credentials': 'E-Mail-Adresse oder Passwort ist falsch.',
  forbidden: 'Das dürfen Sie nicht.',
  'wrong-origin':
    'Der Server nimmt diese Adresse nicht an. Öffnen Sie den Messenger unter der Adresse, für die er eingerichtet ist.',
  'sign-up-closed': 'In diesen Arbeitsbereich kommt man nur mit einer Einladung.',
  'invite-invalid': 'Dieser Link gilt nicht mehr. Bitten Sie um einen neuen.',
  'not-found': 'Das gibt es nicht, oder es ist nicht für Sie bestimmt.',
  'handle-taken': 'Diesen Kurznamen hat schon jemand.',
  'email-taken': 'Mit dieser E-Mail-Adresse gibt es schon ein Konto.',
  'not-allowed': 'Ihre Rolle in dieser Gruppe erlaubt das nicht.',
  'conversation-taken': 'Der Server hat das für etwas anderes gehalten. Versuchen Sie es noch einmal.',
  'last-owner':
    'Übergeben Sie die Leitung zuerst an jemand anderen: Weder eine Gruppe noch der Arbeitsbereich darf ohne Leitung bleiben.',
  'too-many-requests': 'Zu viele Ihrer Anfragen warten schon auf eine Antwort. Ziehen Sie zuerst eine zurück.',
  'contact-needed': 'In diesem Arbeitsbereich schreibt man nur an seine Kontakte. Schicken Sie zuerst eine Anfrage.',
  suspended: 'Dieses Konto ist gesperrt. Fragen Sie die Leitung oder Verwaltung des Arbeitsbereichs.',
  'too-many-links': 'Es gibt schon 50 Links in diese Gruppe. Widerrufen Sie zuerst einen.',
  'too-many-groups': 'Sie haben heute schon sehr viele Gruppen angelegt. Legen Sie diese morgen an.',
  'group-full': 'Eine Gruppe fasst höchstens 500 Personen.',
  'command-taken': 'Der Server hat das für etwas anderes gehalten. Versuchen Sie es noch einmal.',
  'too-large': 'Das ist zu viel auf einmal.',
  'wrong-content-type':
    'Der Server hat das nicht verstanden. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'too-many': 'Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
  'server-error': 'Auf dem Server ist ein Fehler aufgetreten. Nichts wurde geändert; versuchen Sie es noch einmal.',
  unexpected:
    'Der Server antwortet auf eine Weise, die diese Version nicht kennt. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  offline: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
};

const refusals: Partial<Record<RefusalCode | 'not-a-member', string>> = {
  incomplete: 'Noch nicht gesendet: wird mit dem Server abgeglichen.',
  'try-later': 'Noch nicht gesendet: der Server ist ausgelastet.',
  'too-fast': 'Noch nicht gesendet: zu viele Nachrichten auf einmal.',
  malformed: 'Nicht gesendet: der Server konnte sie nicht lesen.',
  'too-large': 'Nicht gesendet: sie ist zu groß. Kopieren Sie sie und senden Sie sie in Teilen.',
  'client-taken': 'Nicht gesendet: dieses Gerät muss die Unterhaltung neu beginnen.',
  'wrong-log': 'Nicht gesendet: der Server konnte sie nicht zuordnen.',
  'broken-chain': 'Nicht gesendet: sie schließt nicht an das an, was Sie vorher geschrieben haben.',
  'bad-event': 'Nicht gesendet: diese Art von Nachricht nimmt der Server nicht an.',
  'duplicate-id': 'Nicht gesendet: sie war schon da.',
  'clock-backwards': 'Nicht gesendet: ihre Zeit liegt vor der Ihrer vorigen Nachricht.',
  'clock-ahead': 'Nicht gesendet: die Uhr dieses Geräts ging vor. Stellen Sie sie richtig und senden Sie noch einmal.',
  'foreign-erasure': 'Nicht gesendet: damit würde gelöscht, was jemand anderes geschrieben hat.',
  'erasure-without-delete': 'Nicht gesendet: damit würde spurlos gelöscht.',
  'read-only': 'Nicht gesendet: hier können Sie nur lesen. Kopieren Sie den Text, wenn Sie ihn anderswo brauchen.',
  'not-allowed': 'Nicht gesendet: Ihre Rolle erlaubt das nicht.',
  'unknown-target': 'Nicht gesendet: die Nachricht ist nicht da.',
  'too-many': 'Nicht gesendet: das ist zu oft für eine Nachricht.',
  'chapter-closed': 'Noch nicht gesendet: die Unterhaltung geht weiter unten weiter.',
  'chapter-full': 'Nicht gesendet: wo die Nachricht steht, passen keine Änderungen mehr hin.',
  'unknown-code':
    'Nicht gesendet: der Server nennt einen Grund, den diese Version nicht kennt. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'not-a-member': 'Nicht gesendet: Sie gehören nicht zu dieser Unterhaltung.',
};

export const de: Translation = {
  language: 'de',
  direction: 'ltr',
  product: 'Biz1 Messenger',
  titleOf: (place, unread) => `${unread === undefined || unread === 0 ? '' : `(${unread}) `}${place} · Biz1 Messenger`,
  problem: (code) => (Object.hasOwn(problems, code) ? problems[code as FailureCode] : undefined) ?? en.problem(code),
  close: 'Schließen',
  cancel: 'Abbrechen',
  back: 'Zurück',
  reload: 'Neu laden',
  tryAgain: 'Noch einmal versuchen',
  you: 'Sie',
  handleOf: (handle) => `@${handle}`,

  account: {
    signIn: 'Anmelden',
    signInTo: (workspace) => `Bei ${workspace} anmelden`,
    signingIn: 'Wird angemeldet …',
    signUp: 'Konto anlegen',
    signUpIn: (workspace) => `Ihr Konto bei ${workspace} anlegen`,
    signingUp: 'Konto wird angelegt …',
    joinTitle: (workspace) => `${workspace} beitreten`,
    joinIntro: 'Sie sind eingeladen. Wählen Sie, wie andere Sie kennen sollen.',
    signUpIntro: 'Wählen Sie, wie andere Sie kennen sollen.',
    setUpTitle: (workspace) => `${workspace} einrichten`,
    setUpIntro: 'Hier ist noch niemand. Dieses Konto leitet den Arbeitsbereich und kann alle anderen einladen.',
    name: 'Name',
    nameHint: 'Wie Ihre Kolleginnen und Kollegen Sie nennen',
    handle: 'Kurzname',
    handleHint: 'Kurz und einmalig; so finden andere Sie',
    email: 'E-Mail',
    emailHint: 'Damit melden Sie sich an',
    emailMissing: 'Schreiben Sie Ihre E-Mail-Adresse.',
    password: 'Passwort',
    passwordMissing: 'Schreiben Sie Ihr Passwort.',
    passwordHint: 'Mindestens 10 Zeichen; am besten ein paar Wörter',
    showPassword: 'Passwort zeigen',
    hidePassword: 'Passwort verbergen',
    newHere: 'Neu hier?',
    haveAccount: 'Haben Sie ein Konto?',
    inviteOnly: 'Neu hier? Bitten Sie jemanden aus dem Arbeitsbereich um eine Einladung.',
    needsOwner:
      'Dieser Arbeitsbereich hat noch keine Leitung. Öffnen Sie den Einrichtungslink, den der Server beim Start ausgegeben hat.',
    linkInvalid: 'Dieser Link geht nicht',
    inviteInvalid: 'Die Einladung ist verbraucht, abgelaufen oder unvollständig kopiert. Bitten Sie um eine neue.',
    setUpInvalid:
      'Der Einrichtungslink ist verbraucht oder unvollständig kopiert. Starten Sie den Server neu, dann gibt er einen neuen aus.',
    otherAccount: (name) => `Sie sind als ${name} angemeldet. Melden Sie sich zuerst ab, um diesen Link zu nutzen.`,
    toMessages: 'Zu Ihren Nachrichten',
    endedElsewhere: (unsent) =>
      unsent === 0
        ? 'Dieses Gerät wurde von anderswo abgemeldet: von einem anderen Ihrer Geräte aus oder von der Leitung oder Verwaltung des Arbeitsbereichs. Was hier lag, ist gelöscht; gesendet war alles.'
        : `Dieses Gerät wurde von anderswo abgemeldet: von einem anderen Ihrer Geräte aus oder von der Leitung oder Verwaltung des Arbeitsbereichs. Was hier lag, ist gelöscht, darunter ${counted(unsent, 'Nachricht, die noch nicht gesendet war', 'Nachrichten, die noch nicht gesendet waren')}.`,
    keepsEverything:
      'Was Sie geschrieben haben, bleibt auf diesem Gerät und wird gesendet, sobald Sie wieder angemeldet sind.',
    unreachable: 'Der Server ist nicht erreichbar',
    unreachableHint: 'Die erste Anmeldung auf einem Gerät braucht eine Verbindung.',
    starting: 'Wird geöffnet …',
    signedOutHere: 'Sie sind abgemeldet',
    signedOutHereHint:
      'Auf diesem Gerät ist nichts mehr von Ihnen. Der Server ist nicht erreichbar: Er beendet Ihre Sitzung, sobald diese Seite ihn erreicht.',
  },

  preferences: {
    language: 'Sprache',
    likeBrowser: (language) => `Wie im Browser (${language})`,
    missing: (language) =>
      `${language} ließ sich nicht laden; solange steht hier Englisch. Laden Sie neu, sobald Sie verbunden sind.`,
  },

  settings: {
    title: 'Einstellungen',
    sections: {
      profile: 'Profil',
      account: 'Konto',
      devices: 'Geräte',
      appearance: 'Darstellung',
      sounds: 'Töne',
      privacy: 'Privatsphäre',
      people: 'Mitglieder',
      workspace: 'Arbeitsbereich',
    },
    save: 'Speichern',
    saving: 'Wird gespeichert …',
    saved: 'Gespeichert.',
    account: {
      email: 'E-Mail',
      emailNow: (email) => `Sie melden sich mit ${email} an.`,
      newEmail: 'Neue E-Mail-Adresse',
      changeEmail: 'E-Mail-Adresse ändern',
      current: 'Jetziges Passwort',
      currentWrong: 'Das ist nicht Ihr jetziges Passwort.',
      passwordIntro: 'Mit einem neuen Passwort werden alle Ihre anderen Geräte abgemeldet.',
      newPassword: 'Neues Passwort',
      changePassword: 'Passwort ändern',
      passwordChanged: 'Ihr Passwort ist geändert. Alle Ihre anderen Geräte sind abgemeldet.',
      delete: 'Konto löschen',
      deleteIntro:
        'Ihr Name, Ihre E-Mail-Adresse und Ihr Passwort werden gelöscht, auf dem Server und auf jedem Gerät. Sie verlassen alle Gruppen und verlieren Ihre Kontakte. Was Sie geschrieben haben, bleibt bei denen, an die Sie es geschrieben haben, ohne Ihren Namen. Niemand kann das rückgängig machen.',
      deleteUnsent: (count) =>
        count === 1
          ? '1 Nachricht ist noch nicht gesendet. Wenn Sie jetzt gehen, bekommt sie niemand.'
          : `${counted(count, 'Nachricht', 'Nachrichten')} sind noch nicht gesendet. Wenn Sie jetzt gehen, bekommt sie niemand.`,
      deleteNow: 'Mein Konto endgültig löschen',
    },
    appearance: {
      intro: 'Gilt auf diesem Gerät, wer auch immer es benutzt.',
      theme: 'Farben',
      system: 'Wie auf dem Gerät',
      light: 'Hell',
      dark: 'Dunkel',
      hours: 'Uhrzeit',
      hoursOfLanguage: 'Wie in der Sprache üblich',
      hours12: '12 Stunden',
      hours24: '24 Stunden',
    },
    sounds: {
      intro:
        'Was Sie auf diesem Gerät hören, während es offen ist und Sie etwas anderes ansehen. Nichts, solange Sie nicht gestört werden wollen.',
      people: 'Nachrichten an Sie allein',
      groups: 'Nachrichten an Gruppen',
      hear: 'Ton anhören',
    },
    privacy: {
      lastSeen: 'Andere sehen, wann Sie zuletzt hier waren',
      lastSeenHint: 'Ob Sie gerade hier sind, sehen alle, die Sie nicht blockiert haben.',
      receipts: 'Andere sehen, was Sie gelesen haben, und Sie, was andere gelesen haben',
      receiptsHint:
        'Ausgeschaltet wird beides nicht gezeigt. Was anderen vorher gezeigt wurde, sehen sie weiterhin. In Gruppen mit mehr als 100 Personen sieht niemand, wer gelesen hat.',
      receiptsWaiting: 'Das gilt für andere, sobald eine Verbindung besteht.',
      receiptsRefused: (reason) => `Ob Gelesenes gezeigt wird, wurde nicht geändert: ${reason}`,
    },
    people: {
      search: 'Nach Name, Kurzname oder E-Mail suchen',
      more: 'Mehr zeigen',
      roleOf: (name, role) => `Rolle von ${name}: ${role}`,
      makeOwner: 'Zur Leitung machen',
      makeOwnerTitle: (name) => `${name} zur Leitung machen?`,
      makeOwnerHint:
        'Die Leitung darf hier alles: den Arbeitsbereich ändern, sich um alle kümmern, Rollen geben und nehmen, auch Ihre.',
      stepDown: { admin: 'Verwaltung werden', member: 'Mitglied werden' },
      stepDownTitle: 'Die eigene Rolle abgeben?',
      stepDownHint:
        'Von da an gehören Sie nicht mehr zur Leitung. Nur jemand anderes aus der Leitung kann das wieder ändern.',
      roles: { owner: 'Leitung', admin: 'Verwaltung', member: 'Mitglied' },
      suspended: 'Gesperrt',
      suspend: 'Sperren',
      suspendNamed: (name) => `${name} sperren`,
      suspendTitle: (name) => `${name} sperren?`,
      suspendIntro:
        'Die Person wird sofort auf jedem Gerät abgemeldet, was dort liegt, wird gelöscht, und sie kann sich nicht mehr anmelden. Niemand findet sie. Sie können sie jederzeit wieder hereinlassen; was sie geschrieben hat, bleibt.',
      leaveIt: 'Nicht sperren',
      letIn: 'Wieder hereinlassen',
      letInNamed: (name) => `${name} wieder hereinlassen`,
      reset: 'Passwort-Link',
      resetNamed: (name) => `Passwort-Link für ${name}`,
      resetTitle: (name) => `Neues Passwort für ${name}`,
      resetIntro:
        'Mit diesem Link wählt die Person ein neues Passwort und wird auf jedem Gerät abgemeldet. Ein früherer Link gilt dann nicht mehr. Geben Sie ihn selbst weiter: Er wird nur jetzt gezeigt.',
      resetLink: 'Link für ein neues Passwort',
      resetExpires: (date) => `Gilt einmal, bis ${date}.`,
    },
    invites: {
      title: 'Offene Einladungen',
      none: 'Zurzeit lässt kein Link jemanden herein.',
      by: (name, date) => `Von ${name}, gilt bis ${date}`,
      revoke: 'Widerrufen',
      revokeOf: (name, date) => `Den Link von ${name} widerrufen, der bis ${date} gilt`,
    },
    workspace: {
      intro: 'Gilt für alle, sofort.',
      name: 'Name des Arbeitsbereichs',
      signUp: 'Wer ein Konto anlegen darf',
      signUpInvited: 'Wer eine Einladung hat',
      signUpOpen: 'Wer die Adresse kennt',
      whoMayWrite: 'Wer an wen schreiben darf',
      whoMayWriteHint: 'In Gruppen schreibt, wen die Gruppe lässt.',
      anyone: 'Alle an alle',
      contacts: 'Nur Kontakte aneinander',
    },
  },

  resetPassword: {
    title: 'Wählen Sie ein neues Passwort',
    intro: 'Danach sind Sie auf jedem Gerät abgemeldet und melden sich mit dem neuen an.',
    doneTitle: 'Ihr Passwort ist geändert',
    done: 'Sie sind auf jedem Gerät abgemeldet. Melden Sie sich mit dem neuen Passwort an.',
    invalid:
      'Der Link ist verbraucht, abgelaufen oder unvollständig kopiert. Bitten Sie die Leitung oder Verwaltung um einen neuen.',
  },

  frame: {
    conversations: 'Unterhaltungen',
    switcher: 'Unterhaltung wechseln',
    status: 'Ihr Status',
    newConversation: 'Neue Unterhaltung',
    menu: (name) => `Menü von ${name}`,
    invite: 'Personen einladen',
    shortcuts: 'Tastenkürzel',
    signOut: 'Abmelden',
    signingOut: 'Wird abgemeldet …',
  },

  picture: {
    mine: 'Ihr Bild',
    title: 'Wählen Sie ein Bild',
    choose: 'Bild wählen',
    change: 'Bild ändern',
    remove: 'Bild entfernen',
    needsConnection: 'Bilder lassen sich ändern, sobald Sie verbunden sind.',
    dropHere: 'Ziehen Sie ein Bild hierher, oder wählen Sie eine Datei',
    file: 'Bilddatei',
    chooseFile: 'Datei wählen',
    chooseOther: 'Andere Datei wählen',
    frame: 'Was vom Bild gezeigt wird',
    frameKind: 'Bildausschnitt',
    frameHint: 'Ziehen Sie das Bild, oder nehmen Sie die Pfeiltasten. Zoomen Sie mit dem Mausrad oder mit + und −.',
    zoom: 'Zoom',
    save: 'Bild übernehmen',
    saving: 'Wird gesendet …',
    problems: {
      'file-too-large': 'Diese Datei ist größer als 30 MB. Wählen Sie eine kleinere.',
      'not-an-image': 'Diese Datei ist kein Bild, das dieser Browser zeigen kann. Wählen Sie eine andere.',
    },
  },

  signOut: {
    title: 'Abmelden und Nachrichten verlieren?',
    unsent: (count) =>
      count === 1
        ? '1 Nachricht ist noch nicht gesendet. Beim Abmelden wird sie von diesem Gerät gelöscht, und niemand bekommt sie.'
        : `${counted(count, 'Nachricht', 'Nachrichten')} sind noch nicht gesendet. Beim Abmelden werden sie von diesem Gerät gelöscht, und niemand bekommt sie.`,
    hint: 'Sobald Sie verbunden sind, wird von selbst gesendet, was noch aussteht.',
    anyway: 'Trotzdem abmelden',
    stay: 'Angemeldet bleiben',
  },

  devices: {
    title: 'Geräte',
    intro:
      'Wo Sie angemeldet sind. Ein Gerät, das Sie abmelden, vergisst alles von Ihnen: sofort, oder wenn es das nächste Mal verbunden ist.',
    name: (browser, system) =>
      system === null ? (browser ?? 'Ein Browser') : `${browser ?? 'Ein Browser'} auf ${system}`,
    thisDevice: 'Dieses Gerät',
    lastSeen: (seen, since) => `Zuletzt gesehen: ${seen}, angemeldet: ${since}`,
    since: (time) => `Angemeldet: ${time}`,
    signOutOf: (name, since) => `${name} abmelden, angemeldet: ${since}`,
    signOutOthers: 'Alle anderen Geräte abmelden',
    signingOut: 'Wird abgemeldet …',
    noOthers: 'Sie sind nur hier angemeldet.',
  },

  link: {
    notBegun: (reason) => `Eine Unterhaltung konnte nicht begonnen werden. ${reason}`,
    understood: 'OK',
    offline: 'Offline. Was Sie schreiben, bleibt hier und wird später gesendet.',
    offlineShort: 'Offline',
    connecting: 'Wird verbunden …',
    signedOut: 'Sie sind abgemeldet. Alles bleibt auf diesem Gerät.',
    signInAgain: 'Anmelden',
    updateNeeded: 'Zum Weitermachen wird eine neuere Version gebraucht.',
  },

  update: {
    ready: 'Eine neue Version ist bereit. Was Sie gerade schreiben, bleibt.',
    reloading: 'Wird neu geladen …',
  },

  list: {
    empty: 'Noch keine Unterhaltungen',
    emptyHint: 'Suchen Sie jemanden nach Name oder Kurzname und schreiben Sie.',
    emptyOwnerHint: 'Laden Sie Ihr Team ein, oder suchen Sie, wer schon da ist.',
    nothingWritten: 'Noch nichts geschrieben',
    unread: (count) => counted(count, 'ungelesene Nachricht', 'ungelesene Nachrichten'),
    unreadShort: (count) => (count > 999 ? '999+' : String(count)),
    mentions: (count) => counted(count, 'davon erwähnt Sie', 'davon erwähnen Sie'),
    deleted: 'Nachricht gelöscht',
    byMe: 'Sie:',
    by: (name) => `${name}:`,
    chooseTitle: 'Wählen Sie eine Unterhaltung',
    chooseNew: 'Neue beginnen',
  },

  people: {
    title: 'Neue Unterhaltung',
    search: 'Name oder Kurzname',
    hint: 'Schreiben Sie mindestens zwei Buchstaben.',
    searching: 'Wird gesucht …',
    none: (query) => `Niemand gefunden für „${query}“.`,
    offline: 'Niemand, den dieses Gerät kennt. Alle anderen finden Sie, sobald Sie wieder verbunden sind.',
    offlineHint: 'Ohne Verbindung finden Sie alle, die dieses Gerät kennt.',
    found: (count) => `${counted(count, 'Person', 'Personen')} gefunden`,
    results: 'Personen',
  },

  presence: {
    online: 'Online',
    away: 'Abwesend',
    'do-not-disturb': 'Nicht stören',
    lastSeen: (when) => `Zuletzt hier: ${when}`,
    withText: (presence, text) => `${presence} · ${text}`,
    writing: (names) => {
      const [first = '', second = ''] = names;
      if (names.length > 2) return 'Mehrere schreiben …';
      return names.length === 2 ? `${first} und ${second} schreiben …` : `${first} schreibt …`;
    },
    draft: (text) => `Entwurf: ${text}`,
  },

  status: {
    title: 'Ihr Status',
    availability: 'Wer Sie sucht, sieht Sie als',
    present: 'Online, solange Sie hier sind',
    doNotDisturb: 'Nicht stören',
    text: 'Statustext',
    textHint: 'Höchstens 80 Zeichen; alle, die Sie sehen, können ihn lesen',
    until: 'Bis',
    halfHour: 'In 30 Minuten',
    hour: 'In 1 Stunde',
    today: 'Zum Ende des Tages',
    always: 'Auf Weiteres',
    save: 'Speichern',
    saving: 'Wird gespeichert …',
    needsConnection: 'Ihr Status liegt auf dem Server. Sie können ihn ändern, sobald Sie verbunden sind.',
    loading: 'Ihr Status wird geholt …',
  },

  contacts: {
    title: 'Personen',
    withRequests: (count) => `Personen, ${counted(count, 'Anfrage', 'Anfragen')}`,
    mine: 'Kontakte',
    received: 'Anfragen an Sie',
    sent: 'Anfragen von Ihnen',
    blocked: 'Blockiert',
    none: 'Noch keine Kontakte',
    noneHint: 'Suchen Sie oben jemanden, öffnen Sie das Profil und schicken Sie eine Anfrage.',
    search: 'Personen nach Name oder Kurzname suchen',
    profileOf: (name) => `Profil von ${name}`,
    unknown: 'Dieses Gerät kennt diese Person nicht',
    unknownHint: 'Suchen Sie sie nach Name oder Kurzname.',
    you: 'Das sind Sie.',
    write: 'Schreiben',
    request: 'Anfrage schicken',
    requestTo: (name) => `Anfrage an ${name}`,
    requestIntro: (name) => `${name} liest diese Worte mit Ihrer Anfrage und entscheidet dann.`,
    firstMessage: 'Erste Nachricht',
    tooLong: (over) => `Um ${counted(over, 'Zeichen', 'Zeichen')} zu lang.`,
    accept: 'Annehmen',
    decline: 'Ablehnen',
    withdraw: 'Anfrage zurückziehen',
    remove: 'Aus den Kontakten entfernen',
    block: 'Blockieren',
    unblock: 'Nicht mehr blockieren',
    actOn: (action, name) => `${action}: ${name}`,
    blockTitle: (name) => `${name} blockieren?`,
    blockHint: (name) =>
      `Sie können einander nicht mehr schreiben. ${name} erfährt es nicht und sieht Sie als offline. Was gesagt wurde, bleibt lesbar.`,
    removeTitle: (name) => `${name} aus Ihren Kontakten entfernen?`,
    removeHint: (name) =>
      `Was gesagt wurde, bleibt lesbar. In diesem Arbeitsbereich können Sie und ${name} einander erst nach einer neuen Anfrage wieder schreiben.`,
    removeHintOpen: 'Sie können einander weiter schreiben.',
    needsRequest: (handle) => `${handle} · zum Schreiben eine Anfrage schicken`,
    pending: 'Wartet, bis Sie verbunden sind',
    standing: {
      contact: 'In Ihren Kontakten',
      received: 'Möchte Ihr Kontakt sein',
      sent: 'Ihre Anfrage wartet auf Antwort',
      blocked: 'Sie haben diese Person blockiert',
      none: '',
    },
    inCommon: 'Gemeinsame Unterhaltungen',
    noneInCommon: 'Noch keine',
    dismiss: 'OK',
    notDone: (name, reason) => `Was Sie mit ${name} vorhatten, ist nicht geschehen. ${reason}`,
    noMessages: {
      blocked: (name) => `Sie haben ${name} blockiert. Hier kann niemand von Ihnen beiden schreiben.`,
      asked: (name) => `Sie können hier wieder schreiben, sobald ${name} Ihre Anfrage annimmt.`,
      'asked-by': (name) => `${name} möchte Ihr Kontakt sein. Nehmen Sie an, um einander zu schreiben.`,
      'not-contacts': (name) =>
        `Sie und ${name} sind keine Kontakte, und hier schreiben nur Kontakte einander. Was gesagt wurde, bleibt lesbar.`,
    },
    awaited: (name) => `${name} sieht, was Sie hier schreiben, sobald Ihre Anfrage angenommen ist.`,
  },

  groups: {
    people: (count) => counted(count, 'Person', 'Personen'),
    notice: {
      began: (by, title) =>
        by === null ? `Sie haben die Gruppe „${title}“ angelegt` : `${by} hat die Gruppe „${title}“ angelegt`,
      renamed: (by, title) =>
        by === null ? `Sie haben die Gruppe in „${title}“ umbenannt` : `${by} hat die Gruppe in „${title}“ umbenannt`,
      described: (by) => (by === null ? 'Sie haben die Beschreibung geändert' : `${by} hat die Beschreibung geändert`),
      joined: (who) =>
        who === null ? 'Sie sind über einen Link beigetreten' : `${who} ist über einen Link beigetreten`,
      added: (by, who) =>
        by === null ? `Sie haben ${who ?? 'sich'} hinzugefügt` : `${by} hat ${who ?? 'Sie'} hinzugefügt`,
      left: (who) => (who === null ? 'Sie haben die Gruppe verlassen' : `${who} hat die Gruppe verlassen`),
      removed: (by, who) =>
        by === null ? `Sie haben ${who ?? 'sich'} entfernt` : `${by} hat ${who ?? 'Sie'} entfernt`,
      made: {
        owner: (by, who) =>
          by === null
            ? `Sie haben ${who ?? 'sich'} die Leitung gegeben`
            : `${by} hat ${who ?? 'Ihnen'} die Leitung gegeben`,
        admin: (by, who) =>
          by === null
            ? `Sie haben ${who ?? 'sich'} die Verwaltung gegeben`
            : `${by} hat ${who ?? 'Ihnen'} die Verwaltung gegeben`,
        member: (by, who) =>
          by === null
            ? `Sie haben ${who ?? 'sich'} zum Mitglied gemacht`
            : `${by} hat ${who ?? 'Sie'} zum Mitglied gemacht`,
        reader: (by, who) =>
          by === null ? `Sie lassen ${who ?? 'sich'} nur noch lesen` : `${by} lässt ${who ?? 'Sie'} nur noch lesen`,
      },
      became: {
        owner: (who) => (who === null ? 'Sie leiten jetzt die Gruppe' : `${who} leitet jetzt die Gruppe`),
        admin: (who) => (who === null ? 'Sie verwalten jetzt die Gruppe' : `${who} verwaltet jetzt die Gruppe`),
        member: (who) => (who === null ? 'Sie sind jetzt Mitglied' : `${who} ist jetzt Mitglied`),
        reader: (who) => (who === null ? 'Sie lesen jetzt nur noch' : `${who} liest jetzt nur noch`),
      },
    },
    readOnly: 'Hier können Sie nur lesen.',
    closed:
      'Sie gehören nicht mehr zu dieser Gruppe. Was hier steht, können Sie lesen und kopieren; es verschwindet von diesem Gerät, sobald Sie es schließen, außer dem, was nicht gesendet wurde.',
    create: 'Neue Gruppe',
    creating: 'Gruppe wird angelegt …',
    createNow: 'Gruppe anlegen',
    name: 'Name der Gruppe',
    pick: 'Personen hinzufügen',
    picked: 'Ausgewählt',
    unpick: (name) => `${name} herausnehmen`,
    pickHint: 'Suchen Sie nach Name oder Kurzname. Weitere Personen können Sie später hinzufügen.',
    nobodyFound: (query) => `Sonst niemand gefunden für „${query}“.`,
    history: 'Wer später kommt, sieht',
    historyAll: 'Alles, was gesagt wurde',
    historyFromJoining: 'Was von da an gesagt wird',
    seesAll: 'Wer später kommt, sieht alles, was vorher gesagt wurde.',
    seesFromJoining: 'Wer später kommt, sieht, was von da an gesagt wird.',
    info: 'Angaben zur Gruppe',
    notHere: 'Diese Gruppe ist nicht hier oder nicht für Sie bestimmt.',
    changeName: 'Namen ändern',
    description: 'Beschreibung',
    addDescription: 'Beschreibung hinzufügen',
    changeDescription: 'Beschreibung ändern',
    save: 'Speichern',
    members: 'Personen',
    findMember: 'In dieser Gruppe suchen',
    showMore: (count) => `${count.toLocaleString('de')} weitere zeigen`,
    roles: { owner: 'Leitung', admin: 'Verwaltung', member: 'Mitglied', reader: 'Liest nur' },
    actionsFor: (name) => `Was mit ${name} geschehen soll`,
    makeRole: {
      owner: 'Leitung geben',
      admin: 'Verwaltung geben',
      member: 'Zum Mitglied machen',
      reader: 'Nur noch lesen lassen',
    },
    stepDown: {
      owner: 'Leitung behalten',
      admin: 'Zur Verwaltung wechseln',
      member: 'Nur noch Mitglied sein',
      reader: 'Nur noch lesen',
    },
    remove: 'Aus der Gruppe entfernen',
    removeTitle: (name) => `${name} entfernen?`,
    removeHint: 'Die Person kann hier weder lesen noch schreiben, und ihre Geräte vergessen, was gesagt wurde.',
    add: 'Personen hinzufügen',
    adding: (count) => `${counted(count, 'Person', 'Personen')} hinzufügen`,
    leave: 'Gruppe verlassen',
    leaveTitle: (title) => `${title} verlassen?`,
    leaveHint:
      'Was gesagt wurde, verschwindet von Ihren Geräten. Zurück kommen Sie nur durch einen Link in die Gruppe.',
    lastOwner: 'Sie leiten die Gruppe allein. Geben Sie jemand anderem die Leitung, bevor Sie gehen.',
    waits: {
      name: (title) => `Der Name „${title}“ wartet auf den Server.`,
      description: 'Die neue Beschreibung wartet auf den Server.',
      added: 'Wird hinzugefügt, sobald der Server erreicht ist',
      removed: 'Wird entfernt, sobald der Server erreicht ist',
      role: (role) => `Wartet auf den Server, neue Rolle: ${role}`,
      leaving: 'Sie verlassen die Gruppe, sobald der Server erreicht ist.',
    },
    leftOut: (names) =>
      `Nicht hinzugefügt: ${names.join(', ')}. Wer gegangen ist, kommt durch einen Link zurück; andere nehmen vielleicht nicht mit Ihnen an Gruppen teil.`,
    refused: (what, reason) => `Abgelehnt: ${what}. ${reason}`,
    whatFailed: {
      'rename-group': 'der neue Name',
      'describe-group': 'die neue Beschreibung',
      'add-members': 'Personen hinzufügen',
      'remove-member': 'jemanden entfernen',
      'set-role': 'die neue Rolle',
      'leave-group': 'die Gruppe verlassen',
    },
    links: 'Links in die Gruppe',
    linksHint: 'Wer in diesem Arbeitsbereich ist und einen Link hat, kommt herein, ohne hinzugefügt zu werden.',
    linksOffline: 'Links brauchen eine Verbindung.',
    linkLife: 'Gilt für',
    linkLives: { hour: '1 Stunde', day: '1 Tag', week: '7 Tage', month: '30 Tage' },
    linkUses: 'Lässt herein',
    makeLink: 'Link erzeugen',
    makingLink: 'Link wird erzeugt …',
    newLink: 'Der neue Link',
    newLinkHint: 'Kopieren Sie ihn jetzt: Er wird nicht noch einmal gezeigt.',
    linkRule: (people, date) => `Lässt noch ${counted(people, 'Person', 'Personen')} herein, bis ${date}`,
    linkBy: (name) => (name === null ? 'Von Ihnen erzeugt' : `Von ${name} erzeugt`),
    noLinks: 'Kein Link ist offen.',
    revoke: 'Widerrufen',
    revokeOf: (rule) => `Den Link widerrufen: ${rule}`,
    join: (title) => `${title} beitreten`,
    joinGroup: 'Einer Gruppe beitreten',
    joinIntro: (people) => `Eine Gruppe mit ${people}.`,
    joinNow: 'Der Gruppe beitreten',
    joining: 'Beitritt läuft …',
    alreadyIn: (title) => `Sie sind schon in ${title}`,
    openGroup: 'Gruppe öffnen',
    wasRemoved: 'Sie wurden aus dieser Gruppe entfernt. Jemand darin kann Sie wieder hinzufügen.',
    linkInvalid:
      'Der Link ist widerrufen, abgelaufen, verbraucht oder unvollständig kopiert. Bitten Sie um einen neuen.',
    looking: 'Es wird nachgesehen, wohin der Link führt …',
  },

  invite: {
    title: 'Personen einladen',
    intro: 'Eine Einladung ist ein Link. Wer ihn öffnet, legt ein Konto in diesem Arbeitsbereich an.',
    make: 'Link erzeugen',
    making: 'Link wird erzeugt …',
    makeAnother: 'Noch einen Link erzeugen',
    link: 'Einladungslink',
    copy: 'Link kopieren',
    copied: 'Kopiert',
    copyByHand: 'Der Link ist markiert: Kopieren Sie ihn von Hand.',
    expires: (date) => `Gilt für eine Person, bis ${date}.`,
  },

  conversation: {
    unsent: 'Ihr Entwurf, zum Kopieren',
    messages: (name) => `Nachrichten mit ${name}`,
    opening: 'Unterhaltung wird geöffnet',
    emptyTitle: (name) => `Hier beginnt die Unterhaltung mit ${name}`,
    emptyGroupTitle: (name) => `Hier beginnt „${name}“`,
    emptyHint: 'Noch ist nichts geschrieben.',
    notHere: 'Von dieser Unterhaltung ist noch nichts auf diesem Gerät.',
    unavailable: 'Diese Unterhaltung lässt sich nicht öffnen',
    closed:
      'Der Server hält diese Unterhaltung für Sie geschlossen. Was auf diesem Gerät liegt, können Sie lesen und kopieren.',
    today: 'Heute',
    yesterday: 'Gestern',
    edited: 'bearbeitet',
    deleted: 'Nachricht gelöscht',
    late: (written, arrived) => `geschrieben ${written}, angekommen ${arrived}`,
    writing: 'Noch nicht auf diesem Gerät gespeichert',
    waiting: 'Wartet auf den Server',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    read: 'Gelesen',
    notTaken: 'Abgelehnt',
    pending: 'Beginnt, sobald Sie verbunden sind',
    refused: (code) =>
      (Object.hasOwn(refusals, code) ? refusals[code as RefusalCode] : undefined) ??
      'Nicht gesendet: der Server nimmt sie nicht an.',
    refusedActions: 'Was mit dieser Nachricht geschehen soll',
    copyText: 'Text kopieren',
    textCopied: 'Kopiert',
    copyByHand: 'Der Text ist markiert: Kopieren Sie ihn von Hand.',
    sendAgain: 'Noch einmal senden',
    discard: 'Verwerfen',
    discarded: 'Verworfen',
    undo: 'Rückgängig',
    newMessages: (count) => counted(count, 'neue Nachricht', 'neue Nachrichten'),
    toNewest: 'Zur neuesten',
    unreadFromHere: 'Ab hier ungelesen',
    unreadAbove: (count) => `${counted(count, 'ungelesene Nachricht', 'ungelesene Nachrichten')} weiter oben`,
    loadingOlder: 'Ältere Nachrichten werden geladen …',
    loadingNewer: 'Neuere Nachrichten werden geladen …',
    olderUnreachable: 'Ältere Nachrichten sind nicht auf diesem Gerät. Sie kommen, sobald Sie verbunden sind.',
    newerUnreachable: 'Neuere Nachrichten sind nicht auf diesem Gerät. Sie kommen, sobald Sie verbunden sind.',
    messageNotHere: 'Diese Nachricht ist hier nicht zu finden.',
    messageUnreachable:
      'Diese Nachricht ist nicht auf diesem Gerät. Versuchen Sie es noch einmal, sobald Sie verbunden sind.',
    actions: 'Was mit dieser Nachricht geschehen soll',
    markUnread: 'Ab hier als ungelesen markieren',
    markAllRead: 'Alles als gelesen markieren',
    copyLink: 'Link zur Nachricht kopieren',
    linkCopied: 'Link kopiert',
    linkByHand: 'Der Link ist markiert: Kopieren Sie ihn von Hand.',
    toDay: 'Zu einem Datum gehen',
    day: 'Datum',
    showDay: 'Los',
    somebody: 'Jemand',
  },

  richText: {
    leadsTo: (goal) => `führt zu ${goal}`,
    copyCode: 'Code kopieren',
    copied: 'Kopiert',
    copyByHand: 'Ausgewählt: von Hand kopieren',
    showAll: 'Alles zeigen',
    showLess: 'Weniger zeigen',
  },

  composer: {
    label: (name) => `Nachricht an ${name}`,
    placeholder: 'Nachricht schreiben',
    send: 'Senden',
    charactersLeft: (count) => `Noch ${counted(count, 'Zeichen', 'Zeichen')}`,
    tooLong: (over) => `Um ${counted(over, 'Zeichen', 'Zeichen')} zu lang. Senden Sie die Nachricht in Teilen.`,
    notReady: 'Die Unterhaltung wird noch geöffnet. Bleiben Sie hier: das geht hinaus, sobald sie offen ist.',
  },

  disk: {
    failing:
      'Neue Nachrichten werden auf diesem Gerät gerade nicht gespeichert. Lassen Sie diese Seite offen: Sie versucht es von selbst weiter.',
    full: 'Dieses Gerät ist voll. Schaffen Sie Platz und lassen Sie diese Seite so lange offen: Nachrichten, die noch nicht gesendet sind, gehen beim Schließen verloren.',
    denied:
      'Dieser Browser speichert hier nichts, wie in einem privaten Fenster. Nachrichten, die noch nicht gesendet sind, gehen beim Schließen verloren.',
    gone: 'Der Browser hat entfernt, was er hier gespeichert hatte. Lassen Sie diese Seite offen: Es wird von selbst wieder gespeichert.',
    none: 'Auf diesem Gerät lässt sich nichts speichern. Nachrichten, die noch nicht gesendet sind, gehen beim Schließen dieser Seite verloren.',
    unread: 'Der Speicher dieses Geräts antwortet noch nicht. Was hier liegt, erscheint, sobald er es tut.',
    lost: 'Dieser Browser hat verloren, was er hier gespeichert hatte, wie es nach einem Absturz vorkommt. Nachrichten, die noch nicht gesendet waren, sind weg; alles andere kommt zurück, sobald Sie verbunden sind.',
  },

  keys: { control: 'Strg', alt: 'Alt', shift: 'Umschalt', enter: 'Eingabe', escape: 'Esc' },

  switcher: {
    title: 'Gehen zu',
    button: 'Unterhaltung oder Person finden',
    field: 'Name, Kurzname oder Titel',
    places: 'Unterhaltungen und Personen',
    members: (count) => counted(count, 'Person', 'Personen'),
    found: (count) => counted(count, 'Treffer', 'Treffer'),
    looking: 'Wird gesucht …',
    none: (query) => (query === '' ? 'Noch keine Unterhaltungen' : `Nichts gefunden für „${query}“.`),
  },

  shortcuts: {
    title: 'Tastenkürzel',
    switcher: 'Unterhaltung oder Person finden',
    nextUnread: 'Nächste ungelesene Unterhaltung',
    focusComposer: 'Dorthin, wo Sie schreiben',
    people: 'Personen',
    settings: 'Einstellungen',
    back: 'Zurück zur Liste',
    newConversation: 'Neue Unterhaltung',
    nextConversation: 'Nächste Unterhaltung',
    previousConversation: 'Vorige Unterhaltung',
    send: 'Nachricht senden',
    newLine: 'Neue Zeile beginnen',
    messages: 'Von Nachricht zu Nachricht',
    actions: 'Was mit der Nachricht geschehen soll',
    close: 'Fenster schließen',
    show: 'Diese Liste zeigen',
  },

  broken: {
    title: 'Auf dieser Seite ist etwas kaputtgegangen',
    hint: 'Was Sie geschrieben haben, liegt auf diesem Gerät. Laden Sie die Seite neu, um weiterzumachen.',
    details: 'Einzelheiten für die Person, die den Server betreut',
  },
};
