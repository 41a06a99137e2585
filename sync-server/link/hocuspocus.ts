// Hocuspocus as far as this server uses it: it authenticates a document's channel, makes the document and answers
// sync requests. Updates are the path's, loading and letting go the lanes'. Steps 5 and 7.
// Knows no socket: a `Link` stands between it and the device.
import { Hocuspocus, type Document } from '@hocuspocus/server';
import { parseDocumentName, parsePersonalName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { closeCodes } from '../../shared/protocol/close-codes.ts';
import { syncTypes } from '../../shared/protocol/frame-numbers.ts';
import type { UserId } from '../../shared/ids.ts';
import { mayOpenPersonal, rightsOf, type Access, type Permission } from '../directory/access.ts';
import type { Path } from '../path.ts';
import type { Link } from './link.ts';

export interface Context {
  readonly link: Link;
  readonly permission: Permission;
  readonly partner: UserId | null;
}

export interface HocuspocusOptions {
  readonly path: Path;
  readonly access: Pick<Access, 'mayOpen' | 'partnerOf'>;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** Hocuspocus prints what a hook throws unless it says nothing. */
class Denied extends Error {
  readonly reason = 'permission-denied';
  constructor() {
    super('');
  }
}

type Opening = Pick<Context, 'permission' | 'partner'>;

const denied: Opening = { permission: 'none', partner: null };

/** A timer cannot wait longer; silence is told by `ping` instead. */
const neverMs = 2 ** 31 - 1;

export function makeHocuspocus({ path, access, onTrouble }: HocuspocusOptions): Hocuspocus<Context> {
  const mayOpenOwn = (documentName: string, { session }: Link): Permission => {
    const name = parsePersonalName(documentName);
    if (name === null || name.generation > path.newestGeneration(session.userId)) return 'none';
    return mayOpenPersonal(session.userId, name);
  };
  const mayOpen = async (documentName: string, link: Link): Promise<Opening> => {
    const name = parseDocumentName(documentName);
    const { userId } = link.session;
    if (name === null) return { permission: mayOpenOwn(documentName, link), partner: null };
    try {
      const permission = await access.mayOpen(userId, name);
      if (name.chapter > path.newestOpenable(name.conversationId)) return denied;
      const partner = permission === 'write' ? await access.partnerOf(userId, name.conversationId) : null;
      return { permission, partner };
    } catch (error) {
      onTrouble('access could not be looked up', error);
      link.close(closeCodes.goingAway); // not a no: the device comes again
      return denied;
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
      const opening = await mayOpen(documentName, context.link);
      if (opening.permission !== 'none') return opening;
      context.link.detach(documentName as DocumentName); // the frame guard parsed it
      throw new Denied();
    },
    onLoadDocument: ({ document }) => path.lanes.load(document),
    connected({ documentName, connection, context }) {
      const { link, permission, partner } = context;
      const document = documentName as DocumentName; // the frame guard parsed it
      const rights = rightsOf(permission, parseDocumentName(document)?.conversationId ?? null);
      const channel = { connection, document, userId: link.session.userId, partner, ...rights };
      if (link.attach(channel)) path.greet(channel);
      return Promise.resolve();
    },
    // Updates go by the path alone; one that came here has passed no admission.
    beforeSync: ({ type }) => (type === syncTypes.request ? Promise.resolve() : Promise.reject(new Denied())),
    // Only the lanes let go: Hocuspocus does it by name, between two promises, and may drop a newer document.
    beforeUnloadDocument: () => Promise.reject(new Denied()),
  });
}

/** Takes a document out of memory; Hocuspocus must not hold one that its lane has let go. */
export function forgetDocument(hocuspocus: Hocuspocus<Context>, document: Document): void {
  if (hocuspocus.documents.get(document.name) === document) hocuspocus.documents.delete(document.name);
  document.destroy();
}
