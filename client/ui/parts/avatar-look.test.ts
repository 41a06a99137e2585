import { describe, expect, it } from 'vitest';
import { avatarColours, colourOf, initialsOf } from './avatar-look.ts';

describe('what stands for somebody without a picture', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['Ana María de la Cruz', 'AC'],
    ['  Bo   Xi ', 'BX'],
    ['"Max" (Sales)', 'MS'],
    ['علي حسن', 'عح'],
    ['王小明', '王'],
    ['é́lodie Ångström', 'É́Å'],
    ['🦊', '🦊'],
    ['Ada & Söhne', 'AS'],
  ])('takes the letters of %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('gives equal ids equal colours, and spreads different ones', () => {
    expect(colourOf('usr_1')).toBe(colourOf('usr_1'));
    const colours = new Set(Array.from({ length: 200 }, (_, index) => colourOf(`usr_${index}`)));
    expect(colours.size).toBe(avatarColours);
  });
});
