// What journeys share: a server, devices that are closed with it, and waiting until a conversation shows what it should.
import { expect } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { linesOf, startDevice, type EngineDevice, type EngineDeviceOptions } from './engine-device.ts';
import type { Person } from './person.ts';
import { openTestServer, type TestServer, type TestServerOptions } from './test-server.ts';
import { until } from './until.ts';

export interface Journey {
  server: TestServer;
  /** Starts a device that is closed with the journey. */
  start(person: Person, options?: EngineDeviceOptions): Promise<EngineDevice>;
  /** Ada and Ben, and the conversation between them. */
  twoPeople(): Promise<{ ada: Person; ben: Person; conversationId: ConversationId }>;
  close(): Promise<void>;
}

export async function openJourney(options?: TestServerOptions): Promise<Journey> {
  const devices = new Set<EngineDevice>();
  const journey: Journey = {
    server: await openTestServer(options),
    async start(person, deviceOptions) {
      const device = await startDevice(person, deviceOptions);
      devices.add(device);
      return device;
    },
    async twoPeople() {
      const [ada, ben] = await journey.server.people('Ada', 'Ben');
      if (ada === undefined || ben === undefined) throw new Error('two people were asked for');
      return { ada, ben, conversationId: await ada.direct(ben) };
    },
    async close() {
      for (const device of devices) await device.close();
      await journey.server.close();
    },
  };
  return journey;
}

/** Waits until a conversation shows these lines; fails with both when it does not. */
export async function shows(conversation: OpenConversation, lines: readonly string[]): Promise<void> {
  const isThere = () => JSON.stringify(linesOf(conversation)) === JSON.stringify(lines);
  await until(isThere, 'the lines').catch(() => undefined);
  expect(linesOf(conversation)).toEqual(lines);
}

export async function linkIs(device: EngineDevice, status: string): Promise<void> {
  await until(() => device.messenger.link.get().status === status, `the link to be ${status}`);
}

/** Cuts the network and waits until the device knows. */
export async function goOffline(device: EngineDevice): Promise<void> {
  device.setNetwork(false);
  await linkIs(device, 'offline');
}
