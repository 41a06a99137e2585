// Where this browser keeps no index: nothing is found here, and that is all there is.
import { makeWritable } from '../writable.ts';
import type { DeviceSearch } from './device-search.ts';

export const noDeviceSearch: DeviceSearch = {
  state: makeWritable({ status: 'off' }),
  find(_, onFound) {
    onFound({ hits: [], isWhole: true, guesses: [] });
    return { more: () => undefined, stop: () => undefined };
  },
};
