// The network of a world: what was sent waits in its connection until the test lets it through. A socket keeps its order,
// as TCP does; between sockets and requests anything may overtake anything.
import { EventEmitter } from 'node:events';
import type { Knock } from '../../sync-server/link/links.ts';
import type { Machine } from './machine.ts';
import type { Trace } from './trace.ts';

/** What a server of the world does with what comes in. Both run as the server. */
export interface Listener {
  readonly machine: Machine;
  readonly answer: (request: Request) => Promise<Response>;
  /** Answers how the device's end is opened; null when it is refused. */
  readonly welcome: (knock: Knock) => Promise<((end: ServerSocket) => void) | null>;
}

export interface WireOptions {
  readonly trace: Trace;
  /** Null while no server listens. */
  readonly listener: () => Listener | null;
  /** Told of all that the server says to a device, as it says it. */
  readonly onTold: (machine: Machine, told: Uint8Array | string) => void;
}

/** One end's next bytes for the other, or its word that it closes. */
type Parcel =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'open' | 'ping' | 'pong' }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

export interface DeviceEnd {
  readonly machine: Machine;
  readonly cookie: () => string;
  readonly origin: string;
  readonly url: string;
}

/** Of one direction of a connection. */
export type Direction = 'up' | 'down';

const directions: readonly Direction[] = ['up', 'down'];

export abstract class Connection {
  readonly name: string;
  readonly machine: Machine;
  isGone = false;
  constructor(name: string, machine: Machine) {
    this.name = name;
    this.machine = machine;
  }
  /** How much waits in this direction. */
  abstract waiting(direction: Direction): number;
  /** Lets the next of it through. */
  abstract pass(direction: Direction): void;
  /** Breaks it: what waits is lost, and the ends notice. */
  abstract cut(): void;
}

export class Wire {
  readonly #options: WireOptions;
  #connections: Connection[] = [];
  #count = 0;
  /** Devices without a network. */
  readonly #unplugged = new Set<string>();

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** All that is open, oldest first. */
  get connections(): readonly Connection[] {
    return (this.#connections = this.#connections.filter(({ isGone }) => !isGone));
  }

  /** Where something waits to be let through. */
  waiting(): { readonly connection: Connection; readonly direction: Direction }[] {
    return this.connections.flatMap((connection) =>
      directions.flatMap((direction) => (connection.waiting(direction) > 0 ? [{ connection, direction }] : [])),
    );
  }

  /** `device`: the name of a browser, which names its tabs. */
  unplug(device: string): void {
    this.#unplugged.add(device);
    for (const connection of this.connections) if (connection.machine.name.startsWith(`${device}.`)) connection.cut();
  }

  plugIn(device: string): void {
    this.#unplugged.delete(device);
  }

  isPlugged(device: string): boolean {
    return !this.#unplugged.has(device);
  }

  request(device: string, machine: Machine, request: Request): Promise<Response> {
    if (!machine.isAlive) return new Promise(() => undefined);
    if (!this.isPlugged(device)) return Promise.reject(new TypeError('no network'));
    return new Promise((resolve, reject) => {
      this.#connections.push(
        new HttpExchange(this.#name(machine), machine, { ...this.#options, request, resolve, reject }),
      );
    });
  }

  connect(device: string, end: DeviceEnd): DeviceSocket {
    const socket = new DeviceSocket(this.#name(end.machine), end, this.#options);
    if (end.machine.isAlive) this.#connections.push(socket);
    if (!this.isPlugged(device)) end.machine.soon(() => socket.cut());
    return socket;
  }

  #name(machine: Machine): string {
    return `${machine.name}#${++this.#count}`;
  }
}

interface ExchangeOptions extends WireOptions {
  readonly request: Request;
  readonly resolve: (response: Response) => void;
  readonly reject: (error: Error) => void;
}

/** A request and its answer. */
export class HttpExchange extends Connection {
  readonly #options: ExchangeOptions;
  #isAsked = false;
  #answer: { readonly status: number; readonly headers: Headers; readonly body: string } | null = null;

  constructor(name: string, machine: Machine, options: ExchangeOptions) {
    super(name, machine);
    this.#options = options;
    options.request.signal.addEventListener('abort', () => this.cut());
  }

  waiting(direction: Direction): number {
    if (this.isGone) return 0;
    if (direction === 'up') return this.#isAsked ? 0 : 1;
    return this.#answer === null ? 0 : 1;
  }

  pass(direction: Direction): void {
    if (this.waiting(direction) === 0) return;
    if (direction === 'up') this.#ask(true);
    else this.#reply();
  }

  /** The same request once more, as a proxy may send it: only its first answer comes back. */
  repeat(): void {
    if (!this.isGone && !this.#isAsked) this.#ask(false);
  }

  #ask(isLast: boolean): void {
    const { trace, listener, request } = this.#options;
    const server = listener();
    if (isLast) this.#isAsked = true;
    if (server === null) return this.cut();
    const copy = isLast ? request : request.clone();
    const take = async () => {
      trace.note(`${this.name} ↑ ${copy.method} ${new URL(copy.url).pathname}`);
      const response = await server.answer(copy);
      const body = await response.text();
      if (!isLast || !server.machine.isAlive) return;
      this.#options.onTold(this.machine, body);
      this.#answer = { status: response.status, headers: response.headers, body };
    };
    server.machine.onDeath(() => void (this.#answer === null && this.#isAsked && this.cut()));
    server.machine.enter(() => void take());
  }

  #reply(): void {
    const answer = this.#answer;
    if (answer === null) return;
    this.isGone = true;
    const { trace, resolve } = this.#options;
    this.machine.enter(() => {
      trace.note(`${this.name} ↓ ${answer.status} ${answer.body}`);
      const isEmpty = answer.status === 204 || answer.status === 304;
      resolve(new Response(isEmpty ? null : answer.body, { status: answer.status, headers: answer.headers }));
    });
  }

  cut(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.#options.trace.note(`${this.name} is lost`);
    this.machine.enter(() => this.#options.reject(new TypeError('the connection is lost')));
  }
}

/** The device's end, with the interface of a browser's WebSocket as far as the link uses it. */
export class DeviceSocket extends Connection {
  readyState = 0;
  binaryType = 'arraybuffer';
  readonly #end: DeviceEnd;
  readonly #options: WireOptions;
  readonly #listeners = new Map<string, Set<(event: object) => void>>();
  readonly #up: Parcel[] = [];
  readonly #down: Parcel[] = [];
  #server: ServerSocket | null = null;
  #hasKnocked = false;
  /** Takes everything and brings nothing, its opening neither: a network that is dead and does not say so. */
  isStalled = false;

  constructor(name: string, end: DeviceEnd, options: WireOptions) {
    super(name, end.machine);
    this.#end = end;
    this.#options = options;
    end.machine.onDeath(() => this.#vanish());
  }

  addEventListener(kind: string, listener: (event: object) => void): void {
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
  }

  removeEventListener(kind: string, listener: (event: object) => void): void {
    this.#listeners.get(kind)?.delete(listener);
  }

  send(bytes: Uint8Array): void {
    if (this.readyState === 1 && this.machine.isAlive) this.#up.push({ kind: 'bytes', bytes: bytes.slice() });
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState >= 2) return;
    const wasOpen = this.readyState === 1;
    this.readyState = 2;
    if (wasOpen) this.#up.push({ kind: 'close', code, reason });
    else this.machine.soon(() => this.#ended(1006, ''));
  }

  waiting(direction: Direction): number {
    if (this.isGone) return 0;
    if (direction === 'up') return this.#hasKnocked ? this.#up.length : 1;
    return this.#down.length;
  }

  pass(direction: Direction): void {
    if (this.waiting(direction) === 0) return;
    if (direction === 'down') return this.#takeDown();
    if (!this.#hasKnocked) return this.#knock();
    const parcel = this.#up.shift();
    if (parcel === undefined || this.isStalled) return;
    this.#server?.take(parcel);
  }

  #knock(): void {
    this.#hasKnocked = true;
    const server = this.#options.listener();
    if (server === null) return this.cut();
    const { origin, cookie, url } = this.#end;
    const { pathname, search } = new URL(url);
    this.#options.trace.note(`${this.name} ↑ upgrade`);
    const judge = async () => {
      const enter = await server.welcome({ path: pathname + search, origin, cookie: cookie() });
      if (this.isGone || !server.machine.isAlive) return;
      if (enter === null) return this.cut();
      const parcels = { name: this.name, trace: this.#options.trace, machine: server.machine };
      this.#server = new ServerSocket(parcels, (parcel) => {
        if (parcel.kind === 'bytes') this.#options.onTold(this.machine, parcel.bytes);
        this.#down.push(parcel);
      });
      this.#down.push({ kind: 'open' });
      enter(this.#server);
    };
    server.machine.onDeath(() => this.#orphaned());
    server.machine.enter(() => void judge());
  }

  /** The server's process is gone. What it had said is on its way still, and then the end. */
  #orphaned(): void {
    if (this.#server === null) return this.cut();
    this.#server = null;
    this.#down.push({ kind: 'close', code: 1006, reason: '' });
  }

  #takeDown(): void {
    const parcel = this.#down.shift();
    if (parcel === undefined || this.isStalled) return;
    const { trace } = this.#options;
    trace.note(`${this.name} ↓ ${parcel.kind}`, parcel.kind === 'bytes' ? parcel.bytes : undefined);
    if (parcel.kind === 'open' && this.readyState === 0) {
      this.readyState = 1;
      this.#tell('open', {});
    } else if (parcel.kind === 'bytes') {
      const { bytes } = parcel;
      if (this.readyState < 3) this.#tell('message', { data: bytes.slice().buffer });
    } else if (parcel.kind === 'ping') this.#up.push({ kind: 'pong' });
    else if (parcel.kind === 'close') this.#ended(parcel.code, parcel.reason);
  }

  #ended(code: number, reason: string): void {
    if (this.isGone) return;
    this.isGone = true;
    const wasOpening = this.readyState === 0;
    this.readyState = 3;
    this.#server?.broken();
    if (wasOpening) this.#tell('error', { message: 'the socket did not open' });
    this.#tell('close', { code, reason });
  }

  cut(): void {
    this.#options.trace.note(`${this.name} is cut`);
    this.#ended(1006, '');
  }

  /** The device's process is gone; the network tells the server. */
  #vanish(): void {
    this.isGone = true;
    this.readyState = 3;
    this.#server?.broken();
  }

  #tell(kind: string, event: object): void {
    for (const listener of [...(this.#listeners.get(kind) ?? [])]) {
      this.machine.enter(() => listener({ type: kind, target: this, ...event }));
    }
  }
}

interface ServerEnd {
  readonly name: string;
  readonly trace: Trace;
  readonly machine: Machine;
}

/** The server's end, as much of `ws` as a link uses. */
export class ServerSocket extends EventEmitter {
  readyState = 1;
  readonly bufferedAmount = 0;
  readonly #end: ServerEnd;
  readonly #deliver: (parcel: Parcel) => void;

  constructor(end: ServerEnd, deliver: (parcel: Parcel) => void) {
    super();
    this.#end = end;
    this.#deliver = deliver;
  }

  send(bytes: Uint8Array): void {
    if (this.readyState === 1) this.#give({ kind: 'bytes', bytes: bytes.slice() });
  }

  ping(): void {
    if (this.readyState === 1) this.#give({ kind: 'ping' });
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState !== 1) return;
    this.readyState = 2;
    this.#give({ kind: 'close', code, reason });
  }

  terminate(): void {
    if (this.readyState === 3) return;
    this.#give({ kind: 'close', code: 1006, reason: '' });
    this.broken();
  }

  /** Of a dead process nothing leaves. */
  #give(parcel: Parcel): void {
    if (this.#end.machine.isAlive) this.#deliver(parcel);
  }

  take(parcel: Parcel): void {
    const { name, trace, machine } = this.#end;
    trace.note(`${name} ↑ ${parcel.kind}`, parcel.kind === 'bytes' ? parcel.bytes : undefined);
    if (this.readyState === 3) return;
    machine.enter(() => {
      if (parcel.kind === 'bytes') this.emit('message', Buffer.from(parcel.bytes), true);
      else if (parcel.kind === 'pong') this.emit('pong');
      else if (parcel.kind === 'close') {
        if (this.readyState === 1) this.#give({ kind: 'close', code: parcel.code, reason: parcel.reason });
        this.#closed(parcel.code, parcel.reason);
      }
    });
  }

  /** The connection is no more. */
  broken(): void {
    this.#end.machine.soon(() => this.#closed(1006, ''));
  }

  #closed(code: number, reason: string): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.emit('close', code, Buffer.from(reason));
  }
}
