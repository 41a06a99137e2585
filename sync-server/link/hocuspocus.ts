// Hocuspocus as far as this server uses it: it authenticates a document's channel, makes the document and answers
// sync requests. Updates are the path's, loading and letting go the lanes'. Steps 5 and 7.
// Knows no socket: a `Link` stands between it and the device.
import { Hocuspocus, type Document } from '@hocuspocus/server';
import { parseDocumentName, parsePersonalName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { closeCodes } from '../../shared/protocol/close-codes.ts';
import { syncTypes } from '../../shared/protocol/frame-numbers.ts';
import { isDirectConversationId } from '../../shared/ids.ts';
import { mayOpenPersonal, type Access, type Permission } from '../directory/access.ts';
import type { Channel } from '../lane/channel.ts';
import type { Path } from '../path.ts';
import type { Link } from './link.ts';

export interface Context {
  readonly link: Link;
  readonly permission: Permission;
}

export interface HocuspocusOptions {
  readonly path: Path;
  readonly access: Access;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** Hocuspocus prints what a hook throws unless it says nothing. */
class Denied extends Error {
  readonly reason = 'permission-denied';
  constructor() {
    super('');
  }
}

/** A timer cannot wait longer; silence is told by `ping` instead. */
const neverMs = 2 ** 31 - 1;

export function makeHocuspocus({ path, access, onTrouble }: HocuspocusOptions): Hocuspocus<Context> {
  const mayOpenOwn = (documentName: string, { session }: Link): Permission => {
    const name = parsePersonalName(documentName);
    if (name === null || name.generation > path.newestGeneration(session.userId)) return 'none';
    return mayOpenPersonal(session.userId, name);
  };
  const mayOpen = async (documentName: string, link: Link): Promise<Permission> => {
    const name = parseDocumentName(documentName);
    if (name === null) return mayOpenOwn(documentName, link);
    try {
      const permission = await access.mayOpen(link.session.userId, name);
      return name.chapter <= path.newestOpenable(name.conversationId) ? permission : 'none';
    } catch (error) {
      onTrouble('access could not be looked up', error);
      link.close(closeCodes.goingAway); // not a no: the device comes again
      return 'none';
    }
  };
  return new Hocuspocus<Context>({
    quiet: true,
    timeout: neverMs,
    // What a device may have waiting is bounded by its link; past a bound of its own Hocuspocus prints and cuts.
    maxPendingDocuments: Infinity,
    maxUnauthenticatedQueueMessages: Infinity,
    maxUnauthenticatedQueueSize: Infinity,
    async onAuthenticate({ documentName, context }) {
      const permission = await mayOpen(documentName, context.link);
      if (permission !== 'none') return { permission };
      context.link.detach(documentName as DocumentName); // the frame guard parsed it
      throw new Denied();
    },
    onLoadDocument: ({ document }) => path.lanes.load(document),
    connected({ documentName, connection, context }) {
      const { link, permission } = context;
      const document = documentName as DocumentName; // the frame guard parsed it
      const channel = { connection, document, userId: link.session.userId, ...rightsOf(permission, document) };
      if (link.attach(channel)) path.greet(channel);
      return Promise.resolve();
    },
    // Updates go by the path alone; one that came here has passed no admission.
    beforeSync: ({ type }) => (type === syncTypes.request ? Promise.resolve() : Promise.reject(new Denied())),
    // Only the lanes let go: Hocuspocus does it by name, between two promises, and may drop a newer document.
    beforeUnloadDocument: () => Promise.reject(new Denied()),
  });
}

function rightsOf(
  permission: Permission,
  document: DocumentName,
): Pick<Channel, 'mayWrite' | 'mayModerate' | 'mayPin'> {
  const mayWrite = permission === 'write' || permission === 'moderate';
  const conversation = parseDocumentName(document)?.conversationId ?? null;
  const isDirect = conversation !== null && isDirectConversationId(conversation);
  const mayModerate = permission === 'moderate';
  return { mayWrite, mayModerate, mayPin: mayModerate || (isDirect && mayWrite) };
}

/** Takes a document out of memory; Hocuspocus must not hold one that its lane has let go. */
export function forgetDocument(hocuspocus: Hocuspocus<Context>, document: Document): void {
  if (hocuspocus.documents.get(document.name) === document) hocuspocus.documents.delete(document.name);
  document.destroy();
}
