// Looks for something on a device as a person would, and waits until all of it is told.
import type { FoundHere } from '../../client/engine/search/device-search.ts';
import { must } from '../../shared/base/assert.ts';
import { parseQuery } from '../../shared/search/query.ts';
import type { EngineDevice } from './engine-device.ts';
import { until } from './until.ts';

export async function indexIsReady({ messenger }: EngineDevice): Promise<void> {
  await until(() => messenger.search.state.get().status === 'ready', 'the index to be ready');
}

/** The texts that are found, the newest first. */
export async function lookFor(device: EngineDevice, text: string): Promise<readonly string[]> {
  return (await lookForAll(device, text)).hits.map((hit) => hit.text);
}

export async function lookForAll({ messenger }: EngineDevice, text: string): Promise<FoundHere> {
  const looking = watchFor({ messenger }, text);
  await until(() => looking.found?.isWhole === true, `all of ${text}`);
  looking.stop();
  return must(looking.found, 'an answer');
}

/** Goes on until it is stopped: `found` is what a person sees. */
export function watchFor({ messenger }: Pick<EngineDevice, 'messenger'>, text: string) {
  const query = parseQuery(text, {
    ...{ me: messenger.me.userId, timeZone: 'Europe/Berlin', nowMs: Date.now(), conversations: [] },
    people: messenger.conversations.get().flatMap(({ members }) => members),
  });
  let found: FoundHere | null = null;
  const running = messenger.search.find(query, (told) => {
    found = told;
    if (!told.isWhole) running.more();
  });
  return {
    get found(): FoundHere | null {
      return found;
    },
    texts: () => found?.hits.map((hit) => hit.text) ?? [],
    stop: () => running.stop(),
  };
}
