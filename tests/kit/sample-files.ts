// What messages in tests carry: whole and valid, with nothing behind it. Each name has a hash of its own.
import { createHash } from 'node:crypto';
import {
  parseFileHash,
  type AudioAttachment,
  type DocumentAttachment,
  type ImageAttachment,
  type VideoAttachment,
  type VoiceAttachment,
} from '../../shared/conversation/attachments.ts';
import { must } from '../../shared/base/assert.ts';

const named = (name: string) => ({ hash: hashOf(name), size: 1_000, name });

export function pictureOf(name: string): ImageAttachment {
  return {
    form: 'image',
    ...named(name),
    type: 'image/jpeg',
    width: 40,
    height: 30,
    blur: 'HBkSHYSIeHiPiHh8eJd4eTN0EEQG',
  };
}

export function videoOf(name: string): VideoAttachment {
  return { form: 'video', ...named(name), type: 'video/mp4', width: 40, height: 30, durationMs: 9_000 };
}

export function audioOf(name: string): AudioAttachment {
  return { form: 'audio', ...named(name), type: 'audio/mpeg', durationMs: 61_000 };
}

export function voiceOf(name: string): VoiceAttachment {
  return { form: 'voice', ...named(name), type: 'audio/webm', durationMs: 4_000, waveform: '05az50' };
}

export function documentOf(name: string): DocumentAttachment {
  return { form: 'document', ...named(name), type: 'application/pdf', pages: 2 };
}

function hashOf(name: string) {
  return must(parseFileHash(createHash('sha256').update(name).digest('hex')), 'a hash');
}
