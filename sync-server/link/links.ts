// All sockets of this server: the checks at the door, who is linked, and Hocuspocus behind the guards.
// Origin and session are checked once here; access to each document when it is opened. Knows no port.
import type { Document } from '@hocuspocus/server';
import {
  directConversationId,
  isDirectConversationId,
  type ConversationId,
  type DeviceId,
  type UserId,
} from '../../shared/ids.ts';
import { closeCodes } from '../../shared/protocol/close-codes.ts';
import { parseDeliveryReport } from '../../shared/protocol/signals.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';
import { isTimeZone } from '../../shared/rules/time-zone.ts';
import { makeTokenBuckets } from '../api/token-buckets.ts';
import type { Access } from '../directory/access.ts';
import type { Devices } from '../directory/devices.ts';
import type { Session, Sessions } from '../directory/sessions.ts';
import { aliveEveryMs, maxBucketKeys, maxLinksPerPerson, type LinkRates } from '../limits.ts';
import type { DeviceSignal } from '../../shared/protocol/presence.ts';
import type { Presence } from '../presence/presence.ts';
import type { Path } from '../path.ts';
import { forgetDocument, makeHocuspocus } from './hocuspocus.ts';
import { Link, type LinkSocket } from './link.ts';
import { OpenLinks } from './open-links.ts';
import type { Frame } from './read-frame.ts';
import { makeWords } from './words.ts';

export interface LinksOptions {
  readonly path: Path;
  readonly access: Access;
  readonly sessions: Sessions;
  readonly devices: Devices;
  readonly origins: readonly string[];
  readonly epoch: string;
  readonly rates: Pick<LinkRates, 'frames' | 'syncs' | 'words' | 'typing'>;
  readonly presence: Presence;
  readonly membersOf: (conversationId: ConversationId) => Promise<readonly UserId[]>;
  readonly mayWrite: (userId: UserId, conversationId: ConversationId) => Promise<boolean>;
  readonly now: () => number;
  readonly newLinkId: () => string;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** What a request for a socket says of itself. */
export interface Knock {
  /** With its query, e.g. `/sync?protocol=2`. */
  readonly path: string;
  readonly origin: string;
  readonly cookie: string;
}

/** Whose socket it will be. Without a session it is opened only to be told why not, by `ending`. */
export interface Entrance {
  readonly request: Request;
  readonly session: Session | null;
  readonly ending: number | null;
}

export interface Links {
  /** Judges a request for a socket; without an entrance there is none. */
  judge(knock: Knock): Promise<Entrance | 'not-found' | 'forbidden'>;
  /** The socket is open now. Whoever hears of its failures has to be there before. */
  enter(socket: LinkSocket, entrance: Entrance): void;
  /** Tells these people's devices that a conversation of theirs began or changed in the directory. */
  tellChanged(userIds: readonly UserId[], conversationId: ConversationId): void;
  /**
   * Tells them that there is something new in it: each socket once until its session asks the inbox, which tells
   * everything. `source`: the device that it comes from, and that knows.
   */
  tellNews(userIds: readonly UserId[], conversationId: ConversationId, source?: DeviceId): void;
  /** Tells their own devices that what this person is here is another. */
  tellAccount(userId: UserId): void;
  /** These people may do something else in it now, or nothing: whatever of it they have open is opened anew. */
  reopen(userIds: readonly UserId[], conversationId: ConversationId): void;
  /**
   * Who may write to whom is another: direct conversations that are open are opened anew, and everybody hears that
   * something changed.
   */
  writingChanged(): void;
  /** A device is about to be told everything: what changes from here on is news again. */
  inboxAsked(session: Session): void;
  /** Cuts every socket of a session that has ended: by its device, or from another one. */
  cutSession(sessionId: DeviceId, where: 'here' | 'elsewhere'): void;
  /** Whether this device has a socket. */
  isLinked(deviceId: DeviceId): boolean;
  /** Takes a document out of memory; Hocuspocus must not hold one that its lane has let go. */
  forget(document: Document): void;
  close(): void;
}

export function openLinks(options: LinksOptions): Links {
  const links = new OpenLinks();
  const hocuspocus = makeHocuspocus(options);
  const isAllowed = makeAllowance(options);
  /** Sessions that ended while a socket of theirs may have been on its way in. */
  const justEnded = new Map<DeviceId, Ending>();
  const timer = setInterval(() => {
    const nowMs = options.now();
    for (const [sessionId, { atMs }] of justEnded) if (nowMs - atMs >= aliveEveryMs) justEnded.delete(sessionId);
    lookAfter(links.all(), nowMs);
  }, aliveEveryMs);
  let isClosing = false;
  const { presence } = options;
  const noteSeen = ({ sessionId }: Session) => {
    options.devices
      .noteSeen(sessionId)
      .catch((error: unknown) => options.onTrouble('a device’s last sight was not noted', error));
  };

  const heed = (link: Link, signal: DeviceSignal) => {
    if (signal.kind === 'watch') presence.watch(link, signal.userIds);
    else if (signal.kind === 'active') presence.setActive(link, signal.isActive);
    else if (signal.kind === 'attention') presence.setAttention(link, signal.isHere);
    else if (signal.kind === 'zone') {
      if (isTimeZone(signal.timeZone)) presence.setTimeZone(link, signal.timeZone);
    } else void tellTyping(link.session.userId, signal.conversationId);
  };
  const words = makeWords({ rule: options.rates.words, now: options.now, heed });
  const typing = makeTokenBuckets({ rule: options.rates.typing, maxKeys: maxBucketKeys, now: options.now });
  /** To those who look at the conversation now. */
  const tellTyping = async (userId: UserId, conversationId: ConversationId) => {
    if (typing.take(`${userId} ${conversationId}`) > 0) return; // it is shown still
    try {
      if (!(await options.mayWrite(userId, conversationId))) return;
      for (const member of await options.membersOf(conversationId)) {
        if (member === userId) continue;
        for (const other of links.of(member)) {
          if (other.hasOpen(conversationId)) other.signal({ kind: 'typing', conversationId, userId });
        }
      }
    } catch (error) {
      options.onTrouble('nobody could be told that somebody writes', error);
    }
  };

  const open = (socket: LinkSocket, request: Request, session: Session) => {
    const { path, newLinkId, epoch, now, onTrouble } = options;
    const link: Link = new Link({
      linkId: newLinkId(),
      socket,
      session,
      receive: (channel, { update, isSync }) => path.receive(channel, update, isSync),
      report: (channel, text) => {
        const report = parseDeliveryReport(text);
        if (report === null) link.close(closeCodes.malformed, 'malformed');
        else path.takeDelivered(channel, report.delivered);
      },
      hear: (from, signal) => words.hear(from, signal),
      isAllowed,
    });
    links.add(link);
    presence.arrived(link);
    noteSeen(session);
    link.serve(hocuspocus.handleConnection(link, request, { link, permission: 'none', partner: null }));
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) return link.close(closeCodes.malformed, 'malformed');
      try {
        link.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      } catch (error) {
        // A bug of ours; whoever found it ends this socket alone and not everybody's.
        onTrouble('a frame could not be handled', error);
        link.terminate();
      }
    });
    socket.on('pong', () => (link.isAlive = true));
    socket.on('close', (code, reason) => {
      links.delete(link);
      words.forget(link);
      presence.left(link);
      if (!isClosing) noteSeen(session);
      link.closed(code, reason.toString());
    });
    const { userId } = session;
    const generation = path.newestGeneration(userId);
    link.signal({ kind: 'hello', protocol: protocolVersion, epoch, now: now(), userId, generation });
  };

  const linksOf = (userIds: readonly UserId[]) => userIds.flatMap((userId) => [...links.of(userId)]);
  return {
    async judge({ path, origin, cookie }) {
      const url = new URL(path, 'http://localhost');
      if (url.pathname !== '/sync') return 'not-found';
      if (!options.origins.includes(origin)) return 'forbidden';
      const headers = new Headers({ cookie });
      const session = await options.sessions.authenticate(headers);
      const ending = session === null ? await endingOf(options, headers) : null;
      return { request: new Request(url, { headers }), session, ending };
    },
    enter(socket, { request, session, ending }) {
      if (isClosing) socket.close(closeCodes.goingAway);
      else if (new URL(request.url).searchParams.get('protocol') !== String(protocolVersion)) {
        socket.close(closeCodes.updateNeeded);
      } else if (session === null) socket.close(ending ?? closeCodes.signedOut);
      else if (justEnded.has(session.sessionId)) socket.close(justEnded.get(session.sessionId)?.code);
      else if (links.of(session.userId).size >= maxLinksPerPerson) socket.close(closeCodes.malformed, 'too-many');
      else open(socket, request, session);
    },
    tellChanged(userIds, conversationId) {
      for (const link of linksOf(userIds)) link.tellChanged(conversationId);
    },
    tellNews(userIds, conversationId, source) {
      for (const link of linksOf(userIds)) {
        if (!link.isAboutToAsk && link.session.sessionId !== source) link.tellChanged(conversationId);
      }
    },
    tellAccount(userId) {
      for (const link of linksOf([userId])) link.signal({ kind: 'account' });
    },
    reopen(userIds, conversationId) {
      for (const link of linksOf(userIds)) link.reopen((one) => one === conversationId);
    },
    writingChanged() {
      for (const link of links.all()) {
        const { userId } = link.session;
        link.reopen(isDirectConversationId);
        link.tellChanged(directConversationId(userId, userId)); // of no conversation: the inbox tells the rest
      }
    },
    inboxAsked({ sessionId, userId }) {
      for (const link of links.of(userId)) if (link.session.sessionId === sessionId) link.isAboutToAsk = false;
    },
    cutSession(sessionId, where) {
      const code = where === 'elsewhere' ? closeCodes.endedElsewhere : closeCodes.signedOut;
      justEnded.set(sessionId, { code, atMs: options.now() });
      for (const link of links.all()) if (link.session.sessionId === sessionId) link.close(code);
    },
    isLinked: (deviceId) => links.all().some((link) => link.session.sessionId === deviceId),
    forget: (document) => forgetDocument(hocuspocus, document),
    close() {
      isClosing = true;
      clearInterval(timer);
      for (const link of links.all()) link.close(closeCodes.goingAway);
      setTimeout(() => links.all().forEach((link) => link.terminate()), patienceMs).unref(); // one that does not go
    },
  };
}

interface Ending {
  readonly code: number;
  readonly atMs: number;
}

/** Why there is no session: null when its time was over, or there never was one. */
async function endingOf({ sessions, devices }: LinksOptions, headers: Headers): Promise<number | null> {
  const token = sessions.tokenOf(headers);
  return token !== null && (await devices.wasEnded(token)) ? closeCodes.endedElsewhere : null;
}

function makeAllowance({ rates, now }: LinksOptions): (link: Link, kind: Frame['kind'] | 'word') => boolean {
  const frames = makeTokenBuckets({ rule: rates.frames, maxKeys: maxBucketKeys, now });
  const syncs = makeTokenBuckets({ rule: rates.syncs, maxKeys: maxBucketKeys, now });
  return ({ session: { userId } }, kind) =>
    frames.take(userId) === 0 && (kind !== 'sync-request' || syncs.take(userId) === 0);
}

/** Drops what no longer answers or is no longer signed in; tells the others that they are still linked. */
function lookAfter(links: readonly Link[], nowMs: number): void {
  for (const link of links) {
    if (link.session.expiresAt <= nowMs) link.close(closeCodes.goingAway); // on its return the session is looked up anew
    else if (!link.isAlive && !link.hasMoved()) link.terminate();
    else {
      link.isAlive = false;
      link.ping();
      link.signal({ kind: 'alive', now: nowMs });
    }
  }
}

/** How long a device has to take its leave when the server goes. */
const patienceMs = 1_000;
