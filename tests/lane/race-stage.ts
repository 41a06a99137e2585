// A stage for one order of events at a time: a rig, devices, and a log whose answers can be held up or go wrong.
import { assert } from '../../shared/base/assert.ts';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import type { UserId } from '../../shared/ids.ts';
import { unloadAfterMs } from '../../sync-server/limits.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import type { Append } from '../../sync-server/update-log/update-log.ts';
import { documentFaults, logFaults } from '../kit/log-faults.ts';
import { freshChapter } from '../kit/log-writer.ts';
import { freshClient, randomBytes } from '../kit/sample-events.ts';
import { makeLaneRig, nextTurn, turnsUntil } from './lane-rig.ts';
import { RigDevice } from './rig-device.ts';

/** A log whose answers a test can hold up, or replace by trouble. */
class HeldLog extends MemoryUpdateLog {
  beforeAppend: (batch: readonly Append[]) => Promise<void> | void = () => undefined;
  afterAppend: () => Promise<void> | void = () => undefined;
  beforeRead: () => Promise<void> | void = () => undefined;
  beforeFold: () => Promise<void> | void = () => undefined;
  folds = 0;

  override async append(batch: readonly Append[]) {
    await this.beforeAppend(batch);
    const outcomes = await super.append(batch);
    await this.afterAppend();
    return outcomes;
  }

  override readChapter(document: DocumentName) {
    const held = this.beforeRead(); // may throw before there is a promise
    return held === undefined ? super.readChapter(document) : held.then(() => super.readChapter(document));
  }

  override readUpdates(document: DocumentName) {
    const held = this.beforeRead();
    return held === undefined ? super.readUpdates(document) : held.then(() => super.readUpdates(document));
  }

  override async fold(document: DocumentName, sequence: number, state: Uint8Array) {
    await this.beforeFold();
    this.folds++;
    return super.fold(document, sequence, state);
  }
}

export class RaceStage {
  readonly log = new HeldLog(randomBytes);
  readonly devices: RigDevice[] = [];
  readonly chapter: DocumentName = freshChapter();
  /** Before access is granted. */
  pause: () => Promise<void> = () => Promise.resolve();
  readonly rig = makeLaneRig({ log: this.log, pause: () => this.pause() });

  device(userId: UserId): RigDevice {
    const made = new RigDevice(this.rig, userId, freshClient);
    this.devices.push(made);
    return made;
  }

  /** Opens the chapter; with `isAnswering` false the device keeps to itself what it has. */
  async opened(one: RigDevice, isAnswering = true): Promise<RigDevice> {
    one.isAnswering = isAnswering;
    await turnsUntil(() => {
      one.open(this.chapter);
      one.exchange(10);
      return one.isOpen(this.chapter);
    }, 'a device to open the chapter');
    return one;
  }

  exchangeAll(): void {
    for (const each of this.devices) each.exchange(10);
  }

  /** Until nobody says anything any more. */
  async settled(): Promise<void> {
    let quietTurns = 0;
    await turnsUntil(() => {
      quietTurns = this.devices.every((each) => each.isQuiet) ? quietTurns + 1 : 0;
      this.exchangeAll();
      return quietTurns > 40;
    }, 'all to fall silent');
  }

  /** Long enough after the last use for anything that is not in use. */
  async swept(): Promise<void> {
    this.rig.nowMs += unloadAfterMs + 1;
    await nextTurn();
    this.rig.path.lanes.sweep();
  }

  async unloaded(): Promise<void> {
    for (const each of this.devices) each.leave(this.chapter);
    await this.settled();
    await this.swept();
    assert(this.rig.document(this.chapter) === undefined, 'the document is unloaded');
  }

  /** Where the log, the live document and the devices differ. */
  async faults(): Promise<string[]> {
    this.rig.checkChannels();
    const docs = [this.rig.document(this.chapter) ?? [], this.devices.map((each) => each.doc(this.chapter))].flat();
    const differences = await Promise.all(docs.map((doc) => documentFaults(this.log, this.chapter, doc)));
    return [...this.rig.violations, ...(await logFaults(this.log, this.chapter)), ...differences.flat()];
  }

  textsOf(one: RigDevice): string[] {
    const entries = [...readLogs(one.doc(this.chapter))];
    const messages = entries.flatMap(({ event }) => (event?.kind === 'message' ? [event] : []));
    return messages.sort((a, b) => a.at - b.at).map(({ text }) => text);
  }
}

export async function inTurns(turns: number): Promise<void> {
  for (let left = turns; left > 0; left--) await nextTurn();
}
