import type { Test } from '../ranges/comparator.ts';
import { compileIntervals, isInterval } from '../ranges/interval.ts';
import { compilePlain } from '../ranges/plain.ts';
import type { VersionScheme } from '../scheme.ts';
import { compareSemantic, parseSemantic, type SemanticVersion } from '../semantic.ts';

export const scheme: VersionScheme<SemanticVersion> = {
  name: 'nuget',
  doc: 'NuGet packages: up to four numbers, then a pre-release that ignores case; build metadata does not count.',
  specification: 'https://learn.microsoft.com/en-us/nuget/concepts/package-versioning',
  examples: {
    ascending: [
      ['1.0.0-ALPHA', '1.0.0-alpha'],
      ['1.0.0-beta', '1.0.0-BETA+AA'],
      ['1.0.0-beta.2'],
      ['1.0.0-beta.11'],
      ['1.0', '1.0.0', '1.0.0.0', '1.0.0+aa'],
      ['1.0.0.1-alpha'],
      ['1.0.0.1'],
      ['1.2.0', '1.02.0'],
    ],
    invalid: ['', '1.*', '[1.0,2.0)', 'a.b'],
  },
  constraints: { compile: compileNuget },
  parse: text => parseSemantic(text.length > 0 ? text.toLowerCase() : text),
  compare: compareSemantic,
};

/** A bare version is the lowest that is allowed. */
function compileNuget(constraint: string, self: VersionScheme<SemanticVersion>): Test<SemanticVersion> | undefined {
  if (isInterval(constraint)) return compileIntervals(constraint, self);
  return compilePlain(/^\s*\d/.test(constraint) ? `>=${constraint.trim()}` : constraint, self);
}
