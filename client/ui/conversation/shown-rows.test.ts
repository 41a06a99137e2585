import { describe, expect, it } from 'vitest';
import { fewRows, firstAfterChange, firstAfterScroll } from './shown-rows.ts';

describe('the rows in the page', () => {
  it('are the newest few of a long timeline', () => {
    expect(firstAfterChange(0, 4_096, true)).toBe(4_096 - fewRows);
  });

  it('are all of a short one', () => {
    expect(firstAfterChange(0, 200, true)).toBe(0);
  });

  it('stay where one reads while new messages arrive', () => {
    expect(firstAfterChange(100, 4_096, false)).toBe(100);
  });

  it('are more after scrolling back, down to the first', () => {
    expect(firstAfterScroll(4_096)).toBe(4_096 - fewRows);
    expect(firstAfterScroll(20)).toBe(0);
  });

  it('never begin after the end', () => {
    expect(firstAfterChange(50, 10, false)).toBe(10);
  });
});
