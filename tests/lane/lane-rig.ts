// The server's core in one process, with only the sockets made up: real Path, Hocuspocus, Link and update log.
// Bytes wait at both ends of each socket until the test lets them through, so a seed decides every order.
import type { Document } from '@hocuspocus/server';
import type { WebSocket } from 'ws';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import { mintId, type ClientId, type DeviceId, type UserId } from '../../shared/ids.ts';
import type { Channel } from '../../sync-server/lane/channel.ts';
import { forgetDocument, makeHocuspocus } from '../../sync-server/link/hocuspocus.ts';
import { Link } from '../../sync-server/link/link.ts';
import { Path } from '../../sync-server/path.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { randomBytes } from '../kit/sample-events.ts';
import { endsOf, readTold, type Told } from '../kit/told.ts';

export interface LaneRigOptions {
  readonly log: UpdateLog;
  /** What is on disk now: the clock after the last entry of a client. */
  readonly nextOnDisk?: (document: string, client: number) => number;
  /** Before access is granted. */
  readonly pause?: () => Promise<void>;
}

/** A device's end of one socket. */
export interface RigSocket {
  /** What the server wrote and the device has not read yet. */
  readonly inbox: Told[];
  readonly isCut: boolean;
  send(bytes: Uint8Array): void;
  cut(): void;
}

export interface LaneRig {
  readonly path: Path;
  /** The server's clock, in ms. */
  nowMs: number;
  readonly troubles: string[];
  /** What should never have been said or done. */
  readonly violations: string[];
  readonly counts: { acknowledgements: number; updates: number; unloads: number };
  connect(userId: UserId): RigSocket;
  /** The live document that new channels would get. */
  document(name: DocumentName): Document | undefined;
  openChannels(name: DocumentName): number;
  /** Notes a violation for each open channel that does not sit in the one live document of its name. */
  checkChannels(): void;
}

export function makeLaneRig({ log, nextOnDisk, pause = () => Promise.resolve() }: LaneRigOptions): LaneRig {
  const channels = new Set<Channel>();
  const isOpen = ({ connection }: Channel) => connection.document.hasConnection(connection);
  let links = 0;

  class WatchedLink extends Link {
    override attach(channel: Channel): boolean {
      const isAttached = super.attach(channel);
      if (isAttached) channels.add(channel);
      return isAttached;
    }
  }

  const onTrouble = (what: string) => rig.troubles.push(what);
  const path: Path = new Path({
    ...{
      log,
      onTrouble,
      mayRead: () => true,
      mayAdd: () => true,
      isToldOfReading: () => true,
      onNews: () => undefined,
      autoReply: () => null,
      now: () => rig.nowMs,
    },
    serverClient: 4_000_000_000 as ClientId, // an unsigned 32-bit integer
    random: randomBytes,
    forget(document) {
      rig.counts.unloads++;
      forgetDocument(hocuspocus, document);
    },
  });
  const access = { mayOpen: () => pause().then(() => 'write' as const), partnerOf: () => Promise.resolve(null) };
  const hocuspocus = makeHocuspocus({ path, access, onTrouble });

  /** Nothing may be told before it is on disk: compared as the server writes it, not later. */
  const noteTold = (told: Told) => {
    for (const [client, clock] of clocksIn(told)) {
      if (nextOnDisk === undefined || nextOnDisk(told.document, client) >= clock) continue;
      rig.violations.push(`${told.kind} of ${client}:${clock} in ${told.document} is not on disk`);
    }
    if (told.kind === 'acknowledged') rig.counts.acknowledgements++;
    if (told.kind === 'update') rig.counts.updates++;
  };

  const rig: LaneRig = {
    ...{ path, troubles: [], violations: [], nowMs: 1_700_000_000_000 },
    counts: { acknowledgements: 0, updates: 0, unloads: 0 },
    connect(userId) {
      const inbox: Told[] = [];
      const socket = {
        readyState: 1,
        bufferedAmount: 0,
        send(bytes: Uint8Array) {
          const told = readTold(bytes.slice());
          noteTold(told);
          inbox.push(told);
        },
        close: () => cut(),
        terminate: () => cut(),
        ping: () => undefined,
      };
      const link = new WatchedLink({
        linkId: `lnk_${++links}`,
        socket: socket as unknown as WebSocket, // all that a link uses of one
        session: { userId, sessionId: mintId('ses', randomBytes()) as DeviceId, expiresAt: Infinity },
        receive: (channel, { update, isSync }) => path.receive(channel, update, isSync),
        report: () => undefined,
        hear: () => undefined,
        isAllowed: () => true,
      });
      const request = new Request('http://localhost/sync');
      link.serve(hocuspocus.handleConnection(link, request, { link, permission: 'none', partner: null }));
      const cut = () => {
        if (socket.readyState === 3) return;
        socket.readyState = 3;
        link.closed(1006, '');
      };
      return {
        inbox,
        cut,
        send: (bytes) => link.receive(bytes),
        get isCut() {
          return socket.readyState === 3;
        },
      };
    },
    document: (name) => hocuspocus.documents.get(name),
    openChannels: (name) => [...channels].filter((channel) => channel.document === name && isOpen(channel)).length,
    checkChannels() {
      for (const channel of channels) {
        if (!isOpen(channel)) channels.delete(channel);
        else if (hocuspocus.documents.get(channel.document) !== channel.connection.document) {
          rig.violations.push(`a channel of ${channel.document} sits in a document of its own`);
        }
      }
    },
  };
  return rig;
}

/** Lets everything that waits in this process run once. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Turns until `isTrue`; so many turns stand for "for ever". */
export async function turnsUntil(isTrue: () => boolean, what: string, maxTurns = 5_000): Promise<void> {
  for (let turn = 0; turn < maxTurns; turn++) {
    if (isTrue()) return;
    await nextTurn();
  }
  throw new Error(`waited ${maxTurns} turns for ${what}`);
}

function clocksIn(told: Told): ReadonlyMap<number, number> {
  if (told.kind === 'acknowledged') return told.clocks;
  return told.kind === 'update' || told.kind === 'sync-answer' ? endsOf(told.update) : new Map();
}
