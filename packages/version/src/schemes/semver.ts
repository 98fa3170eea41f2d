import type { VersionScheme } from '../scheme.ts';
import { compareSemantic, parseSemantic, type SemanticVersion } from '../semantic.ts';

export const scheme: VersionScheme<SemanticVersion> = {
  name: 'semver',
  doc: 'Semantic Versioning 2.0.0: numbers, then pre-release identifiers; build metadata does not count.',
  specification: 'https://semver.org/spec/v2.0.0.html#spec-item-11',
  examples: {
    ascending: [
      ['0', '0.0', '0.0.0'],
      ['1.0.0-0'],
      ['1.0.0-alpha', '1.0.0.alpha'],
      ['1.0.0-alpha.1'],
      ['1.0.0-alpha.beta'],
      ['1.0.0-beta'],
      ['1.0.0-beta.2'],
      ['1.0.0-beta.11'],
      ['1.0.0-rc.1'],
      ['1.0.0', 'v1.0.0', '1.0.0+20130313144700', '1'],
      ['1.0.0.1'],
      ['1.9.0', '1.09.0'],
      ['1.10.0rc1'],
      ['1.10.0'],
      ['99999999999999999999999.0.0'],
    ],
    invalid: ['', 'v', 'latest', '1.0.0-', '1.0.0-a..b', '1.0.0+', '1..0', '1.0.0 ', '1.0.0-ä', 'vv1.0.0', '-1.0.0'],
  },
  parse: parseSemantic,
  compare: compareSemantic,
};
