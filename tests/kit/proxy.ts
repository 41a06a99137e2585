// A loopback TCP proxy between devices and a server: it can delay, be as slow as a bad line, cut at an exact byte, refuse,
// and it records what crossed, for each connection and direction, or only how much that was. Knows bytes only; what they
// mean is the test's affair.
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

export type Direction = 'toServer' | 'toClient';

/** One connection through the proxy, kept after it is gone. */
export interface ProxiedConnection {
  /** Exactly what was passed on; nothing where only its length counts. */
  readonly passed: Readonly<Record<Direction, Buffer>>;
  readonly isOpen: boolean;
  /** Chunks that wait for their delay. */
  readonly waiting: number;
}

export interface Proxy {
  /** To be used in the place of the server's own address. */
  readonly url: string;
  readonly connections: readonly ProxiedConnection[];
  /** How many bytes were passed on, over all connections there were. */
  passedBytes(direction: Direction): number;
  /** Bytes that come in from now on arrive so much later, in their order. */
  delay(delayMs: number): void;
  /** No more than so many bytes cross in a second from now on, each way, all connections together. */
  limit(bytesPerSecond: number): void;
  /** While true, new connections are reset before a byte has crossed; open ones go on. */
  refuse(isRefusing: boolean): void;
  /** Resets every open connection now; what still waited for its delay is lost. */
  cut(): void;
  /** Lets exactly so many more bytes pass in that direction, all connections together, then cuts. */
  cutAfter(direction: Direction, byteCount: number): void;
  /** Goes on with a server on another port. */
  pointAt(serverUrl: string): void;
  close(): Promise<void>;
}

/** What a line that is full still takes in. */
const maxBacklogMs = 200;

export interface ProxyOptions {
  /** Counts what crosses, and forgets it: a gigabyte would not fit. */
  readonly onlyCounts?: boolean;
}

export async function openProxy(serverUrl: string, { onlyCounts = false }: ProxyOptions = {}): Promise<Proxy> {
  const state = new ProxyState(serverUrl, onlyCounts);
  const listener = createServer((client) => state.accept(client));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    connections: state.connections,
    passedBytes: (direction) => state.passedBytes[direction],
    delay: (delayMs) => void (state.delayMs = delayMs),
    limit: (bytesPerSecond) => void (state.bytesPerMs = bytesPerSecond / 1_000),
    refuse: (isRefusing) => void (state.isRefusing = isRefusing),
    cut: () => state.cut(),
    cutAfter: (direction, byteCount) => void (state.cutting = { direction, left: byteCount }),
    pointAt: (url) => void (state.serverUrl = url),
    close: () => closeListener(listener, state),
  };
}

class ProxyState {
  serverUrl: string;
  delayMs = 0;
  bytesPerMs = Infinity;
  isRefusing = false;
  cutting: { readonly direction: Direction; left: number } | null = null;
  readonly connections: Connection[] = [];
  readonly passedBytes: Record<Direction, number> = { toServer: 0, toClient: 0 };
  readonly onlyCounts: boolean;
  /** Until then the line is busy with what came before. */
  readonly #busyUntilMs = { toServer: 0, toClient: 0 };

  constructor(serverUrl: string, onlyCounts: boolean) {
    this.serverUrl = serverUrl;
    this.onlyCounts = onlyCounts;
  }

  accept(client: Socket): void {
    if (this.isRefusing) return void client.resetAndDestroy();
    const { hostname, port } = new URL(this.serverUrl);
    this.connections.push(new Connection(this, client, connect({ host: hostname, port: Number(port) })));
  }

  cut(): void {
    for (const connection of this.connections) connection.reset();
  }

  /** How long what comes in now is under way: in the line before it, in the line, and on its way. */
  underWayMs(direction: Direction, byteCount: number): number {
    const nowMs = performance.now();
    const startMs = Math.max(nowMs, this.#busyUntilMs[direction]);
    this.#busyUntilMs[direction] = startMs + byteCount / this.bytesPerMs;
    return this.#busyUntilMs[direction] - nowMs + this.delayMs;
  }

  backlogMs(direction: Direction): number {
    return this.#busyUntilMs[direction] - performance.now();
  }

  /** How much of a chunk may pass; the bytes after it meet a cut. */
  allow(direction: Direction, byteCount: number): number {
    if (this.cutting?.direction !== direction) return byteCount;
    const allowed = Math.min(byteCount, this.cutting.left);
    this.cutting.left -= allowed;
    return allowed;
  }

  /** True once, when the last byte before a planned cut has passed. */
  isCutDue(): boolean {
    if (this.cutting === null || this.cutting.left > 0) return false;
    this.cutting = null;
    return true;
  }
}

class Connection implements ProxiedConnection {
  readonly #state: ProxyState;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #chunks: Record<Direction, Buffer[]> = { toServer: [], toClient: [] };
  readonly #queues = { toServer: makeQueue(), toClient: makeQueue() };

  constructor(state: ProxyState, client: Socket, server: Socket) {
    this.#state = state;
    this.#client = client;
    this.#server = server;
    this.#forward('toServer', client, server);
    this.#forward('toClient', server, client);
  }

  get passed(): Record<Direction, Buffer> {
    return { toServer: Buffer.concat(this.#chunks.toServer), toClient: Buffer.concat(this.#chunks.toClient) };
  }

  get isOpen(): boolean {
    return !this.#client.destroyed || !this.#server.destroyed;
  }

  get waiting(): number {
    return this.#queues.toServer.waiting + this.#queues.toClient.waiting;
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  #forward(direction: Direction, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on('error', () => this.reset()); // a reset on one side is a reset on the other
    from.on('data', (chunk: Buffer) => {
      this.#later(direction, chunk.length, () => this.#pass(direction, chunk, { from, to }));
      this.#holdBack(direction, from);
    });
    from.on('end', () => this.#later(direction, 0, () => to.end()));
  }

  /** One after another, whatever each has to wait: a shorter delay overtakes nothing. */
  #later(direction: Direction, byteCount: number, action: () => void): void {
    const queue = this.#queues[direction];
    const underWayMs = this.#state.underWayMs(direction, byteCount);
    if (underWayMs === 0 && queue.waiting === 0) return action();
    const pause = new Promise((resolve) => setTimeout(resolve, underWayMs));
    queue.tail = this.#inTurn(queue, pause, action);
  }

  /** A line that is full takes no more: who sends has to wait, as behind a slow router. */
  #holdBack(direction: Direction, from: Socket): void {
    const { bytesPerMs } = this.#state;
    if (bytesPerMs === Infinity) return;
    from.pause();
    const resume = () => void from.resume();
    setTimeout(resume, Math.max(0, this.#state.backlogMs(direction) - maxBacklogMs));
  }

  async #inTurn(queue: Queue, pause: Promise<unknown>, action: () => void): Promise<void> {
    const before = queue.tail;
    queue.waiting++;
    await before;
    await pause;
    queue.waiting--;
    action();
  }

  #pass(direction: Direction, chunk: Buffer, { from, to }: { from: Socket; to: Socket }): void {
    if (!this.isOpen) return;
    const allowed = chunk.subarray(0, this.#state.allow(direction, chunk.length));
    this.#state.passedBytes[direction] += allowed.length;
    if (!this.#state.onlyCounts) this.#chunks[direction].push(allowed);
    if (!this.#state.isCutDue()) {
      if (to.write(allowed)) return;
      // What the far side does not take yet stays with the sender, as on a wire: a cut loses little more than is under way.
      from.pause();
      to.once('drain', () => from.resume());
      return;
    }
    // The last bytes go on before the end, so that the far side is left with half a frame and not without any.
    to.end(allowed, () => this.#state.cut());
  }
}

interface Queue {
  waiting: number;
  tail: Promise<void>;
}

function makeQueue(): Queue {
  return { waiting: 0, tail: Promise.resolve() };
}

function closeListener(listener: Server, state: ProxyState): Promise<void> {
  state.cut();
  return new Promise((resolve) => listener.close(() => resolve()));
}
