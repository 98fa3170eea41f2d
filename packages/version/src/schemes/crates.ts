import { toTest } from '../ranges/comparator.ts';
import { readSemanticRange } from '../ranges/semantic.ts';
import type { VersionScheme } from '../scheme.ts';
import { compareSemantic, parseSemantic, type SemanticVersion } from '../semantic.ts';

export const scheme: VersionScheme<SemanticVersion> = {
  name: 'crates',
  doc: 'Rust crates: Semantic Versioning.',
  specification: 'https://doc.rust-lang.org/cargo/reference/manifest.html#the-version-field',
  examples: {
    ascending: [['0.0.0-0'], ['0.0.0'], ['0.1.14-0'], ['0.1.14'], ['0.45.0-alpha.1'], ['0.45.0-alpha.6'], ['1.0.0', '1.0.0+deprecated']],
    invalid: ['', '*', '1.0.*', '^1'],
  },
  constraints: {
    compile: (constraint, self) => toTest(readSemanticRange(constraint, { bare: 'caret', tilde: 'minor' }), self),
  },
  parse: parseSemantic,
  compare: compareSemantic,
};
