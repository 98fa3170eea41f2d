import type { VersionScheme } from '../scheme.ts';
import { compareSemantic, parseSemantic, type SemanticVersion } from '../semantic.ts';

/** Toolchains write `go1.25rc1`; vendors and the go command add `-fips`, ` X:boringcrypto` or `+auto`, which says nothing of the age. */
const TOOLCHAIN = /^go(\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)(?:[-+ ].*)?$/;

export const scheme: VersionScheme<SemanticVersion> = {
  name: 'go',
  aliases: ['golang'],
  doc: 'Go modules and toolchains: Semantic Versioning with pseudo-versions; +incompatible does not count.',
  specification: 'https://go.dev/ref/mod#versions',
  examples: {
    ascending: [
      ['0.0.0-20190125091013-d26f9f9a57f3', 'v0.0.0-20190125091013-d26f9f9a57f3'],
      ['0.0.0-20240403103450-0e7f2b5bf4d2'],
      ['1.7.2-0.20260509071350-11c80384f13a'],
      ['1.7.2', 'v1.7.2'],
      ['1.25rc1', 'go1.25rc1', '1.25-rc1'],
      ['1.25.1', 'go1.25.1', 'go1.25.1-fips', 'go1.25.1+auto', 'go1.25.1 X:boringcrypto'],
      ['20.10.9+incompatible', 'v20.10.9'],
    ],
    invalid: ['', '(devel)', 'go', 'unknown', 'devel +abc'],
  },
  parse: text => parseSemantic(TOOLCHAIN.exec(text)?.[1] ?? text),
  compare: compareSemantic,
};
