// One room under load: its members' sockets, its writers in a closed loop, each with a window of messages under way.
import { randomBytes } from 'node:crypto';
import { logRoot } from '../../../shared/conversation/log.ts';
import { must } from '../../../shared/base/assert.ts';
import { mintEventId, type ClientId, type UserId } from '../../../shared/ids.ts';
import type { PeerKind } from '../peer-process.ts';
import type { Room } from '../population.ts';
import { openMemberSocket, type MemberSocket } from './member-socket.ts';
import { encodeLogMessage, encodeMapMessage, findMessages, structsPerMap, textOf, type Place } from './message.ts';
import { RoomTally } from './room-tally.ts';
import { readServerFrame, updateFrame } from './wire.ts';

export interface LoadedRoomOptions {
  readonly room: Room;
  readonly peer: PeerKind;
  readonly url: string;
  readonly cookies: ReadonlyMap<UserId, string>;
  readonly window: number;
  readonly onDelivered: (tookMs: number) => void;
  readonly onSettled: () => void;
  readonly onFault: (fault: Error) => void;
}

interface Writer {
  readonly client: ClientId;
  readonly userId: UserId;
  /** The newest message that this writer has seen, as a Y.Array's end. */
  last: Place | null;
}

export class LoadedRoom {
  readonly tally: RoomTally;
  readonly #options: LoadedRoomOptions;
  readonly #writers: Writer[];
  readonly #writerOf: ReadonlyMap<number, number>;
  #sockets: MemberSocket[] = [];
  #isWriting = false;

  constructor(options: LoadedRoomOptions) {
    const { room, window, onSettled } = options;
    this.#options = options;
    const clients = randomBytes(4 * room.writers);
    this.#writers = room.userIds.slice(0, room.writers).map((userId, index) => ({
      client: clients.readUInt32BE(4 * index) as ClientId,
      userId,
      last: null,
    }));
    this.#writerOf = new Map(this.#writers.map(({ client }, index) => [client, index]));
    this.tally = new RoomTally({
      members: room.userIds.length,
      writers: room.writers,
      window,
      onSettled: (writer) => {
        onSettled();
        if (this.#isWriting) this.#write(writer);
      },
    });
  }

  async open(): Promise<void> {
    const { room } = this.#options;
    this.#sockets = await Promise.all(room.userIds.map((userId, member) => this.openSocket(userId, member)));
  }

  /** A socket of a member; `member` null listens for nothing. */
  openSocket(userId: UserId, member: number | null): Promise<MemberSocket> {
    const { peer, url, room, cookies, onFault } = this.#options;
    const onFrame = (frame: Buffer) => {
      if (member !== null) this.#receive(member, frame);
    };
    return openMemberSocket({
      ...{ peer, url, onFault, onFrame },
      document: room.document,
      cookie: cookies.get(userId) ?? '',
    });
  }

  start(): void {
    this.#isWriting = true;
    for (const writer of this.#writers.keys()) {
      for (let count = 0; count < this.#options.window; count++) this.#write(writer);
    }
  }

  /** No new messages; those under way still arrive. */
  stop(): void {
    this.#isWriting = false;
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  #write(index: number): void {
    const { room, peer } = this.#options;
    const writer = must(this.#writers[index], 'a writer');
    const number = this.tally.send(index, performance.now());
    const update = encode(peer, writer, { writer: index, number });
    this.#sockets[index]?.send(updateFrame(room.document, update));
    if (peer === 'relay') this.tally.acknowledgeNext(index);
  }

  #receive(member: number, frame: Buffer): void {
    const nowMs = performance.now();
    const { onDelivered, onFault, peer } = this.#options;
    try {
      let isEmpty = true;
      findMessages(frame, (writer, number) => {
        isEmpty = false;
        const tookMs = this.tally.arrive(member, { writer, number }, nowMs);
        if (!Number.isNaN(tookMs)) onDelivered(tookMs);
        if (peer === 'stock-map') this.#see(member, writer, number);
      });
      if (isEmpty && member < this.#writers.length) this.#receiveWord(member, frame);
    } catch (error) {
      onFault(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #see(member: number, writer: number, number: number): void {
    const seeing = this.#writers[member];
    const client = this.#writers[writer]?.client;
    if (seeing !== undefined && client !== undefined) seeing.last = { client, clock: number * structsPerMap };
  }

  /** What is no message: an acknowledgement, or the end of it all. */
  #receiveWord(member: number, bytes: Buffer): void {
    const frame = readServerFrame(bytes);
    if (frame.kind === 'refused') throw new Error(`refused: ${frame.reason}`);
    if (frame.kind !== 'acknowledgement') return;
    if (frame.accepted === null) return this.tally.acknowledgeNext(member);
    for (const [client, count] of frame.accepted) {
      const writer = this.#writerOf.get(client);
      if (writer === member) this.tally.acknowledge(writer, count);
    }
  }
}

let lastAt = 0;

function encode(peer: PeerKind, writer: Writer, name: { writer: number; number: number }): Uint8Array {
  const { client, userId, last } = writer;
  lastAt = Math.max(lastAt + 1, Date.now());
  const message = { id: mintEventId('message', randomBytes(15)), at: lastAt, text: textOf(name.writer, name.number) };
  if (peer !== 'stock-map') return encodeLogMessage({ client, clock: name.number }, logRoot(userId, client), message);
  const place = { client, clock: name.number * structsPerMap };
  const update = encodeMapMessage(place, last, { ...message, author: userId });
  writer.last = place;
  return update;
}
