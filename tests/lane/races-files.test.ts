// A file whose last message is deleted while another that carries it comes in: it stays, or the other is not taken.
import { beforeEach, expect, test } from 'vitest';
import { freshUser } from '../kit/log-writer.ts';
import { documentOf, storeFor } from '../kit/sample-files.ts';
import { inTurns, RaceStage } from './race-stage.ts';
import type { RigDevice } from './rig-device.ts';

const [ada, ben] = [freshUser(), freshUser()];
const plan = documentOf('plan');
let stage: RaceStage;
let [adas, bens]: RigDevice[] = [];

beforeEach(async () => {
  stage = new RaceStage();
  [adas, bens] = [await stage.opened(stage.device(ada)), await stage.opened(stage.device(ben))];
  for (const one of [ada, ben]) storeFor(stage.log.files, one, { attachments: [plan], atMs: stage.rig.nowMs });
  say(adas, 'first');
  await stage.settled();
});

function say(device: RigDevice | undefined, text: string): void {
  device?.carry(stage.chapter, text, [plan]);
}

function eraseFirst(): void {
  const [first] = adas?.mine(stage.chapter) ?? [];
  if (first !== undefined) adas?.erase(stage.chapter, first);
}

const isStored = () => stage.log.files.stored(plan.hash) !== null;

test.each(['before', 'after'])('it stays where both come in one turn, the deletion %s', async (order) => {
  eraseFirst();
  say(bens, 'second');
  for (const device of order === 'before' ? [adas, bens] : [bens, adas]) device?.exchange(10);
  await stage.settled();
  expect([stage.textsOf(adas as RigDevice), isStored()]).toEqual([['second'], true]);
  expect(stage.log.files.going(9)).toEqual([]);
  expect(await stage.faults()).toEqual([]);
});

test('the other is not taken where the file went between its judgement and its commit, and nothing else suffers', async () => {
  let release = () => {};
  stage.log.beforeAppend = () => new Promise((resolve) => (release = resolve));
  eraseFirst();
  adas?.exchange(10);
  await inTurns(3);
  say(bens, 'second');
  bens?.exchange(10);
  await inTurns(3);
  stage.log.beforeAppend = () => undefined;
  release();
  await inTurns(5);
  expect(() => bens?.exchange(10)).toThrow('an honest device heard "no-file:');
  bens?.cut();
  expect([isStored(), stage.log.files.going(9)]).toEqual([false, [plan.hash]]);
  expect(await stage.log.readChapter(stage.chapter)).toMatchObject({ sequence: 2 });
  const again = await stage.opened(stage.device(ada));
  again.write(stage.chapter, 'third');
  adas?.cut();
  await stage.settled();
  expect(stage.textsOf(again)).toEqual(['third']);
});
