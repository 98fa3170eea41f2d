import { compareNumberLists, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';

interface RVersion {
  readonly numbers: readonly string[];
}

const SHAPE = /^\d+(?:[.-]\d+)*$/;

export const scheme: VersionScheme<RVersion> = {
  name: 'cran',
  doc: 'R packages: a list of numbers split by dots or hyphens; of two lists that begin alike, the longer one is newer.',
  specification: 'https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file',
  examples: {
    ascending: [['0.2'], ['0.3-2', '0.3.2'], ['0.3.2.0'], ['0.3.10'], ['1.8'], ['1.8.0'], ['1.8.1', '1.08.1'], ['1.9']],
    invalid: ['', '1.', '1.0a', '1_0', '-1'],
  },
  parse: text => (text.length <= MAX_LENGTH && SHAPE.test(text) ? { numbers: text.split(/[.-]/) } : undefined),
  compare: (a, b) => compareNumberLists(a.numbers, b.numbers),
};
