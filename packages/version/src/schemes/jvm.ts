import { compareLists, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';
import { comparePrerelease } from '../semantic.ts';

interface JavaVersion {
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
}

/** `8.0.131+b1`, `17.0.2-ea`, `1.8.0_131-b11`, `1.8.0-update131-b02`, `8u131`. */
const SHAPE = /^(\d+(?:\.\d+)*)(?:(?:_|-update|u)(\d+))?((?:-[0-9A-Za-z.-]+)?)(?:\+[0-9A-Za-z.+-]*)?$/;
/** Numbers of a build, and the release's own mark. */
const IGNORED = /^(?:b?\d+|lts|ga|internal|adhoc.*)$/i;

export const scheme: VersionScheme<JavaVersion> = {
  name: 'jvm',
  aliases: ['java'],
  doc: 'Java runtimes: 1.8.0_131 is 8.0.131; early access comes before the release; numbers of a build do not count.',
  specification: 'https://openjdk.org/jeps/223',
  examples: {
    ascending: [
      ['1.7.0', '7.0.0', '7'],
      ['1.8.0'],
      ['1.8.0_13-ea', '1.8.0_13-ea-b002', '8.0.13-ea+b2'],
      ['1.8.0_13', '8.0.13', '8u13'],
      ['1.8.0_131', '1.8.0_131-b11', '1.8.0-update131-b02', '8.0.131+b1'],
      ['9.0.0-ea'],
      ['9'],
      ['11.0.20+8-LTS', '11.0.20'],
      ['11.0.20.1'],
    ],
    invalid: ['', 'jdk', '1.8.0_', 'x17', '17-'],
  },
  parse(text) {
    const match = text.length > MAX_LENGTH ? null : SHAPE.exec(text);
    if (match === null) return undefined;
    const [, numbers = '', update, rest = ''] = match;
    const list = numbers.replace(/^1\.(?=\d)/, '').split('.');
    const [major = '', minor = '0'] = list;
    const prerelease = rest.split(/[.-]/).filter(part => part !== '' && !IGNORED.test(part));
    return { numbers: update === undefined ? list : [major, minor, update], prerelease };
  },
  compare: (a, b) => compareLists(a.numbers, b.numbers, '0') || comparePrerelease(a.prerelease, b.prerelease),
};
