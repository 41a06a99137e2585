// Devices: where a person is signed in. Both sides' shapes of the list and of ending one of them from another.
import * as v from 'valibot';
import { parseDeviceId, type DeviceId } from '../ids.ts';

const deviceId = v.custom<DeviceId>((value) => parseDeviceId(value) !== null, 'not a device id');

const device = v.object({
  deviceId,
  /** The one that asks. */
  isCurrent: v.boolean(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  lastSeenAt: v.number(),
  /** Names as their makers write them; null for what is not known. */
  browser: v.nullable(v.string()),
  system: v.nullable(v.string()),
});

export const deviceBody = v.strictObject({ deviceId });
export const devicesAnswer = v.object({ devices: v.array(device) });

export type Device = v.InferOutput<typeof device>;
