import { createHash } from 'node:crypto';
import type { PolicyDefinition } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { buildControl, buildItem, buildResults, buildRun, chainRuns, STANDARD, withResults } from '../testing/build-run.ts';
import { compareRecords } from './compare-records.ts';
import type { FinishedRun } from './create-record.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const chain = (...runs: readonly FinishedRun[]) => chainRuns(runs, sha256, { key: 'k', sign: () => 's' });

const FIRST = '2026-01-01T00:01:00Z';
const SECOND = '2026-01-02T00:01:00Z';
const OPEN = [{ source: 'node', path: '.readOnlyPort', value: 10255 }];
const CLOSED = [{ source: 'node', path: '.readOnlyPort', value: 0 }];

/** What the last of two runs says of the history of its only item. */
function tell(before: FinishedRun, after: FinishedRun): readonly unknown[] {
  const item = chain(before, after)[1]?.results[0]?.items[0];
  return [item?.firstSeen, item?.since, item?.lastSeen, item?.change];
}

const exception = { target: 'kubelet-read-only-port', scope: {}, reason: 'known' };
const run = (day: number, parts: Parameters<typeof buildItem>[0], own: Partial<FinishedRun> = {}) =>
  buildRun(day, { ...withResults(buildResults(parts)), ...own });

describe('history', () => {
  test('begins with the first run', () => {
    const item = chain(buildRun(1))[0]?.results[0]?.items[0];
    expect(item).toStrictEqual({
      ...buildItem(),
      evidenceHash: sha256(`[{"path":".readOnlyPort","source":"node","value":10255}]`),
      firstSeen: FIRST,
      since: FIRST,
      lastSeen: FIRST,
    });
  });

  test.each<[string, FinishedRun, FinishedRun, readonly unknown[]]>([
    ['stays', run(1, {}), run(2, {}), [FIRST, FIRST, SECOND, undefined]],
    [
      'is mended',
      run(1, { evidence: OPEN }),
      run(2, { state: 'pass', evidence: CLOSED }),
      [FIRST, SECOND, SECOND, { from: 'fail', cause: 'cluster' }],
    ],
    ['is accepted', run(1, {}), run(2, { state: 'accepted', exception }), [FIRST, SECOND, SECOND, { from: 'fail', cause: 'exception' }]],
    [
      'is accepted no more',
      run(1, { state: 'accepted', exception }),
      run(2, {}),
      [FIRST, SECOND, SECOND, { from: 'accepted', cause: 'exception' }],
    ],
    [
      'is judged by a newer check',
      run(1, { state: 'pass' }),
      run(2, {}, { tool: '1.1.0' }),
      [FIRST, SECOND, SECOND, { from: 'pass', cause: 'content' }],
    ],
    [
      'is judged by a newer check, and is another thing',
      run(1, { state: 'pass', evidence: CLOSED }),
      run(2, {}, { tool: '1.1.0' }),
      [FIRST, SECOND, SECOND, { from: 'pass', cause: 'cluster' }],
    ],
    [
      'is not looked at any more',
      run(1, {}),
      run(2, { state: 'not-evaluated', evidence: [] }),
      [FIRST, SECOND, FIRST, { from: 'fail', cause: 'source' }],
    ],
    [
      'was never looked at',
      run(1, { state: 'not-evaluated' }),
      run(2, { state: 'error' }),
      [FIRST, SECOND, undefined, { from: 'not-evaluated', cause: 'cluster' }],
    ],
    ['is new', run(1, {}), run(2, { subject: { kind: 'Node', name: 'node-2' } }), [SECOND, SECOND, SECOND, undefined]],
    [
      'has another number in a newer benchmark',
      run(1, {}),
      run(2, { framework: 'f-2', control: '9.9' }),
      [FIRST, FIRST, SECOND, undefined],
    ],
    [
      'is attested',
      run(1, { check: 'attestation', state: 'manual' }),
      run(2, { check: 'attestation', state: 'pass' }),
      [FIRST, SECOND, SECOND, { from: 'manual', cause: 'attestation' }],
    ],
    [
      'is attested of another control',
      run(1, { check: 'attestation' }),
      run(2, { check: 'attestation', control: '1.2' }),
      [SECOND, SECOND, SECOND, undefined],
    ],
  ])('of what %s', (_, before, after, history) => {
    expect(tell(before, after)).toStrictEqual(history);
  });

  test('a policy that was changed is another content', () => {
    const policy = { check: 'privileged-container', evidence: [] };
    const changed = [{ id: 'privileged-container', expression: 'true' } as unknown as PolicyDefinition];
    expect(tell(run(1, { ...policy, state: 'pass' }), run(2, policy, { policies: changed }))[3]).toStrictEqual({
      from: 'pass',
      cause: 'content',
    });
  });

  test('evidence is kept as far as somebody would read it, and its hash tells whether it is the same', () => {
    const evidence = Array.from({ length: 60 }, (_, index) => ({ source: 's', path: String(index), value: { text: 'x'.repeat(5000) } }));
    const kept = chain(run(1, { evidence }))[0]?.results[0]?.items[0]?.evidence ?? [];
    expect([kept.length, String(kept[0]?.value).length]).toStrictEqual([50, 4001]);
  });
});

describe('drift', () => {
  const node = (name: string) => ({ kind: 'Node', name });
  test('says what is worse, what is better, and why, and which controls that is', () => {
    const before = [
      buildControl('fail', [
        buildItem({ subject: node('a'), evidence: OPEN }),
        buildItem({ state: 'pass', subject: node('b'), evidence: CLOSED }),
      ]),
    ];
    const after = [
      buildControl('fail', [
        buildItem({ state: 'pass', subject: node('a'), evidence: CLOSED, message: 'closed' }),
        buildItem({ subject: node('b'), evidence: OPEN }),
        buildItem({ subject: node('c') }),
      ]),
      buildControl('pass', [buildItem({ state: 'pass', subject: node('a'), evidence: CLOSED, control: '1.2' })], { control: '1.2' }),
    ];
    const [from, to] = chain(buildRun(1, withResults(before)), buildRun(2, withResults(after)));
    if (from === undefined || to === undefined) throw new TypeError('two runs were chained');
    const base = { check: 'kubelet-read-only-port', severity: 'high', cause: 'cluster', controls: ['f-1 1.1'] };
    expect(compareRecords(from, to)).toStrictEqual({
      items: [
        { ...base, subject: node('b'), from: 'pass', to: 'fail', direction: 'worse', message: 'the port is open' },
        { ...base, subject: node('c'), to: 'fail', direction: 'worse', message: 'the port is open' },
        { ...base, subject: node('a'), from: 'fail', to: 'pass', direction: 'better', message: 'closed', controls: ['f-1 1.1', 'f-1 1.2'] },
      ],
      controls: [{ framework: 'f-1', control: '1.2', title: 'Something is as it should be', to: 'pass' }],
    });
    expect(compareRecords(from, from)).toStrictEqual({ items: [], controls: [] });
  });

  test.each<[string, FinishedRun, FinishedRun, string]>([
    ['the new benchmark numbers it anew', run(1, {}), run(2, { framework: 'f-2', control: '9' }), ''],
    [
      'what is out of scope is gone for that reason',
      run(1, {}),
      buildRun(2, { ...withResults([buildControl('not-applicable', [])]), scope: { nodes: ['x'] } }),
      'better scope',
    ],
    [
      'what is not asked any more is gone for that reason',
      run(1, {}),
      buildRun(2, { ...withResults([]), standards: [{ ...STANDARD, controls: [] }] }),
      'better content',
    ],
    ['what passed and cannot be looked at is worse', run(1, { state: 'pass' }), run(2, { state: 'not-evaluated' }), 'worse source'],
  ])('%s', (_, before, after, told) => {
    const [from, to] = chain(before, after);
    if (from === undefined || to === undefined) throw new TypeError('two runs were chained');
    expect(
      compareRecords(from, to)
        .items.map(({ direction, cause }) => `${direction} ${cause}`)
        .join(),
    ).toBe(told);
  });
});
