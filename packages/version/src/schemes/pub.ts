import { compareLists } from '../order.ts';
import { toTest } from '../ranges/comparator.ts';
import { readSemanticRange } from '../ranges/semantic.ts';
import type { VersionScheme } from '../scheme.ts';
import { compareIdentifierLists, comparePrerelease, parseSemantic, type SemanticVersion } from '../semantic.ts';

interface PubVersion extends SemanticVersion {
  readonly build: readonly string[];
}

export const scheme: VersionScheme<PubVersion> = {
  name: 'pub',
  doc: 'Dart packages: Semantic Versioning, except that build metadata counts and comes after the same version without.',
  specification: 'https://pub.dev/documentation/pub_semver/latest/',
  examples: {
    ascending: [
      ['1.0.0-alpha'],
      ['1.0.0-beta.2'],
      ['1.0.0-beta.11'],
      ['1.0.0-pre+build'],
      ['1.0.0', 'v1.0.0'],
      ['1.0.0+1'],
      ['1.0.0+900'],
      ['1.0.0+9a'],
      ['1.0.0+a'],
      ['1.0.1'],
    ],
    invalid: ['', 'any', '^1.0.0', '1.0.0+'],
  },
  constraints: {
    compile: (constraint, self) => toTest(readSemanticRange(constraint, { bare: 'exact', tilde: 'minor' }), self),
  },
  parse(text) {
    const version = parseSemantic(text);
    return version === undefined ? undefined : { ...version, build: text.split('+')[1]?.split('.') ?? [] };
  },
  compare(a, b) {
    return (
      compareLists(a.numbers, b.numbers, '0') || comparePrerelease(a.prerelease, b.prerelease) || compareIdentifierLists(a.build, b.build)
    );
  },
};
