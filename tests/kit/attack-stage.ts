// Where attacks happen: a real server, a member who attacks with hand-made bytes, the other member as their victim,
// and the attacker's own honest device, which must go on as if nothing had been.
import { expect } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { logRoot, readLogs } from '../../shared/conversation/log.ts';
import type { ClientId, ConversationId, UserId } from '../../shared/ids.ts';
import { parseRefusal } from '../../shared/protocol/refusal.ts';
import type { Person } from './person.ts';
import { readLogFile } from './read-log-file.ts';
import { freshClient } from './sample-events.ts';
import { openTestServer, type TestServer } from './test-server.ts';
import { until } from './until.ts';
import { isAcknowledged, openDevice, textsOf, type WireDevice, type WireReplica } from './wire-device.ts';

/** What the author of an attack can know. */
export interface Prey {
  readonly me: UserId;
  readonly victim: UserId;
  /** A client id that nobody has used. */
  readonly client: ClientId;
  /** The root that this client may write. */
  readonly root: string;
  /** The clients that have written, with their next clocks. */
  readonly mine: { readonly client: ClientId; readonly next: number };
  readonly theirs: { readonly client: ClientId; readonly next: number };
  readonly serverClient: ClientId;
  /** The whole chapter as the attacker holds it. */
  readonly doc: Y.Doc;
}

export interface Stage {
  readonly server: TestServer;
  readonly attacker: Person;
  readonly victim: Person;
  readonly conversation: ConversationId;
  readonly name: DocumentName;
  readonly attackingDevice: WireDevice;
  /** The victim's device and the attacker's honest one, both with the conversation open. */
  readonly victimDevice: WireDevice;
  readonly honestDevice: WireDevice;
  prey(): Prey;
  /** Sends one update on a channel of its own, unasked or as the answer to the server's question. Answers the code of the refusal, or null when it was taken. */
  send(update: Uint8Array, as?: 'update' | 'answer'): Promise<string | null>;
  /** Runs an attack, then shows that nothing was stored or told, and that everybody else goes on. */
  expectHarmless(attack: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const marker = 'whisper';

export async function openStage(): Promise<Stage> {
  const server = await openTestServer();
  const [attacker, victim] = await server.people('Mallory', 'Victor');
  const members = { attacker: must(attacker, 'Mallory'), victim: must(victim, 'Victor') };
  const conversation = await members.attacker.direct(members.victim);
  const name = chapterName({ conversationId: conversation, chapter: 1 });
  const attackingDevice = await openDevice(members.attacker);
  const honestDevice = await openDevice(await members.attacker.signInAgain());
  const victimDevice = await openDevice(members.victim);
  let honest = await honestDevice.openConversation(conversation);
  const theirs = await victimDevice.openConversation(conversation);

  const goOn = async () => {
    const sent = [victimDevice.write(theirs, `${marker} of the victim`).text];
    sent.push(honestDevice.write(honest, `${marker} of the honest device`).text);
    await victimDevice.acknowledged(theirs);
    await until(async () => {
      // One allowance is for all devices of a person: after a flood the honest one is slowed down too, and comes again.
      if (honest.closedFor === 'too-fast::') honest = await honestDevice.open(name, { doc: honest.doc });
      return isAcknowledged(honest);
    }, 'the honest device to be acknowledged');
    const count = (replica: WireReplica) => textsOf(replica).filter((text) => sent.includes(text)).length;
    const before = roundsDone * sent.length;
    await until(() => [theirs, honest].every((replica) => count(replica) > before + 1), 'both messages to arrive');
    roundsDone++;
  };
  let roundsDone = 0;
  await goOn();

  const nextOf = ({ doc }: WireReplica) => {
    const client = doc.clientID as ClientId; // Yjs' own
    return { client, next: Y.getState(doc.store, client) };
  };
  return {
    server,
    ...members,
    conversation,
    name,
    attackingDevice,
    victimDevice,
    honestDevice,
    prey() {
      const client = freshClient();
      const [me, serverClient] = [members.attacker.userId, server.server.path.serverClient];
      return {
        ...{ me, victim: members.victim.userId, client, root: logRoot(me, client), serverClient },
        ...{ mine: nextOf(honest), theirs: nextOf(theirs), doc: honest.doc },
      };
    },
    async send(update, as = 'update') {
      const replica = await attackingDevice.open(name, { silent: true });
      if (as === 'update') attackingDevice.sendUpdate(name, update);
      else attackingDevice.sendAnswer(name, update);
      await attackingDevice.heard();
      await server.server.path.drain();
      await attackingDevice.heard(); // what the commit brought
      if (replica.closedFor === null) {
        attackingDevice.leave(name);
        return null;
      }
      return must(parseRefusal(replica.closedFor), 'a refusal of the catalogue').code;
    },
    async expectHarmless(attack) {
      const [log, chapter] = [readLogFile(server.dataDir), chapterOf(honest)];
      await attack();
      await server.server.path.drain();
      expect([...readLogFile(server.dataDir).symmetricDifference(log)]).toEqual([]);
      expect([chapterOf(honest), chapterOf(theirs)]).toEqual([chapter, chapter]);
      await goOn();
      expect(await storedChapter(server, name)).toEqual(chapterOf(theirs));
      expect(server.logLines.filter((line) => line.includes(marker) || isError(line))).toEqual([]);
    },
    async close() {
      for (const device of [attackingDevice, honestDevice, victimDevice]) await device.close();
      await server.close();
    },
  };
}

/** What a document says, in an order of its own. */
export function chapterOf({ doc }: { doc: Y.Doc }): string[] {
  return [...readLogs(doc)].map((entry) => JSON.stringify(entry)).sort();
}

/** What the log says of the same document. */
export async function storedChapter({ server }: TestServer, name: DocumentName): Promise<string[]> {
  const { snapshot, updates } = await server.log.readUpdates(name);
  const doc = new Y.Doc();
  for (const update of snapshot === null ? updates : [snapshot, ...updates]) Y.applyUpdate(doc, update);
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error('the log has a gap');
  return chapterOf({ doc });
}

function isError(line: string): boolean {
  return (JSON.parse(line) as { level: number }).level >= 50; // pino's own field
}
