import { compareLists, compareText, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';
import { comparePrerelease } from '../semantic.ts';

interface OpensslVersion {
  readonly numbers: readonly string[];
  readonly letters: string;
  readonly prerelease: readonly string[];
}

const SHAPE = /^(\d+(?:\.\d+){0,3})([a-z]*)(?:-((?:alpha|beta|pre|dev)[0-9a-z.-]*)|-fips)?$/;

export const scheme: VersionScheme<OpensslVersion> = {
  name: 'openssl',
  doc: 'OpenSSL: three numbers, up to 1.1.1 followed by the letters of a patch (a to z, then za); -alpha, -beta and -dev come before.',
  specification: 'https://openssl-library.org/policies/releasestrat/',
  examples: {
    ascending: [
      ['0.9.8'],
      ['0.9.8z'],
      ['0.9.8za'],
      ['1.0.1g'],
      ['1.1.1'],
      ['1.1.1ag'],
      ['1.1.1k', '1.1.1k-fips'],
      ['3.0.0-alpha1'],
      ['3.0.0-beta2'],
      ['3.0.0'],
      ['3.0.10'],
    ],
    invalid: ['', '1.1.1K', 'v1.0', '1.0.1-', '1.1.1.1.1'],
  },
  parse(text) {
    const match = text.length > MAX_LENGTH ? null : SHAPE.exec(text);
    if (match === null) return undefined;
    const [, numbers = '', letters = '', prerelease] = match;
    return { numbers: numbers.split('.'), letters, prerelease: prerelease?.split(/(?<=[a-z])(?=\d)/) ?? [] };
  },
  compare(a, b) {
    return compareLists(a.numbers, b.numbers, '0') || compareText(a.letters, b.letters) || comparePrerelease(a.prerelease, b.prerelease);
  },
};
