// Of how files look and sound. Each is the smallest change that breaks one promise, with the test that must notice.
import type { Mutant } from './mutant.ts';

export const seeingMutants: readonly Mutant[] = [
  {
    name: 'give every picture the same height',
    promise: 'a picture has its room before it comes',
    file: 'client/ui/files/grid-layout.ts',
    text: 'Math.max(minHeight, shown / ratio)',
    replacement: 'Math.max(minHeight, maxHeight)',
    killer: {
      file: 'client/ui/files/grid-layout.test.ts',
      test: 'a single picture keeps its shape, and is not larger than its room',
    },
  },
  {
    name: 'forget the pictures that do not fit',
    promise: 'whoever looks knows how many there are',
    file: 'client/ui/files/grid-layout.ts',
    text: 'Math.max(0, pictures.length - maxTiles)',
    replacement: '0',
    killer: {
      file: 'client/ui/files/grid-layout.test.ts',
      test: 'those that do not fit are counted on the last tile',
    },
  },
  {
    name: 'make a picture larger around its middle',
    promise: 'what one points at stays there',
    file: 'client/ui/files/zoom.ts',
    text: 'x: x - (x - zoom.x) * ratio',
    replacement: 'x: zoom.x * ratio',
    killer: { file: 'client/ui/files/zoom.test.ts', test: 'what stands under the pointer stays there as it grows' },
  },
  {
    name: 'cut a name within a character',
    promise: 'a name can be read, whatever stands in it',
    file: 'client/ui/files/file-kind.ts',
    text: '? at - 1 : at;',
    replacement: '? at : at;',
    killer: {
      file: 'client/ui/files/file-kind.test.ts',
      test: 'a long name keeps its end, and no character is cut in two',
    },
  },
  {
    name: 'play the voice message before again',
    promise: 'voice goes on to the next',
    file: 'client/ui/files/next-sound.ts',
    text: ' && compareItems(item, later) < 0',
    replacement: '',
    killer: {
      file: 'client/ui/files/next-sound.test.ts',
      test: 'after a voice message comes the next one, whatever was said between',
    },
  },
];
