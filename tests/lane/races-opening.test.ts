// Orders of opening, leaving and unloading that went wrong once, or would: each is brought about on purpose, and
// everybody goes on afterwards.
import { beforeEach, describe, expect, test } from 'vitest';
import type { ServerEvent } from '../../shared/conversation/events.ts';
import { mintEventId } from '../../shared/ids.ts';
import { freshUser } from '../kit/log-writer.ts';
import { randomBytes } from '../kit/sample-events.ts';
import { nextTurn, turnsUntil } from './lane-rig.ts';
import { inTurns, RaceStage } from './race-stage.ts';

const [ada, ben] = [freshUser(), freshUser()];
let stage: RaceStage;
beforeEach(() => {
  stage = new RaceStage();
});

describe('opening', () => {
  test('brings the sync answer and no update besides', async () => {
    const one = await stage.opened(stage.device(ada));
    one.write(stage.chapter, 'hello');
    await stage.settled();
    await stage.unloaded();
    const before = stage.rig.counts.updates;
    const two = await stage.opened(stage.device(ben));
    await stage.settled();
    expect(stage.textsOf(two)).toEqual(['hello']);
    expect(stage.rig.counts.updates).toBe(before);
  });

  test('works again after the document was let go of before it was attached', async () => {
    const one = stage.device(ada);
    one.open(stage.chapter);
    one.leave(stage.chapter);
    one.exchange(10);
    await stage.settled();
    expect(stage.rig.openChannels(stage.chapter)).toBe(0);
    await stage.opened(one);
    one.write(stage.chapter, 'here');
    await stage.settled();
    expect(await stage.faults()).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6])(
    'is answered when it was asked again after %i turns of a slow one',
    async (turns) => {
      stage.log.beforeRead = () => inTurns(3);
      const one = stage.device(ada);
      one.open(stage.chapter);
      one.exchange(10);
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      one.leave(stage.chapter);
      one.open(stage.chapter);
      one.exchange(10);
      await stage.opened(one);
      one.write(stage.chapter, 'here');
      await stage.settled();
      expect(stage.rig.openChannels(stage.chapter)).toBe(1);
      expect(await stage.faults()).toEqual([]);
    },
  );

  test('is answered anew when a device asks for what it has open', async () => {
    const one = await stage.opened(stage.device(ada));
    one.forget(stage.chapter);
    await stage.opened(one);
    one.write(stage.chapter, 'here');
    await stage.settled();
    expect(stage.rig.openChannels(stage.chapter)).toBe(1);
    expect(await stage.faults()).toEqual([]);
  });

  test.each(['at once', 'later'])('is put off and not denied while the stage.log throws %s', async (when) => {
    const trouble = () => {
      throw new Error('the disk could not be read');
    };
    stage.log.beforeRead = when === 'at once' ? trouble : () => inTurns(1).then(trouble);
    const [one, two] = [stage.device(ada), stage.device(ben)];
    for (const each of [one, two]) each.open(stage.chapter);
    await turnsUntil(() => {
      for (const each of stage.devices) each.exchange(10);
      return stage.devices.every((each) => each.closedFor.get('try-later') === 1);
    }, 'both to be put off');
    stage.log.beforeRead = () => undefined;
    await stage.opened(one);
    await stage.opened(two);
    one.write(stage.chapter, 'here');
    await stage.settled();
    expect(stage.textsOf(two)).toEqual(['here']);
    expect(await stage.faults()).toEqual([]);
  });

  test('waits for a commit whose answer takes longer than a read', async () => {
    await stage.rig.path.appendServerEvents(stage.chapter, [lateNote()]);
    stage.log.afterAppend = () => inTurns(20);
    const appended = stage.rig.path.appendServerEvents(stage.chapter, [lateNote()]);
    await inTurns(3); // written now, not answered yet
    await stage.opened(stage.device(ada));
    expect(await appended).toBe(true);
    await stage.settled();
    expect(await stage.faults()).toEqual([]);
  });

  test.each(Array.from({ length: 24 }, (_, index) => index))(
    'goes on when a commit fails %i microtasks after access was granted',
    async (microtasks) => {
      let grant = () => {};
      const [one, two] = [stage.device(ada), stage.device(ben)];
      await stage.opened(one);
      stage.pause = () => new Promise((resolve) => (grant = resolve));
      let fail = () => {};
      stage.log.beforeAppend = () =>
        new Promise((_, reject) => (fail = () => reject(new Error('the disk did not take it'))));
      one.write(stage.chapter, 'here');
      one.exchange(10);
      two.open(stage.chapter);
      two.exchange(10);
      for (let turn = 0; turn < 3; turn++) await nextTurn();
      grant();
      for (let left = microtasks; left > 0; left--) await Promise.resolve();
      fail();
      stage.log.beforeAppend = () => undefined;
      stage.pause = () => Promise.resolve();
      await turnsUntil(() => {
        for (const each of stage.devices) each.open(stage.chapter);
        for (const each of stage.devices) each.exchange(10);
        return stage.devices.every((each) => each.isOpen(stage.chapter)) && stage.textsOf(two).length === 1;
      }, 'both to be open');
      await stage.settled();
      expect(stage.rig.openChannels(stage.chapter)).toBe(2);
      expect(await stage.faults()).toEqual([]);
    },
  );
});

describe('unloading', () => {
  test('waits for what is on its way to the disk', async () => {
    const [one, two] = [await stage.opened(stage.device(ada)), stage.device(ben)];
    let release = () => {};
    stage.log.beforeAppend = () => new Promise((resolve) => (release = resolve));
    one.write(stage.chapter, 'here');
    one.exchange(10);
    one.leave(stage.chapter);
    one.exchange(10);
    await stage.swept();
    await stage.opened(two);
    release();
    await stage.settled();
    expect(stage.textsOf(two)).toEqual(['here']);
    expect(await stage.faults()).toEqual([]);
  });

  test('lets go of a document that nobody has open, and of no other', async () => {
    const one = await stage.opened(stage.device(ada));
    await stage.settled();
    await stage.swept();
    expect(stage.rig.document(stage.chapter)).toBeDefined();
    one.leave(stage.chapter);
    one.exchange(10);
    await stage.swept();
    expect(stage.rig.document(stage.chapter)).toBeUndefined();
  });
});

function lateNote(): ServerEvent {
  return { kind: 'late', id: mintEventId('late', randomBytes()), at: stage.rig.nowMs, client: 7, clock: 0, count: 1 };
}
