// Tells the other devices of what was logged. Everything that one commit brought to a document leaves as one
// frame, encoded once for all who get the same, and nobody is sent what came from their own socket. Step 7.
import type { Connection, Document } from '@hocuspocus/server';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { Fresh } from '../admission/admit.ts';
import { encodeFresh } from '../admission/encode-fresh.ts';
import { updateFrame, type Channel } from '../lane/channel.ts';
import type { LoggedUpdate } from '../update-log/update-log.ts';

type Sendable = LoggedUpdate<{ readonly update: Fresh; readonly channel: Channel | null }>;

/** `news` is all of `logged` as one update. */
export function fanOut(document: Document, logged: readonly Sendable[], news: Uint8Array): void {
  const senders = new Set(logged.map(({ channel }) => channel?.connection ?? null));
  const name = document.name as DocumentName; // parsed when access to it was judged
  const frame = updateFrame(name, news);
  for (const connection of document.getConnections()) {
    const others = senders.has(connection) ? withoutOwn(logged, connection) : logged;
    if (others === logged) connection.send(frame);
    else if (others.length > 0) connection.send(updateFrame(name, encodeFresh(others.map(({ update }) => update))));
  }
}

/** What came from elsewhere; everything when another socket writes on in a log of this one, for a log has no gaps. */
function withoutOwn(logged: readonly Sendable[], connection: Connection): readonly Sendable[] {
  const isOwn = ({ channel }: Sendable) => channel?.connection === connection;
  const others = logged.filter((one) => !isOwn(one));
  const ownClients = new Set(logged.filter(isOwn).flatMap(clientsOf));
  return others.some((one) => clientsOf(one).some((client) => ownClients.has(client))) ? logged : others;
}

function clientsOf({ update }: Sendable): ClientId[] {
  return update.runs.map(({ client }) => client);
}
