import { expect, test } from 'vitest';
import type {
  Attachment,
  AudioAttachment,
  FileHash,
  VoiceAttachment,
} from '../../../shared/conversation/attachments.ts';
import { untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import { idBytes, mintEventId, mintUserId } from '../../../shared/ids.ts';
import { nextSound } from './next-sound.ts';

const author = mintUserId(new Uint8Array(idBytes).fill(1));

const named = (name: string) => ({ hash: name as FileHash, name, size: 1, type: 'audio/webm', durationMs: 1 });
const voice = (name: string): VoiceAttachment => ({ form: 'voice', ...named(name), waveform: '0' });
const song = (name: string): AudioAttachment => ({ form: 'audio', ...named(name) });

function itemAt(at: number, ...attachments: readonly Attachment[]): TimelineItem {
  const id = mintEventId('message', new Uint8Array(idBytes).fill(at));
  const item = { key: String(at), id, author, at, ...untouched, notice: null, text: '', lateAt: null, place: null };
  return { ...item, attachments };
}

test('after a voice message comes the next one, whatever was said between', () => {
  const first = itemAt(1, voice('one'));
  const later = itemAt(4, voice('two'));
  const items = [itemAt(0, voice('before')), first, itemAt(2), itemAt(3, song('song')), later];
  expect(nextSound(items, { item: first, sound: voice('one') })?.sound.name).toBe('two');
  expect(nextSound(items, { item: later, sound: voice('two') })).toBeNull();
});

test('after a song comes the next of its message, and nothing else', () => {
  const album = itemAt(1, song('one'), song('two'));
  const items = [album, itemAt(2, voice('later'))];
  expect(nextSound(items, { item: album, sound: song('one') })?.sound.name).toBe('two');
  expect(nextSound(items, { item: album, sound: song('two') })).toBeNull();
});

test('a message that is on hand no more still knows what comes after it', () => {
  const gone = itemAt(2, voice('gone'));
  const items = [itemAt(1, voice('before')), itemAt(3, voice('after'))];
  expect(nextSound(items, { item: gone, sound: voice('gone') })?.sound.name).toBe('after');
});
