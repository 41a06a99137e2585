// All text a person reads, in English: the one object that a translation has to match.
// Whole sentences with their parameters, never pieces glued together elsewhere. Knows no screen.
import type { RefusalCode } from '../../../shared/protocol/refusal.ts';
import type { FailureCode } from '../../engine/api/request.ts';

const plural = new Intl.PluralRules('en');

function counted(count: number, one: string, other: string): string {
  return plural.select(count) === 'one' ? `1 ${one}` : `${count.toLocaleString('en')} ${other}`;
}

const problems: Record<FailureCode, string> = {
  'bad-request': 'The server did not understand this. Reload the page and try again.',
  'name-invalid': 'Write a name of up to 64 characters.',
  'handle-invalid': 'Use 2 to 32 letters a–z, digits, dots, dashes or underscores, starting with a letter or digit.',
  'email-invalid': 'This does not look like an e-mail address.',
  'password-too-short': 'Use at least 10 characters.',
  'password-too-long': 'Use at most 128 characters.',
  'not-signed-in': 'You are signed out. Sign in and try again.',
  'wrong-credentials': 'E-mail or password is wrong.',
  forbidden: 'You may not do this.',
  'wrong-origin': 'The server does not accept this address. Open the messenger by the address it was set up with.',
  'sign-up-closed': 'This workspace takes new people by invitation only.',
  'invite-invalid': 'This link is no longer valid. Ask for a new one.',
  'not-found': 'It is not there, or not for you.',
  'handle-taken': 'Somebody has this handle already.',
  'email-taken': 'There is an account with this e-mail already.',
  'not-allowed': 'Your role in this group does not allow that.',
  'conversation-taken': 'The server took this for something else. Try again.',
  'last-owner': 'Make somebody else an owner first: a group must not be left to nobody.',
  'too-many-requests': 'So many of your requests wait for an answer already. Withdraw one first.',
  'contact-needed': 'In this workspace you write to your contacts only. Send a request first.',
  suspended: 'This account is suspended. Ask an owner or admin of the workspace.',
  'too-many-links': 'There are 50 links into this group already. Revoke one first.',
  'group-full': 'A group takes 500 people at most.',
  'command-taken': 'The server took this for something else. Try again.',
  'too-large': 'That is too much at once.',
  'wrong-content-type': 'The server did not understand this. Reload the page and try again.',
  'too-many': 'Too many tries. Wait a minute, then try again.',
  'server-error': 'The server failed. Nothing was changed; try again.',
  unexpected: 'The server answers in a way that this version does not know. Reload the page and try again.',
  offline: 'The server cannot be reached. Check your connection and try again.',
};

/** Of a person's own document, which holds no messages: nobody is shown these. */
type Unsaid = 'unknown-root' | 'generation-closed' | 'personal-full';

const refusals: Record<Exclude<RefusalCode, Unsaid> | 'not-a-member', string> = {
  incomplete: 'Not sent yet: catching up with the server.',
  'try-later': 'Not sent yet: the server is busy.',
  'too-fast': 'Not sent yet: too many messages at once.',
  malformed: 'Not sent: the server could not read it.',
  'too-large': 'Not sent: it is too large. Copy it and send it in parts.',
  'client-taken': 'Not sent: this device has to start the conversation afresh.',
  'wrong-log': 'Not sent: the server could not place it.',
  'broken-chain': 'Not sent: it does not follow what you wrote before.',
  'bad-event': 'Not sent: the server does not take this kind of message.',
  'duplicate-id': 'Not sent: it was there already.',
  'clock-backwards': 'Not sent: its time is before your previous message.',
  'clock-ahead': 'Not sent: the clock of this device was ahead. Set it right, then send again.',
  'foreign-erasure': 'Not sent: it would erase what somebody else wrote.',
  'erasure-without-delete': 'Not sent: it would erase without a trace.',
  'read-only': 'Not sent: you can only read here. Copy it if you need it elsewhere.',
  'chapter-closed': 'Not sent yet: the conversation goes on further down.',
  'chapter-full': 'Not sent: no more changes fit where the message stands.',
  'unknown-code': 'Not sent: the server gives a reason that this version does not know. Reload the page and try again.',
  'not-a-member': 'Not sent: you are not in this conversation.',
};

export const en = {
  language: 'en',
  direction: 'ltr' as 'ltr' | 'rtl',
  product: 'Biz1 Messenger',
  titleOf: (place: string, unread = 0) => `${unread > 0 ? `(${unread}) ` : ''}${place} · Biz1 Messenger`,
  problem: (code: string): string =>
    Object.hasOwn(problems, code) ? problems[code as FailureCode] : 'That did not work. Try again.',
  close: 'Close',
  back: 'Back',
  reload: 'Reload',
  tryAgain: 'Try again',
  you: 'You',
  handleOf: (handle: string) => `@${handle}`,

  account: {
    signIn: 'Sign in',
    signInTo: (workspace: string) => `Sign in to ${workspace}`,
    signingIn: 'Signing in…',
    signUp: 'Create account',
    signUpIn: (workspace: string) => `Create your account in ${workspace}`,
    signingUp: 'Creating account…',
    joinTitle: (workspace: string) => `Join ${workspace}`,
    joinIntro: 'You were invited. Choose how others will know you.',
    signUpIntro: 'Choose how others will know you.',
    setUpTitle: (workspace: string) => `Set up ${workspace}`,
    setUpIntro: 'Nobody is here yet. This account will own the workspace and can invite everybody else.',
    name: 'Name',
    nameHint: 'As colleagues call you',
    handle: 'Handle',
    handleHint: 'Short and unique; others find you by it',
    email: 'E-mail',
    emailHint: 'You sign in with it',
    emailMissing: 'Write your e-mail address.',
    password: 'Password',
    passwordMissing: 'Write your password.',
    passwordHint: 'At least 10 characters; a few words are best',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    newHere: 'New here?',
    haveAccount: 'Have an account?',
    inviteOnly: 'New here? Ask somebody in the workspace for an invitation.',
    needsOwner: 'This workspace has no owner yet. Open the set-up link that the server printed when it started.',
    linkInvalid: 'This link does not work',
    inviteInvalid: 'The invitation was used, has run out, or was copied incompletely. Ask for a new one.',
    setUpInvalid: 'The set-up link was used, or was copied incompletely. Start the server again to get a new one.',
    otherAccount: (name: string) => `You are signed in as ${name}. Sign out first to use this link.`,
    toMessages: 'Go to your messages',
    endedElsewhere: (unsent: number) =>
      unsent === 0
        ? 'This device was signed out from another one. What was kept here is gone; everything was sent.'
        : `This device was signed out from another one. What was kept here is gone, with ${counted(unsent, 'message', 'messages')} that had not been sent.`,
    keepsEverything: 'What you wrote stays on this device and is sent once you are signed in again.',
    unreachable: 'The server cannot be reached',
    unreachableHint: 'The first sign-in on a device needs a connection.',
    starting: 'Opening…',
    signedOutHere: 'You are signed out',
    signedOutHereHint:
      'Nothing of yours is left on this device. The server cannot be reached: it ends your session once this page finds it.',
  },

  frame: {
    conversations: 'Conversations',
    switcher: 'Switch conversation',
    newConversation: 'New conversation',
    menu: (name: string) => `Menu of ${name}`,
    invite: 'Invite people',
    shortcuts: 'Keyboard shortcuts',
    devices: 'Devices',
    signOut: 'Sign out',
    signingOut: 'Signing out…',
  },

  signOut: {
    title: 'Sign out and lose messages?',
    unsent: (count: number) =>
      count === 1
        ? '1 message is not sent yet. Signing out takes it off this device, and nobody gets it.'
        : `${counted(count, 'message', 'messages')} are not sent yet. Signing out takes them off this device, and nobody gets them.`,
    hint: 'Once you are connected, what is not sent yet goes out by itself.',
    anyway: 'Sign out anyway',
    stay: 'Stay signed in',
  },

  devices: {
    title: 'Devices',
    intro:
      'Where you are signed in. A device that you sign out forgets everything of yours, at once or when it is next connected.',
    name: (browser: string | null, system: string | null) =>
      [browser ?? 'A browser', system].filter((part) => part !== null).join(' on '),
    thisDevice: 'This device',
    lastSeen: (seen: string, since: string) => `Last seen ${seen}, signed in ${since}`,
    since: (time: string) => `Signed in ${time}`,
    signOutOf: (name: string, since: string) => `Sign out of ${name}, signed in ${since}`,
    signOutOthers: 'Sign out all other devices',
    signingOut: 'Signing out…',
    noOthers: 'You are signed in here only.',
  },

  link: {
    notBegun: (reason: string) => `A conversation could not be started. ${reason}`,
    understood: 'OK',
    offline: 'Offline. What you write is kept here and sent later.',
    offlineShort: 'Offline',
    connecting: 'Connecting…',
    signedOut: 'You are signed out. Everything stays on this device.',
    signInAgain: 'Sign in',
    updateNeeded: 'A newer version is needed to go on.',
  },

  update: {
    ready: 'A new version is ready. What you are writing stays.',
    reloading: 'Reloading…',
  },

  list: {
    empty: 'No conversations yet',
    emptyHint: 'Find somebody by name or handle and write to them.',
    emptyOwnerHint: 'Invite your colleagues, or find those who are here already.',
    nothingWritten: 'Nothing written yet',
    unread: (count: number) => counted(count, 'unread message', 'unread messages'),
    unreadShort: (count: number) => (count > 999 ? '999+' : String(count)),
    deleted: 'Message deleted',
    mine: (text: string) => `You: ${text}`,
    chooseTitle: 'Choose a conversation',
    chooseNew: 'Start a new one',
  },

  people: {
    title: 'New conversation',
    search: 'Name or handle',
    hint: 'Write at least two letters.',
    searching: 'Searching…',
    none: (query: string) => `Nobody found for “${query}”.`,
    offline: 'Nobody that this device knows. Everybody else can be found once you are connected again.',
    offlineHint: 'Offline, you find those whom this device knows.',
    found: (count: number) => `${counted(count, 'person', 'people')} found`,
    results: 'People',
  },

  invite: {
    title: 'Invite people',
    intro: 'An invitation is a link. Whoever opens it creates an account in this workspace.',
    make: 'Create link',
    making: 'Creating link…',
    makeAnother: 'Create another link',
    link: 'Invitation link',
    copy: 'Copy link',
    copied: 'Copied',
    copyByHand: 'The link is selected: copy it by hand.',
    expires: (date: string) => `Works for one person, until ${date}.`,
  },

  conversation: {
    messages: (name: string) => `Messages with ${name}`,
    opening: 'Opening conversation',
    emptyTitle: (name: string) => `This is the beginning with ${name}`,
    emptyHint: 'Nothing is written yet.',
    notHere: 'Nothing of this conversation is on this device yet.',
    unavailable: 'This conversation cannot be opened',
    closed: 'The server keeps this conversation closed to you. What this device holds can be read and copied.',
    today: 'Today',
    yesterday: 'Yesterday',
    edited: 'edited',
    deleted: 'Message deleted',
    late: (written: string, arrived: string) => `written ${written}, arrived ${arrived}`,
    writing: 'Not stored on this device yet',
    waiting: 'Waiting for the server',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    notTaken: 'Refused',
    pending: 'Starts when you are connected',
    refused: (code: string): string =>
      Object.hasOwn(refusals, code)
        ? refusals[code as keyof typeof refusals]
        : 'Not sent: the server does not take it.',
    refusedActions: 'What to do with this message',
    copyText: 'Copy text',
    textCopied: 'Copied',
    copyByHand: 'The text is selected: copy it by hand.',
    sendAgain: 'Send again',
    discard: 'Discard',
    discarded: 'Discarded',
    undo: 'Undo',
    newMessages: (count: number) => counted(count, 'new message', 'new messages'),
    toNewest: 'Go to newest',
    unreadFromHere: 'Unread from here',
    unreadAbove: (count: number) => `${counted(count, 'unread message', 'unread messages')} further up`,
    loadingOlder: 'Loading older messages…',
    loadingNewer: 'Loading newer messages…',
    olderUnreachable: 'Older messages are not on this device. They come once you are connected.',
    newerUnreachable: 'Newer messages are not on this device. They come once you are connected.',
    messageNotHere: 'This message cannot be found here.',
    messageUnreachable: 'This message is not on this device. Try again once you are connected.',
    actions: 'What to do with this message',
    markUnread: 'Mark as unread from here',
    markAllRead: 'Mark all as read',
    copyLink: 'Copy link to message',
    linkCopied: 'Link copied',
    linkByHand: 'The link is selected: copy it by hand.',
    toDay: 'Go to a date',
    day: 'Date',
    showDay: 'Go',
    somebody: 'Somebody',
  },

  composer: {
    label: (name: string) => `Message to ${name}`,
    placeholder: 'Write a message',
    send: 'Send',
    charactersLeft: (count: number) => `${counted(count, 'character', 'characters')} left`,
    tooLong: (over: number) => `Too long by ${counted(over, 'character', 'characters')}. Send it in parts.`,
    notReady: 'The conversation is still opening. Try again in a moment.',
  },

  disk: {
    failing: 'New messages are not stored on this device at the moment. Keep this page open: it tries again by itself.',
    full: 'This device is full. Free some space, and keep this page open meanwhile: messages not yet sent are lost when you close it.',
    denied:
      'This browser keeps nothing here, as in a private window. Messages not yet sent are lost when you close it.',
    gone: 'The browser removed what it kept here. Keep this page open: it is stored again by itself.',
    none: 'Nothing can be stored on this device. Messages not yet sent are lost when you close this page.',
    unread: 'This device’s storage does not answer yet. What is kept here appears as soon as it does.',
    lost: 'This browser has lost what it kept here, as it may after a crash. Messages not yet sent are gone; everything else comes back once you are connected.',
  },

  keys: { control: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc' },

  switcher: {
    title: 'Go to',
    button: 'Find a conversation or a person',
    field: 'Name, handle or title',
    places: 'Conversations and people',
    members: (count: number) => counted(count, 'member', 'members'),
    found: (count: number) => counted(count, 'match', 'matches'),
    none: (query: string) => (query === '' ? 'No conversations yet' : `Nothing found for “${query}”.`),
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    switcher: 'Find a conversation or a person',
    nextUnread: 'Next unread conversation',
    focusComposer: 'Go to where you write',
    back: 'Back to the list',
    newConversation: 'New conversation',
    nextConversation: 'Next conversation',
    previousConversation: 'Previous conversation',
    send: 'Send the message',
    newLine: 'Start a new line',
    messages: 'From message to message',
    actions: 'What to do with the message',
    close: 'Close a dialog',
    show: 'Show this list',
  },

  broken: {
    title: 'Something on this screen broke',
    hint: 'What you wrote is kept on this device. Reload to go on.',
    details: 'Details for whoever looks after the server',
  },
};

export type Words = typeof en;
