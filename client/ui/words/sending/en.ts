// What is said around sending files, in English: the shape that the other languages have. It comes with the code that
// shows it, all languages at once: together they are smaller than a picture.
import type { AttachmentForm } from '../../../../shared/conversation/attachments.ts';
import { maxAttachments } from '../../../../shared/conversation/attachments.ts';
import type { ChosenProblem } from '../../../engine/files/files.ts';

const plural = new Intl.PluralRules('en');
const files = (count: number) => (plural.select(count) === 'one' ? '1 file' : `${count.toLocaleString('en')} files`);

const tooLarge: Record<AttachmentForm, (most: string) => string> = {
  image: (most) => `Pictures may be up to ${most} here.`,
  video: (most) => `Videos may be up to ${most} here.`,
  audio: (most) => `Audio files may be up to ${most} here.`,
  voice: (most) => `Voice messages may be up to ${most} here.`,
  document: (most) => `Files may be up to ${most} here.`,
};

const notAllowed: Record<AttachmentForm, string> = {
  image: 'Pictures may not be sent in this workspace.',
  video: 'Videos may not be sent in this workspace.',
  audio: 'Audio files may not be sent in this workspace.',
  voice: 'Voice messages may not be sent in this workspace.',
  document: 'Files of this kind may not be sent in this workspace.',
};

const problems: Record<Exclude<ChosenProblem, 'too-large' | 'not-allowed'>, string> = {
  empty: 'There is nothing in this file.',
  'too-many': `A message takes ${maxAttachments} files. Send this one in the next.`,
  unreadable: 'This file cannot be read. It may have been moved or changed since it was chosen.',
  full: 'This device has no room to keep this file. Make room, then choose it again.',
};

const uploadProblems: Readonly<Record<string, string>> = {
  'too-large': 'Not sent: the file is larger than this workspace takes.',
  'no-room': 'Not sent: there is no more room for your files on the server.',
  'hash-mismatch': 'Not sent: the file did not arrive as it is. Try again.',
  'file-infected': 'Not sent: a virus was found in the file.',
  'not-allowed': 'Not sent: this workspace does not take files of this kind.',
  full: 'Not sent: this device has no more room.',
  unreadable: 'Not sent: the file cannot be read on this device any more. Choose it again.',
  gone: 'Not sent: this device has lost the file. Choose it again.',
};

export const en = {
  attach: {
    media: 'Photo or video',
    file: 'File',
    camera: 'Take a photo',
  },
  voiceName: (time: string) => `Voice message ${time}`,
  tray: {
    label: 'Files of this message',
    keys: 'Arrow keys go from file to file, with Alt they move one, Delete takes it out.',
    total: (count: number, size: string) => `${files(count)}, ${size}`,
    tile: (name: string, place: number, count: number) => `${name}, ${place} of ${count}`,
    keeping: 'Getting ready',
    notSent: 'Stays behind',
    options: (name: string) => `Options for ${name}`,
    remove: (name: string) => `Remove ${name}`,
    removeOne: 'Remove',
    removeAll: 'Remove all',
    earlier: 'Move forward',
    later: 'Move back',
    moved: (name: string, place: number, count: number) => `${name} is now ${place} of ${count}.`,
    removed: (name: string) => `${name} was removed.`,
    noRoom: (room: string) =>
      `The server has room for ${room} more of yours. Delete messages with files to send all of it.`,
    original: 'Original quality',
    originalMark: 'Original',
    originalHint: (size: string) => `Goes as it is, ${size}, with where it was taken.`,
    smallerHint: 'Goes smaller, and without where it was taken.',
    problem: (problem: ChosenProblem, form: AttachmentForm, most: string | null): string => {
      if (problem === 'not-allowed') return notAllowed[form];
      if (problem !== 'too-large') return problems[problem];
      return most === null ? 'This file is too large to be sent here.' : tooLarge[form](most);
    },
    problemOf: (name: string, problem: string) => `${name}: ${problem}`,
  },
  upload: {
    label: 'How far the files are',
    waiting: (isOnline: boolean): string =>
      isOnline ? 'Waits, and goes by itself' : 'Goes when there is a connection',
    sending: (sent: string, total: string) => `${sent} of ${total}`,
    paused: (sent: string, total: string) => `Paused at ${sent} of ${total}`,
    pause: 'Pause sending',
    resume: 'Go on sending',
    retry: 'Try again',
    cancel: 'Do not send it',
    problem: (code: string): string | null => uploadProblems[code] ?? null,
  },
  voice: {
    label: 'Voice message',
    recording: 'Recording',
    starting: 'Waiting for the microphone',
    level: 'How loud it is',
    stop: 'Stop and listen first',
    send: 'Send the voice message',
    cancel: 'Discard the recording',
    play: 'Play',
    pause: 'Pause',
    seek: 'Place in the voice message',
    place: (at: string, whole: string) => `${at} of ${whole}`,
    cancelled: 'The recording was discarded.',
    full: 'This is as long as a voice message can be. What you have said is kept below.',
    cut: 'The microphone is gone. What you have said is kept below.',
    problems: {
      denied:
        'This app may not use the microphone. Allow it in the settings of the browser for this page, then try again.',
      missing: 'No microphone was found. Connect one, then try again.',
      busy: 'The microphone cannot be used now. Another app may be using it.',
      unsupported: 'This browser cannot record.',
    },
  },
  share: {
    title: 'Share to…',
    hint: 'Choose where it goes. In one conversation you see it before it is sent; to several it goes at once.',
    what: 'What is shared',
    caption: 'Text with it',
    to: 'Share to',
    find: 'Find a conversation',
    none: 'No conversation of this name that you may write in.',
    now: (count: number) => (count === 0 ? 'Choose a conversation' : count === 1 ? 'Continue' : `Send to ${count}`),
    nothing: 'There is nothing to share here any more.',
    failed: (names: readonly string[]) =>
      `Not sent to ${names.join(', ')}: it did not open, or files wait there that are not sent yet. Look there.`,
    discard: 'Discard',
  },
  device: {
    title: 'Files on this device',
    intro:
      'Files of others are kept here once they are opened, so that they are there without a connection. What was looked at longest ago goes first. Your own that are not sent yet always stay.',
    used: (size: string, budget: string) => `${size} of at most ${budget}`,
    budget: 'Keep at most',
    rule: 'Get files without being asked',
    rules: {
      never: 'Never: only what I open',
      images: 'Pictures and voice messages',
      everything: 'Everything up to 32 MB',
    },
    clear: 'Remove from this device',
    clearHint: 'What others have sent can be had from the server again.',
    cleared: 'Removed.',
  },
  limits: {
    title: 'Files in this workspace',
    intro:
      'How large one file may be, in MB, and how much one person may keep on the server. 0 forbids a kind. What is sent already stays.',
    forms: {
      image: 'Pictures (MB)',
      video: 'Videos (MB)',
      audio: 'Audio files (MB)',
      voice: 'Voice messages (MB)',
      document: 'Other files (MB)',
    },
    quota: 'For each person (GB)',
    workspace: 'All files of the workspace (GB)',
    invalid: (most: string) => `Write a number from 0 to ${most}.`,
  },
};

export type SendingWords = typeof en;
