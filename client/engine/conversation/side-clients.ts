// A message that had to wait goes into the log at its old time, and in one log times rise: what is older than the last
// entry is written under another Yjs client of this device. A side client is used again as long as its times rise, so
// there are as many as messages have overtaken each other, mostly one.
import * as Y from 'yjs';
import type { MessageEvent } from '../../../shared/conversation/events.ts';
import { appendEvent, logRoot, readLog } from '../../../shared/conversation/log.ts';
import type { ClientId, UserId } from '../../../shared/ids.ts';
import type { Platform } from '../platform.ts';

export interface SideClients {
  /** Those drawn for a document in this tab, each with the time of its last entry. */
  of(doc: Y.Doc): Map<number, number>;
  draw(): number;
}

export function makeSideClients(platform: Pick<Platform, 'randomBytes'>): SideClients {
  const drawn = new WeakMap<Y.Doc, Map<number, number>>();
  return {
    of(doc) {
      const known = drawn.get(doc) ?? new Map<number, number>();
      drawn.set(doc, known);
      return known;
    },
    draw: () => new DataView(platform.randomBytes(4).slice().buffer).getUint32(0),
  };
}

/** Appends it where its time can stand. Answers the client under which it stands. Called in a transaction of its own. */
export function appendInTime(doc: Y.Doc, me: UserId, event: MessageEvent, sideClients: SideClients): number {
  const own = doc.clientID;
  if (event.at > lastAt(doc, me, own)) {
    appendEvent(doc, me, event);
    return own;
  }
  const side = sideClients.of(doc);
  const client = [...side].find(([, last]) => last < event.at)?.[0] ?? sideClients.draw();
  side.set(client, event.at);
  // Yjs asks for it as each entry is made.
  doc.clientID = client;
  try {
    appendEvent(doc, me, event);
  } finally {
    doc.clientID = own;
  }
  return client;
}

function lastAt(doc: Y.Doc, me: UserId, client: number): number {
  const root = logRoot(me, client as ClientId);
  const end = Y.getState(doc.store, client);
  let last = 0;
  // What was erased says no time: then the one before it counts as well, and erased entries are few.
  for (const { event } of readLog(doc, root, 0)) last = Math.max(last, event?.at ?? 0);
  return end === 0 ? 0 : last;
}
