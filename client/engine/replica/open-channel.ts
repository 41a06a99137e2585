// One document's way to the server: attached when there is room, taken off and attached again as channel-state.ts decides.
// Says what the server acknowledged and why it refuses; keeps no message itself. Step 4 of a message's path.
import type * as Y from 'yjs';
import { unreachable } from '../../../shared/base/assert.ts';
import { parseRefusal } from '../../../shared/protocol/refusal.ts';
import {
  parseAcknowledgement,
  parseDeliveries,
  parseReads,
  type DeliveryReport,
} from '../../../shared/protocol/signals.ts';
import type { Link } from '../link/open-link.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import type { Topic } from '../tabs/relay.ts';
import type { Berths } from './berths.ts';
import type { ReaderClocks } from './reader-clocks.ts';
import { transition, type ChannelEffect, type ChannelEvent, type ChannelState } from './channel-state.ts';
import { PatientProvider } from './patient-provider.ts';

export interface Channel {
  readonly state: Readable<ChannelState>;
  /** Something of mine came to the server's disk: earlier failures count no more. */
  noteProgress(): void;
  /** There is a reason to ask again for a document that was denied. */
  askAgain(): void;
  /** Wanted anew. `isShown`: somebody looks at it. */
  want(isShown: boolean): void;
  /** Tells the server once more all that it lacks, also what other tabs wrote. */
  syncAgain(): void;
  report(delivered: DeliveryReport): void;
  close(): void;
}

export interface ChannelOptions {
  readonly platform: Pick<Platform, 'schedule' | 'randomBytes'>;
  readonly link: Link;
  readonly berths: Berths;
  readonly name: string;
  readonly doc: Y.Doc;
  /** For some clients, the clock below which everything is on the server's disk. `whole`: it has no others of mine. */
  readonly onAcknowledged: (clocks: Readonly<Record<string, number>>, whole: boolean) => void;
  readonly onReaders: (topic: Topic, told: ReaderClocks) => void;
}

export function openChannel(options: ChannelOptions): Channel {
  const { platform, link, berths, name, doc, onAcknowledged } = options;
  const state = makeWritable<ChannelState>({ status: 'meeting', failures: 0 });
  let hasRoom = false;
  let cancelRest: () => void = () => undefined;
  const dispatch = (event: ChannelEvent) => {
    const step = transition(state.get(), event);
    state.set(step.state);
    step.effects.forEach(perform);
    if (step.state.status === 'refused') berth.leave(); // it never comes back; another life of the document may
  };
  const perform = (effect: ChannelEffect) => {
    switch (effect.kind) {
      case 'attach':
        return hasRoom ? provider.attach() : undefined;
      case 'detach':
        return link.release(provider, true);
      case 'rest':
        cancelRest = platform.schedule(drawBetween(effect, platform), () => dispatch({ kind: 'rested' }));
        return;
      default:
        return unreachable(effect);
    }
  };
  const provider = new PatientProvider({
    socket: link.socket,
    name,
    doc,
    watcher: {
      onMet: () => dispatch({ kind: 'met' }),
      onHas: (clocks) => onAcknowledged(clocks, false),
      onLost: () => dispatch({ kind: 'lost' }),
      onDenied: () => dispatch({ kind: 'denied' }),
      onClosed: (reason) => dispatch({ kind: 'closed', refusal: parseRefusal(reason) }),
      onStateless: (text) => takeWord(text, options),
    },
  });
  // The server sends nothing and says that it has nothing that is not on its disk. So I learn of what my other devices
  // wrote, and of what another tab sent that was killed before it heard.
  doc.on('afterTransactionCleanup', (transaction: Y.Transaction) => {
    if (transaction.origin === provider) onAcknowledged(grownIn(transaction), false);
  });
  // A device that was away asks again: it may have become a member meanwhile.
  const stopWatching = link.state.subscribe(() => {
    if (link.state.get().status === 'online') dispatch({ kind: 'ask-again' });
  });
  const berth = berths.join(name, (isAttached) => {
    hasRoom = isAttached;
    if (isAttached && state.get().status === 'meeting') return provider.attach();
    if (isAttached || !provider.isAttached) return;
    link.release(provider, false);
    provider.forget();
    dispatch({ kind: 'lost' });
  });
  return {
    state,
    noteProgress: () => dispatch({ kind: 'progress' }),
    askAgain: () => dispatch({ kind: 'ask-again' }),
    want: (isShown) => berth.want(isShown),
    syncAgain() {
      if (state.get().status === 'met') provider.forceSync();
    },
    report: (delivered) => provider.sendStateless(JSON.stringify(delivered)),
    close() {
      cancelRest();
      stopWatching();
      if (provider.isAttached) link.release(provider, false);
      provider.destroy();
      berth.leave();
    },
  };
}

function takeWord(text: string, { onAcknowledged, onReaders }: ChannelOptions): void {
  const acknowledgement = parseAcknowledgement(text);
  if (acknowledgement !== null) onAcknowledged(acknowledgement.ack, acknowledgement.whole);
  const deliveries = parseDeliveries(text);
  if (deliveries !== null) onReaders('deliveries', deliveries.deliveries);
  const reads = parseReads(text);
  if (reads !== null) onReaders('reads', reads.reads);
}

function grownIn({ beforeState, afterState }: Y.Transaction): Record<string, number> {
  return Object.fromEntries([...afterState].filter(([client, clock]) => clock > (beforeState.get(client) ?? 0)));
}

function drawBetween({ fromMs, toMs }: { fromMs: number; toMs: number }, { randomBytes }: ChannelOptions['platform']) {
  return fromMs + ((toMs - fromMs) * (randomBytes(1)[0] ?? 0)) / 256;
}
