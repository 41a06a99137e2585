// What is heard after a sound: the next one of the same message, and after a voice message the next voice in the
// conversation. Pure.
import type { AudioAttachment, VoiceAttachment } from '../../../shared/conversation/attachments.ts';
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';

export type Sound = VoiceAttachment | AudioAttachment;

export interface PlacedSound {
  readonly item: TimelineItem;
  readonly sound: Sound;
}

export function nextSound(items: readonly TimelineItem[], { item, sound }: PlacedSound): PlacedSound | null {
  const own = soundsOf(item);
  const next = own[own.findIndex(({ hash }) => hash === sound.hash) + 1];
  if (next !== undefined) return { item, sound: next };
  if (sound.form !== 'voice') return null;
  for (const later of items) {
    const [first] = soundsOf(later);
    if (first?.form === 'voice' && compareItems(item, later) < 0) return { item: later, sound: first };
  }
  return null;
}

function soundsOf({ attachments }: TimelineItem): readonly Sound[] {
  return attachments.filter((one) => one.form === 'voice' || one.form === 'audio');
}
