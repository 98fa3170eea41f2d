import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { suite } from './vex.ts';

const DOCUMENT = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  statements: [
    {
      vulnerability: { name: 'CVE-1' },
      products: [{ '@id': 'pkg:npm/a' }],
      status: 'not_affected',
      justification: 'component_not_present',
    },
  ],
};
const FINDINGS = [
  { id: 'CVE-1', purl: 'pkg:npm/a@1' },
  { id: 'CVE-2', purl: 'pkg:npm/a@1' },
];
const GOT = { kept: ['CVE-2'], suppressed: [{ id: 'CVE-1', status: 'not_affected', justification: 'component_not_present' }] };

test.each([[DOCUMENT], [JSON.stringify(DOCUMENT)]])('a document as JSON or as its text', document => {
  expect(suite.run({ document, findings: FINDINGS })).toStrictEqual(GOT);
});

test.each<[input: object, message: RegExp]>([
  [{}, /^a case of suite vex has a 'document' in OpenVEX, CSAF or CycloneDX, or the name of its file$/],
  [{ document: DOCUMENT }, /^a case of suite vex has 'findings' with the text 'id'$/],
  [{ document: DOCUMENT, findings: [{}] }, /^a case of suite vex has 'findings' with the text 'id'$/],
  [{ document: 'no/such/file.json' }, /ENOENT/],
])('refuses %j', (input, message) => {
  expect(() => suite.run({ ...input })).toThrow(message);
});

describeWithShared('public cases', ['oracles', 'vex'], folder => {
  test('are answered as they are', () => {
    const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as readonly Readonly<Record<string, unknown>>[];
    const wrong = cases.filter(one => {
      const got = suite.run({ ...one, document: join(folder, String(one['document'])) });
      return JSON.stringify(got) !== JSON.stringify({ kept: one['expectedKept'], suppressed: one['expectedSuppressed'] });
    });
    expect([cases.length, wrong]).toStrictEqual([13, []]);
  });
});
