// Orders of writing, failing and folding that went wrong once, or would: each is brought about on purpose, and
// everybody goes on afterwards.
import * as Y from 'yjs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ServerEvent } from '../../shared/conversation/events.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import { mintEventId } from '../../shared/ids.ts';
import { freshUser, makeLogWriter, messageOf } from '../kit/log-writer.ts';
import { randomBytes } from '../kit/sample-events.ts';
import { inTurns, RaceStage } from './race-stage.ts';

const [ada, ben] = [freshUser(), freshUser()];
let stage: RaceStage;
beforeEach(() => {
  stage = new RaceStage();
});

describe('writing', () => {
  test('stops behind a commit whose answer was lost: the lane that follows is alone', async () => {
    const [one, two] = [await stage.opened(stage.device(ada)), stage.device(ben)];
    let [loseAnswer, release] = [() => {}, () => {}];
    stage.log.afterAppend = () =>
      new Promise((_, reject) => (loseAnswer = () => reject(new Error('the answer was lost'))));
    one.write(stage.chapter, 'first');
    one.exchange(10);
    await inTurns(2);
    one.write(stage.chapter, 'second'); // waits for the next commit
    one.exchange(10);
    stage.log.afterAppend = () => undefined;
    stage.log.beforeAppend = () => new Promise((resolve) => (release = resolve));
    loseAnswer();
    await stage.opened(two);
    stage.log.beforeAppend = () => undefined;
    release();
    await inTurns(20);
    two.exchange(10);
    expect(stage.textsOf(two)).toEqual(['first']);
    expect((await stage.log.readChapter(stage.chapter)).notes).toHaveLength(1);
    await stage.opened(one);
    await stage.settled();
    expect(stage.textsOf(two)).toEqual(['first', 'second']);
    expect(await stage.faults()).toEqual([]);
  });

  test('in one stage.log through two sockets within one commit reaches everybody', async () => {
    const [one, two, other] = [stage.device(ada), stage.device(ada), stage.device(ben)];
    for (const each of [one, two, other]) await stage.opened(each);
    const updates: Uint8Array[] = [];
    const doc = new Y.Doc();
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (const text of ['a', 'b', 'c']) appendEvent(doc, ada, messageOf(text, ++stage.rig.nowMs));
    for (const [index, sender] of [one, two, one].entries()) {
      for (const update of updates.slice(0, index + 1)) Y.applyUpdate(sender.doc(stage.chapter), update, 'tab');
      sender.exchange(10); // all in one turn, so in one commit
    }
    await stage.settled();
    await Promise.race([stage.rig.path.drain(), inTurns(1_000).then(() => expect.unreachable('it never drains'))]);
    expect(stage.textsOf(other)).toEqual(['a', 'b', 'c']);
    expect(await stage.faults()).toEqual([]);
  });

  test('what was erased before it came reaches those who have it with its content', async () => {
    const [one, two] = [stage.device(ada), stage.device(ada)];
    one.write(stage.chapter, 'never mind');
    two.relayFrom(one, stage.chapter);
    const [message] = two.mine(stage.chapter);
    if (message !== undefined) two.erase(stage.chapter, message);
    one.cut();
    await stage.opened(one, false); // it has not sent yet what it holds
    await stage.opened(two);
    await stage.settled();
    expect(stage.textsOf(one)).toEqual([]);
    expect(await stage.faults()).toEqual([]);
  });

  test('a server-side writer hears of its own append, whatever became of the others in the commit', async () => {
    const [first, second, third] = [lateNote(), lateNote(), lateNote()];
    await stage.rig.path.appendServerEvents(stage.chapter, [first]);
    const results = await Promise.all([
      stage.rig.path.appendServerEvents(stage.chapter, [second]),
      stage.rig.path.appendServerEvents(stage.chapter, [{ ...lateNote(), id: first.id }]), // an id that is used: fails in the stage.log
      stage.rig.path.appendServerEvents(stage.chapter, [third]),
    ]);
    expect(results).toEqual([true, false, false]);
    const { notes } = await stage.log.readChapter(stage.chapter);
    expect(notes.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(await stage.rig.path.appendServerEvents(stage.chapter, [third])).toBe(true);
    expect(await stage.faults()).toEqual([]);
  });

  test('goes on after a stage.log that threw, and nobody was told of what it lost', async () => {
    const [one, two] = [await stage.opened(stage.device(ada)), await stage.opened(stage.device(ben))];
    stage.log.beforeAppend = () => Promise.reject(new Error('the disk threw'));
    const appended = stage.rig.path.appendServerEvents(stage.chapter, [lateNote()]);
    one.write(stage.chapter, 'here');
    one.exchange(10);
    expect(await appended).toBe(false);
    expect(stage.textsOf(two)).toEqual([]);
    stage.log.beforeAppend = () => undefined;
    await stage.settled();
    expect([one, two].map((each) => each.closedFor.get('try-later'))).toEqual([1, 1]);
    for (const each of stage.devices) await stage.opened(each);
    await stage.settled();
    expect(stage.textsOf(two)).toEqual(['here']);
    expect(await stage.faults()).toEqual([]);
  });

  test('is not tried again when the answer was lost, for it may be on disk', async () => {
    const [one, two] = [await stage.opened(stage.device(ada)), await stage.opened(stage.device(ben))];
    stage.log.afterAppend = () => {
      stage.log.afterAppend = () => undefined;
      return Promise.reject(new Error('the answer was lost'));
    };
    for (const text of ['a', 'b']) one.write(stage.chapter, text);
    one.exchange(10); // both in one commit
    await stage.settled();
    expect([...one.closedFor, ...two.closedFor]).toEqual([
      ['try-later', 1],
      ['try-later', 1],
    ]);
    for (const each of stage.devices) await stage.opened(each);
    await stage.settled();
    expect(stage.textsOf(two)).toEqual(['a', 'b']);
    expect(await stage.faults()).toEqual([]);
  });

  test('leaves no gap when somebody else wrote to the stage.log first', async () => {
    const one = await stage.opened(stage.device(ada));
    const stranger = makeLogWriter(stage.chapter).append(0, messageOf('first', stage.rig.nowMs - 1));
    stage.log.beforeAppend = async () => {
      stage.log.beforeAppend = () => undefined;
      await stage.log.append([stranger]);
    };
    for (const text of ['a', 'b']) one.write(stage.chapter, text);
    one.exchange(10);
    await stage.settled();
    await stage.opened(one);
    await stage.settled();
    expect(stage.textsOf(one)).toEqual(['first', 'a', 'b']);
    expect(await stage.faults()).toEqual([]);
  });

  test('folds what was erased at the next sweep when that failed before', async () => {
    const one = await stage.opened(stage.device(ada));
    one.write(stage.chapter, 'gone');
    const [message] = one.mine(stage.chapter);
    stage.log.beforeFold = () => Promise.reject(new Error('no room to fold'));
    if (message !== undefined) one.erase(stage.chapter, message);
    await stage.settled();
    stage.rig.path.lanes.sweep();
    await stage.settled();
    expect([stage.log.folds, stage.rig.troubles]).toEqual([0, ['a document could not be folded']]);
    stage.log.beforeFold = () => undefined;
    stage.rig.path.lanes.sweep();
    await stage.settled();
    expect(stage.log.folds).toBe(1);
    expect((await stage.log.readUpdates(stage.chapter)).updates).toEqual([]);
    expect(await stage.faults()).toEqual([]);
  });
});

function lateNote(): ServerEvent {
  return { kind: 'late', id: mintEventId('late', randomBytes()), at: stage.rig.nowMs, client: 7, clock: 0, count: 1 };
}
