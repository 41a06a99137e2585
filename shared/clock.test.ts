// The hybrid logical clock: order keys that only rise, near the server's time.
import { describe, expect, test } from 'vitest';
import { makeClock, maxAheadMs } from './clock.ts';

function clockAt(start: number) {
  let deviceMs = start;
  const clock = makeClock(() => deviceMs);
  return { clock, set: (ms: number) => (deviceMs = ms) };
}

describe('the next order key', () => {
  test('is the present when nothing is ahead of it', () => {
    const { clock, set } = clockAt(1_000);
    expect(clock.next()).toBe(1_000);
    set(2_000);
    expect(clock.next()).toBe(2_000);
  });

  test('rises within one millisecond', () => {
    const { clock } = clockAt(1_000);
    expect([clock.next(), clock.next(), clock.next()]).toEqual([1_000, 1_001, 1_002]);
  });

  test('rises although the device is set back', () => {
    const { clock, set } = clockAt(5_000);
    clock.next();
    set(1_000);
    expect([clock.next(), clock.next()]).toEqual([5_001, 5_002]);
    set(6_000);
    expect(clock.next()).toBe(6_000);
  });

  test('is above every event seen, and an older one changes nothing', () => {
    const { clock } = clockAt(1_000);
    clock.learn(9_000);
    expect(clock.next()).toBe(9_001);
    clock.learn(4_000);
    expect(clock.next()).toBe(9_002);
  });

  test('is a whole number on a device that counts fractions', () => {
    const { clock } = clockAt(1_000.75);
    expect(clock.next()).toBe(1_000);
    clock.calibrate(2_000.5);
    expect(clock.next()).toBe(2_000);
  });
});

describe('a key that another tab of mine has given', () => {
  test('is below the next one, within one millisecond', () => {
    const { clock } = clockAt(1_000);
    clock.follow(1_000);
    clock.follow(900);
    expect(clock.next()).toBe(1_001);
  });

  test('holds nothing back when nobody will admit it', () => {
    const { clock } = clockAt(1_000);
    clock.follow(1_000 + maxAheadMs + 1);
    expect(clock.next()).toBe(1_000);
  });

  test('is freed from as my own are, once the server has told the time', () => {
    const { clock } = clockAt(900_000_000);
    clock.follow(900_000_000);
    clock.calibrate(500_000);
    expect(clock.next()).toBe(500_000);
  });
});

describe('the offset to the server', () => {
  test.each([
    ['slow', 1_000, 500_000],
    ['fast', 900_000_000, 500_000],
  ])('corrects a device that is %s', (_, device, server) => {
    const { clock, set } = clockAt(device);
    expect(clock.now()).toBe(device);
    clock.calibrate(server);
    expect(clock.now()).toBe(server);
    set(device + 250);
    expect(clock.now()).toBe(server + 250);
    expect(clock.next()).toBe(server + 250);
  });

  test('never takes an order key back that can be admitted still', () => {
    const { clock } = clockAt(500_000 + maxAheadMs);
    const early = clock.next();
    clock.calibrate(500_000);
    expect(clock.now()).toBe(500_000);
    expect(clock.next()).toBe(early + 1);
  });

  test('frees what is written from then on of order keys that nobody will admit', () => {
    const { clock } = clockAt(500_000 + maxAheadMs + 1);
    clock.next();
    clock.learn(400_000);
    clock.calibrate(500_000);
    expect([clock.next(), clock.next()]).toEqual([500_000, 500_001]);
  });

  test('is the newest one told, not a sum', () => {
    const { clock } = clockAt(1_000);
    clock.calibrate(3_000);
    clock.calibrate(2_000);
    expect(clock.now()).toBe(2_000);
  });
});
