// Whether somebody's reading is told to those who wrote what they read. The server decides by it.

/**
 * In larger groups nobody is told who has read: each reading would go to everybody who has written there, and a list of
 * so many names tells nobody anything.
 */
export const maxMembersTold = 100;

/** `areOn`: the reader's own choice. */
export function isReadingTold({ areOn, members }: { areOn: boolean; members: number }): boolean {
  return areOn && members <= maxMembersTold;
}
