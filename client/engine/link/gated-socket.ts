// The library's socket with a gate for channels: on each connection they wait until they are let through,
// and a single one may be held back longer. So commands and the list go before any document.
// A channel behind the gate sends nothing and hears nothing.
import { HocuspocusProviderWebsocket, WebSocketStatus, type HocuspocusProvider } from '@hocuspocus/provider';

export class GatedSocket extends HocuspocusProviderWebsocket {
  #opening: Event | null = null;
  readonly #held = new Set<string>();

  /** The socket is open, and what had to go first has gone. */
  letThrough(): void {
    if (this.#opening === null) return;
    this.receivedOnOpenPayload = this.#opening;
    this.#opening = null;
    for (const [name, channel] of this.configuration.providerMap) {
      if (!this.#held.has(name)) this.#enter(channel);
    }
  }

  /** Keeps this document's channel back, on this and later connections. */
  hold(name: string): void {
    this.#held.add(name);
  }

  isHeld(name: string): boolean {
    return this.#held.has(name);
  }

  letGo(name: string): void {
    if (!this.#held.delete(name)) return;
    const channel = this.configuration.providerMap.get(name);
    if (channel !== undefined) this.#enter(channel);
  }

  override attach(channel: HocuspocusProvider): void {
    if (this.#held.has(channel.effectiveName)) this.configuration.providerMap.set(channel.effectiveName, channel);
    else super.attach(channel);
  }

  /** The library tells each channel of an open socket at once; here the gate does. */
  override emit(event: string, ...args: unknown[]): this {
    if (event === 'status' && this.status !== WebSocketStatus.Connected) {
      this.#opening = null;
      this.receivedOnOpenPayload = undefined;
    }
    if (event !== 'open') return super.emit(event, ...args);
    this.#opening = args[0] as Event; // the socket's own
    this.status = WebSocketStatus.Connected;
    return super.emit('status', { status: this.status });
  }

  #enter(channel: HocuspocusProvider): void {
    if (this.receivedOnOpenPayload !== undefined) void channel.onOpen(this.receivedOnOpenPayload);
  }
}
