import type { VersionScheme } from '../scheme.ts';
import { compareSemantic, parseSemantic, type SemanticVersion } from '../semantic.ts';

const REVISION = /^([^-+]*)-\d+$/;

/** A number alone after the hyphen counts rebuilds of one upstream version, where SemVer would see a pre-release. */
export const scheme: VersionScheme<SemanticVersion> = {
  name: 'bitnami',
  doc: 'Components packaged by Bitnami: Semantic Versioning with a revision of the packaging, which does not count.',
  specification: 'https://github.com/bitnami/vulndb#versioning',
  examples: {
    ascending: [
      ['2.3'],
      ['2.3.1-alpha.1'],
      ['2.3.1-rc.1'],
      ['2.3.1', '2.3.1-0', '2.3.1-1', '2.3.1-15', '2.3.1+meta'],
      ['2.3.2-1'],
      ['2.10.0', 'v2.10.0'],
    ],
    invalid: ['', 'latest', '2.3.1-', '2.x'],
  },
  parse: text => parseSemantic(REVISION.exec(text)?.[1] ?? text),
  compare: compareSemantic,
};
