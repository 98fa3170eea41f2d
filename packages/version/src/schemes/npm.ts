import { compileNpmRange } from '../ranges/npm.ts';
import type { VersionScheme } from '../scheme.ts';
import { compareSemantic, parseSemantic, type SemanticVersion } from '../semantic.ts';

export const scheme: VersionScheme<SemanticVersion> = {
  name: 'npm',
  doc: 'npm packages: Semantic Versioning, read as loosely as the registry holds it.',
  specification: 'https://github.com/npm/node-semver#versions',
  examples: {
    ascending: [
      ['0.0.0'],
      ['0.0.1-canary.1'],
      ['0.0.1-next.0'],
      ['0.0.1', 'v0.0.1', '0.0.1+meta'],
      ['1.0.0-beta2'],
      ['1.0.0', '1'],
      ['15.0.0-canary.29'],
      ['15.0.0-canary.123'],
    ],
    invalid: ['', 'latest', '1.x', '^1.0.0', '1.0.0 || 2.0.0'],
  },
  constraints: { compile: compileNpmRange },
  parse: parseSemantic,
  compare: compareSemantic,
};
