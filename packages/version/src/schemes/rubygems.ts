import { compareDigits, compareText, MAX_LENGTH } from '../order.ts';
import { compileGemRequirement } from '../ranges/gem.ts';
import type { VersionScheme } from '../scheme.ts';

interface GemVersion {
  /** Without trailing zeros, neither of the release nor of the pre-release. */
  readonly segments: readonly string[];
}

const SHAPE = /^\d+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
/** Gems with native code are published once a platform, which is appended to the version. */
const PLATFORM =
  /-(?:x86|x64|x86_64|i[3-6]86|arm|arm64|armv\d+[a-z]*|aarch64|universal|powerpc|ppc64le|s390x|riscv64|java|jruby|mswin\d*|mingw\d*)(?:-.*)?$/;
const SEGMENT = /\d+|[A-Za-z]+/g;

export const scheme: VersionScheme<GemVersion> = {
  name: 'rubygems',
  aliases: ['gem'],
  doc: 'Ruby gems: segments of numbers and letters, letters make a pre-release; a platform after the version does not count.',
  specification: 'https://docs.ruby-lang.org/en/master/Gem/Version.html',
  examples: {
    ascending: [
      ['1.0.0.a', '1.a', '1.0.a.0'],
      ['1.0.a.2'],
      ['1.0.b1', '1.0.0.b1'],
      ['1.0.0-rc1', '1.0.pre.rc1'],
      ['1.0.0.rc1'],
      ['1', '1.0', '1.0.0', '1.0.0-x86_64-linux', '1.0.0-java'],
      ['1.0.1'],
      ['1.0.10'],
      ['1.2.0-1'],
      ['1.2.0'],
    ],
    invalid: ['', '1beta', 'v1.0', '1..0', '1.0 2', '~> 1.0', 'a'],
  },
  constraints: { compile: compileGemRequirement, blank: '0' },
  parse(text) {
    if (text.length > MAX_LENGTH) return undefined;
    const [version = ''] = text.trim().replace(PLATFORM, '').split('+', 1);
    return SHAPE.test(version) ? { segments: canonicalize(version.replaceAll('-', '.pre.').match(SEGMENT) ?? []) } : undefined;
  },
  compare: (a, b) => compareGemSegments(a.segments, b.segments),
};

/** Drops the zeros at the end and those before the first word. */
function canonicalize(segments: readonly string[]): readonly string[] {
  const word = segments.findIndex(isWord);
  const release = word < 0 ? segments : segments.slice(0, word);
  const prerelease = word < 0 ? [] : segments.slice(word);
  return [...trimZeros(release), ...trimZeros(prerelease)];
}

function trimZeros(segments: readonly string[]): readonly string[] {
  return segments.slice(0, segments.findLastIndex(segment => !/^0+$/.test(segment)) + 1);
}

function compareGemSegments(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareSegments(a[index] ?? '0', b[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

function compareSegments(a: string, b: string): number {
  if (isWord(a) !== isWord(b)) return isWord(a) ? -1 : 1;
  return isWord(a) ? compareText(a, b) : compareDigits(a, b);
}

function isWord(segment: string): boolean {
  return /^[A-Za-z]/.test(segment);
}
