import { expect, test } from 'vitest';
import { suite } from './cvss.ts';

test.each<[input: object, got: unknown]>([
  [{ vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C' }, { score: 10, severity: 'HIGH', base: 10 }],
  [{ vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' }, { score: 9.3, severity: 'CRITICAL', base: 9.3 }],
  [{ vector: 'CVSS:3.1/AV:N' }, { error: 'this is no CVSS vector' }],
])('%j', (input, got) => {
  expect(suite.run({ ...input })).toStrictEqual(got);
});

test('refuses what is no case', () => {
  expect(() => suite.run({})).toThrow("a case of suite cvss has a text 'vector'");
});
