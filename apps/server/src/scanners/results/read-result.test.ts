import { gzipSync } from 'node:zlib';
import { MAX_RESULT_BYTES } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { buildDatabase, buildFinding, buildInspection, buildMatch, toDigest } from '../../testing/test-scanner.ts';
import { readResult } from './read-result.ts';

const DIGEST = toDigest('cart');
const whole = buildInspection(DIGEST, { match: buildMatch(buildDatabase('2026-11-01T00:00:00Z'), [buildFinding('CVE-1')]) });
const pack = (value: unknown): Uint8Array => gzipSync(typeof value === 'string' ? value : JSON.stringify(value));
const invalid = (message: string) => ({ kind: 'refused', code: 'result-invalid', message });

test.each<[what: string, packed: Uint8Array, expected: object]>([
  ['no gzip', Buffer.from('{}'), invalid('the result is no gzip')],
  ['half a gzip', pack(whole).subarray(0, 200), invalid('the result is no gzip')],
  ['no JSON', pack('{'), invalid('result: must be object')],
  [
    'of another kind',
    pack({ kind: 'list-tags', tags: [] }),
    invalid("result.tags: 'tags' is not a known key; known are kind, digest, output, content, catalogers, match"),
  ],
  [
    'a bomb',
    pack(' '.repeat(MAX_RESULT_BYTES + 1)),
    { kind: 'refused', code: 'result-too-large', message: 'the result has more than 67108864 bytes' },
  ],
  ['no digest', pack({ ...whole, digest: 'latest' }), invalid('result.digest: must match pattern "^sha256:[0-9a-f]{64}$"')],
  ['of two images', pack({ ...whole, digest: toDigest('other') }), invalid('result.digest is not that of the image')],
  [
    'matched by a database of no time',
    pack({ ...whole, match: { ...whole.match, database: { digest: 'a'.repeat(64), built: 'soon' } } }),
    invalid('result.match.database.built is no time'),
  ],
])('%s', (_, packed, expected) => {
  expect(readResult('inspect', packed)).toStrictEqual(expected);
});

test('what no index takes is cut, what PostgreSQL does not hold replaced, and what is told twice counted once', () => {
  const long = buildFinding('CVE-1', {
    package: { name: 'x'.repeat(5000), version: '1\0', type: 'npm', purl: `pkg:npm/${'y'.repeat(5000)}`, locations: [] },
  });
  const read = readResult(
    'inspect',
    pack(buildInspection(DIGEST, { match: buildMatch(buildDatabase('2026-11-01T00:00:00Z'), [long, long]) })),
  );
  if (read.kind !== 'inspect') throw new TypeError(JSON.stringify(read));
  const rows = JSON.parse(read.match?.findings?.rows ?? '[]') as readonly {
    package: string;
    version: string;
    purl: string;
    layer: unknown;
  }[];
  expect(rows.map(row => [row.package.length, row.version, row.purl.length, row.layer])).toStrictEqual([[400, '1\uFFFD', 500, null]]);
  expect(read.match?.findings?.tally.high).toBe(1);
});
