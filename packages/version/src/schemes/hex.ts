import { toTest } from '../ranges/comparator.ts';
import { readSemanticRange } from '../ranges/semantic.ts';
import type { VersionScheme } from '../scheme.ts';
import { compareSemantic, parseSemantic, type SemanticVersion } from '../semantic.ts';

export const scheme: VersionScheme<SemanticVersion> = {
  name: 'hex',
  doc: 'Elixir and Erlang packages: Semantic Versioning.',
  specification: 'https://hexdocs.pm/elixir/Version.html',
  examples: {
    ascending: [['1.45.0-rc10'], ['1.45.0-rc8'], ['1.45.0'], ['2.0.0-pre.1'], ['2.0.0-rc.3'], ['2.0.0-rc.20'], ['2.0.0', '2.0.0+build']],
    invalid: ['', '~> 1.0', '1.0 or 2.0'],
  },
  constraints: {
    compile: (constraint, self) => toTest(readSemanticRange(constraint, { bare: 'exact', tilde: 'minor' }), self),
  },
  parse: parseSemantic,
  compare: compareSemantic,
};
