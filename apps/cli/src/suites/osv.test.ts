import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { suite } from './osv.ts';

const VULNERABILITY = {
  id: 'X-1',
  affected: [
    { package: { ecosystem: 'Debian:12', name: 'a' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2' }] }] },
  ],
};

test.each<[subject: object, got: unknown]>([
  [{ ecosystem: 'Debian', release: '12', name: 'a', version: '1' }, true],
  [{ ecosystem: 'Debian', release: '11', name: 'a', version: '1' }, false],
  [{ ecosystem: 'Debian:12', name: 'x', source: 'a', version: '1' }, true],
  [{ ecosystem: 'Debian:12', name: 'a', version: '2' }, false],
  [{ ecosystem: 'Debian:12', name: 'a', version: '' }, { error: 'that cannot be said: the version or the ecosystem is not comparable' }],
  [{ ecosystem: 'Windows', name: 'a', version: '1' }, { error: 'that cannot be said: the version or the ecosystem is not comparable' }],
])('%j', (subject, got) => {
  expect(suite.run({ package: subject, vulnerability: VULNERABILITY })).toStrictEqual(got);
});

test.each<[input: object, message: string]>([
  [{}, "a case of suite osv has an OSV record 'vulnerability': it is no JSON object"],
  [{ vulnerability: {} }, "a case of suite osv has an OSV record 'vulnerability': it has no id"],
  [{ vulnerability: VULNERABILITY }, "a case of suite osv has a 'package' with the texts 'ecosystem', 'name' and 'version'"],
])('refuses %j', (input, message) => {
  expect(() => suite.run({ ...input })).toThrow(message);
});

describeWithShared('public cases with a version', ['oracles', 'osv', 'affected.jsonl'], path => {
  test('are answered as they are', () => {
    const cases = readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as { readonly package: { readonly version: string }; readonly affected: boolean })
      .filter(one => one.package.version !== '');
    expect([cases.length, cases.filter(one => suite.run({ ...one }) !== one.affected)]).toStrictEqual([187, []]);
  });
});
