import { compareNumberLists, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';

interface HaskellVersion {
  readonly numbers: readonly string[];
}

const SHAPE = /^\d+(?:\.\d+)*$/;

export const scheme: VersionScheme<HaskellVersion> = {
  name: 'hackage',
  doc: 'Haskell packages: a list of numbers; of two lists that begin alike, the longer one is newer.',
  specification: 'https://pvp.haskell.org/#version-numbers',
  examples: {
    ascending: [['0.1'], ['0.1.0'], ['0.1.0.0', '0.01.0.0'], ['0.2'], ['0.10'], ['1'], ['1.0'], ['1.0.0']],
    invalid: ['', '1.', '1.0-rc1', 'v1', '1.a'],
  },
  parse: text => (text.length <= MAX_LENGTH && SHAPE.test(text) ? { numbers: text.split('.') } : undefined),
  compare: (a, b) => compareNumberLists(a.numbers, b.numbers),
};
