// Tells the other devices of what was logged. Everything that one commit brought to a document leaves as one
// frame, encoded once for all who get the same, and nobody is sent what came from their own socket. Step 7.
import type { Connection, Document } from '@hocuspocus/server';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import type { Fresh } from '../admission/admit.ts';
import { encodeFresh } from '../admission/encode-fresh.ts';
import { updateFrame, type Channel } from '../lane/channel.ts';
import type { LoggedUpdate } from '../update-log/update-log.ts';

type Sendable = LoggedUpdate<{ readonly update: Fresh; readonly channel: Channel | null }>;

export function fanOut(document: Document, logged: readonly Sendable[]): void {
  if (logged.length === 0) return;
  const senders = new Set(logged.map(({ channel }) => channel?.connection ?? null));
  const name = document.name as DocumentName; // parsed when access to it was judged
  let shared: Uint8Array | null = null;
  for (const connection of document.getConnections()) {
    if (!senders.has(connection)) connection.send((shared ??= frameOf(name, logged)));
    else sendOthers(connection, name, logged);
  }
}

function sendOthers(connection: Connection, name: DocumentName, logged: readonly Sendable[]): void {
  const others = logged.filter(({ channel }) => channel?.connection !== connection);
  if (others.length > 0) connection.send(frameOf(name, others));
}

function frameOf(name: DocumentName, logged: readonly Sendable[]): Uint8Array {
  return updateFrame(name, encodeFresh(logged.map(({ update }) => update)));
}
