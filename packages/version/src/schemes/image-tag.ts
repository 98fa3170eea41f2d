import { compareDigits, compareLists, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';

interface TagVersion {
  readonly numbers: readonly string[];
  readonly prerelease: Prerelease | undefined;
}

interface Prerelease {
  readonly rank: number;
  readonly number: string;
}

/** From the furthest to the nearest to a release; words of one row stand for the same. */
const PRERELEASE_WORDS = [
  ['dev', 'snapshot', 'nightly', 'canary'],
  ['alpha'],
  ['beta'],
  ['m', 'milestone'],
  ['pre', 'preview'],
  ['rc', 'cr'],
];

const RANKS = new Map(PRERELEASE_WORDS.flatMap((words, rank) => words.map(word => [word, rank])));
const TAG = /^v?(\d+(?:\.\d+){0,3})((?:[-+_][0-9A-Za-z._-]*)?)$/;
const PRERELEASE = /^([a-z]+)\.?(\d*)$/;

/**
 * Tags have no specification. One to four numbers, then segments split by `-`: the first that is a pre-release word with an
 * optional number counts; every other segment names a flavour or a rebuild (`-alpine3.20`, `-slim`, `-debian-12-r3`, `-1`) and says
 * nothing about the software's age. What follows `+` or its tag-safe spelling `_` is build metadata.
 */
export const scheme: VersionScheme<TagVersion> = {
  name: 'image-tag',
  doc: 'Version inside an image tag: one to four numbers and a pre-release; flavours such as -alpine and build metadata do not count.',
  specification: 'https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests',
  examples: {
    ascending: [
      ['1.26'],
      ['1.27.0-dev'],
      ['1.27.0-alpha'],
      ['1.27.0-beta.2', '1.27.0-beta2', '1.27-beta2-alpine'],
      ['1.27.0-beta.11'],
      ['1.27.0-rc.1', 'v1.27.0-RC1-slim', '1.27-alpine3.20-rc1'],
      ['1.27', '1.27.0', 'v1.27', '1.27-alpine', '1.27.0-debian-12-r3', '1.27.0-1', '1.27.0+k3s1', '1.27.0_k3s1', '01.27'],
      ['1.27.0.1'],
      ['2024.01.02'],
    ],
    invalid: ['', 'latest', 'v', 'stable-1.2', '1.2.3.4.5', 'sha-3f2a9c', '1.2.', '1.27@sha256:00', '1.27alpine', '1.2 '],
  },
  parse: parseTag,
  compare(a, b) {
    return compareLists(a.numbers, b.numbers, '0') || comparePrerelease(a.prerelease, b.prerelease);
  },
};

function parseTag(text: string): TagVersion | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const match = TAG.exec(text);
  if (match === null) return undefined;
  const [, numbers = '', rest = ''] = match;
  return { numbers: numbers.split('.'), prerelease: findPrerelease(rest) };
}

function findPrerelease(rest: string): Prerelease | undefined {
  const [segments = ''] = rest.toLowerCase().split(/[+_]/, 1);
  for (const segment of segments.split('-')) {
    const [, word = '', number = ''] = PRERELEASE.exec(segment) ?? [];
    const rank = RANKS.get(word);
    if (rank !== undefined) return { rank, number };
  }
  return undefined;
}

function comparePrerelease(a: Prerelease | undefined, b: Prerelease | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a.rank - b.rank || compareDigits(a.number || '0', b.number || '0');
}
