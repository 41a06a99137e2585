// What the background has fetched on a device, as it has told its disk.
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import type { EngineDevice } from './engine-device.ts';

/** The place in the server's log up to which each chapter is here, by `<conversation>/<chapter>`. */
export async function heldChapters({ platform, messenger }: EngineDevice): Promise<ReadonlyMap<string, unknown>> {
  const table = platform.openTable(`${personPrefix(platform, messenger.me.userId)}/kept`);
  const kept = await table.readAll();
  table.close();
  const held = [...(kept.status === 'read' ? kept.values : [])].filter(([key]) => key.startsWith('held/'));
  return new Map(held.map(([key, position]) => [key.slice('held/'.length), position]));
}
