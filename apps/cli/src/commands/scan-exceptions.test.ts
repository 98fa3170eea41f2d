import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { listSchemaIssues, VulnerabilityOutput } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { createScanFolder } from '../testing/scan-folder.ts';
import { run } from '../testing/terminal.ts';

const folder = createScanFolder();
const at = (name: string) => folder.at(name);

beforeAll(async () => {
  expect((await run(['db', 'build', '--from', at('advisories'), '--out', at('db')])).code).toBe(0);
});
afterAll(() => folder[Symbol.dispose]());
const mask = (text: string) => text.replaceAll(folder.path, 'DIR').replaceAll(new Date().toISOString().slice(0, 10), 'TODAY');
const scan = (...words: readonly string[]) => run(['image', 'scan', at('rootfs'), '--db', at('db'), ...words]);

describe('exceptions', () => {
  const write = (...exceptions: readonly object[]) =>
    createFolder({ 'x.yaml': JSON.stringify({ exceptions: exceptions.map(one => ({ scope: {}, reason: 'known', ...one })) }) });
  const ACCEPTED = { target: 'CVE-2026-1', approver: 'Jo', reason: 'nobody can reach the shell', expiry: '2027-06-01' };
  const FALSE = { target: 'GHSA-2', vexStatus: 'not_affected', reason: 'x is never called', scope: { packages: ['x'] } };
  const OPEN = { target: 'GHSA-3', until: 'fixable', scope: { images: ['*/rootfs'] } };

  test('what they accept is listed with its reason, and does not fail', async () => {
    using file = write(ACCEPTED, FALSE, OPEN);
    const { code, out } = await scan('--exceptions', file.at('x.yaml'));
    expect([code, mask(out)]).toStrictEqual([
      0,
      `DIR/rootfs  Debian 12
no known vulnerability · 0 with a fix · 3 accepted · 2 of 2 packages looked for
Advisories: 3 records, database of TODAY

Accepted
  CVE-2026-1 of bash 5.2: nobody can reach the shell (until 2027-06-01)
  CVE-2026-2 of x 1.0.0: not affected, x is never called
  GHSA-3 of x 1.0.0: known (until there is a fix)
`,
    ]);
  });

  test('as JSON and SARIF, too', async () => {
    using file = write(ACCEPTED);
    const json = JSON.parse((await scan('--exceptions', file.at('x.yaml'), '--format', 'json')).out) as VulnerabilityOutput;
    expect(listSchemaIssues(VulnerabilityOutput, json)).toStrictEqual([]);
    expect([json.results.map(({ id, exception }) => [id, exception?.approver]), json.summary.accepted, json.summary.severities]).toEqual([
      [
        ['CVE-2026-1', 'Jo'],
        ['CVE-2026-2', undefined],
        ['GHSA-3', undefined],
      ],
      1,
      { info: 0, low: 1, medium: 0, high: 1, critical: 0 },
    ]);
    const { runs } = JSON.parse((await scan('--exceptions', file.at('x.yaml'), '--format', 'sarif')).out) as {
      runs: readonly { results: readonly { ruleId: string; suppressions?: object[] }[] }[];
    };
    expect(runs[0]?.results.filter(({ suppressions }) => suppressions !== undefined).map(({ ruleId }) => ruleId)).toEqual(['CVE-2026-1']);
  });

  test('one that has ended, or got its fix, counts again and says so', async () => {
    using file = write({ ...ACCEPTED, id: 'old', expiry: '2026-06-01' }, { ...FALSE, id: 'fixed', until: 'fixable' }, OPEN);
    const { code, out } = await scan('--exceptions', file.at('x.yaml'));
    expect([code, out.split('\n').slice(-5)]).toStrictEqual([
      1,
      [
        '',
        'Problems',
        '  exception-expired  old: the exception for CVE-2026-1 (nobody can reach the shell) ended on 2026-06-01: its findings count again',
        '  exception-expired  fixed: the exception for GHSA-2 (x is never called) was until a fix, which x 1.2.0 has: its findings count again',
        '',
      ],
    ]);
    expect((await scan('--exceptions', file.at('x.yaml'), '--fail-on', 'critical')).code).toBe(0);
  });

  test('those of the folder are read by themselves', async () => {
    using file = createFolder({ 'breakwater.yaml': JSON.stringify({ exceptions: [{ scope: {}, reason: 'known', target: 'GHSA-3' }] }) });
    const words = [join(import.meta.dirname, '../main.ts'), 'image', 'scan', at('rootfs'), '--db', at('db'), '--format', 'csv'];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: file.path, encoding: 'utf8' });
    expect([status, stdout.split('\r\n').at(-2)]).toStrictEqual([1, 'low,,GHSA-3,x,1.0.0,no fix,,known']);
  });

  test('one that cannot be read is wrong usage', async () => {
    using file = write({ target: 'GHSA-3', until: 'never' });
    const { code, err } = await scan('--exceptions', file.at('x.yaml'));
    expect([code, err.replaceAll(file.path, 'DIR').split('\n')[0]]).toStrictEqual([
      2,
      expect.stringMatching(/^error: DIR\/x\.yaml:1:\d+: /),
    ]);
  });
});
