import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RiskInput } from './risk-input.ts';
import { scoreRisk } from './score-risk.ts';

const NONE: RiskInput = { exposure: 'none', exposedBy: [], privileges: [], violations: [], powers: [], secrets: [] };
const score = (input: Partial<RiskInput>) => scoreRisk({ ...NONE, ...input });
const violation = (severity: 'critical' | 'high' | 'medium' | 'low' | 'info', open: number, accepted = 0) => ({ severity, open, accepted });

it.each<[string, Partial<RiskInput>, number, readonly string[]]>([
  ['nothing', {}, 0, []],
  ['privileged alone counts', { privileges: ['privileged'] }, 50.3, ['privileges 50.3 privileged']],
  [
    'privileged includes what it gives',
    { privileges: ['privileged', 'capability SYS_ADMIN', 'root'] },
    50.3,
    ['privileges 50.3 privileged'],
  ],
  ['an unknown capability', { privileges: ['capability AUDIT_CONTROL'] }, 3.9, ['privileges 3.9 capability AUDIT_CONTROL']],
  ['one critical violation', { violations: [violation('critical', 1)] }, 39.3, ['violations 39.3 1 critical']],
  ['accepted ones count little', { violations: [violation('critical', 0, 1)] }, 4.9, ['violations 4.9 1 critical, accepted']],
  ['informative ones count nothing', { violations: [violation('info', 9)] }, 0, []],
  [
    'a clean web server',
    { exposure: 'external', exposedBy: ['Ingress web'] },
    18.1,
    ['exposure 18.1 reachable from outside the cluster: Ingress web'],
  ],
  [
    'permissions by their reach',
    {
      powers: [
        { power: 'secrets-read', clusterWide: false },
        { power: 'pod-exec', clusterWide: true },
        { power: 'secrets-read', clusterWide: false },
      ],
    },
    34.3,
    ['permissions 24.5 pod-exec in every namespace', 'permissions 9.8 secrets-read in its namespace'],
  ],
  ['secrets', { secrets: ['a', 'b', 'c', 'd'] }, 8.9, ['secrets 8.9 a, b, c and 1 more']],
  [
    'an analyzer beside these',
    { further: [{ factor: 'vulnerabilities', strength: 0.3, detail: 'CVE-1, exploited' }] },
    25.9,
    ['vulnerabilities 25.9 CVE-1, exploited'],
  ],
])('%s', (_name, input, expected, reasons) => {
  const result = score(input);
  expect(result.score).toBe(expected);
  expect(result.reasons.map(({ factor, points, detail }) => `${factor} ${points} ${detail}`)).toEqual(reasons);
});

it('being reachable counts more, the weaker a workload is', () => {
  const exposed = score({ exposure: 'external', privileges: ['privileged'] });
  const reasons = exposed.reasons.map(({ factor }) => factor);
  expect(exposed.score).toBeGreaterThan(score({ privileges: ['privileged'] }).score + score({ exposure: 'external' }).score);
  expect(reasons).toEqual(['privileges', 'exposure']);
});

const inputs: fc.Arbitrary<RiskInput> = fc.record({
  exposure: fc.constantFrom('external', 'node', 'cluster', 'none'),
  exposedBy: fc.array(fc.string(), { maxLength: 5 }),
  privileges: fc.array(fc.constantFrom('privileged', 'hostPID', 'hostNetwork', 'root', 'capability NET_ADMIN', '__proto__'), {
    maxLength: 6,
  }),
  violations: fc.uniqueArray(
    fc.record({
      severity: fc.constantFrom('critical', 'high', 'medium', 'low', 'info'),
      open: fc.nat({ max: 200 }),
      accepted: fc.nat({ max: 200 }),
    }),
    { selector: count => count.severity },
  ),
  powers: fc.array(fc.record({ power: fc.constantFrom('bind', 'destroy', 'constructor'), clusterWide: fc.boolean() }), { maxLength: 5 }),
  secrets: fc.array(fc.string(), { maxLength: 30 }),
});

describe('of any workload', () => {
  it('is between 0 and 100, and its reasons add up to it', () => {
    fc.assert(
      fc.property(inputs, input => {
        const result = scoreRisk(input);
        expect(result.score).toBeGreaterThanOrEqual(0);
        expect(result.score).toBeLessThanOrEqual(100);
        expect(result.reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(result.score, 5);
        for (const { points } of result.reasons) expect(points).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('never falls when something is added', () => {
    fc.assert(
      fc.property(inputs, input => {
        const before = scoreRisk(input).score;
        const more: readonly RiskInput[] = [
          { ...input, exposure: 'external' },
          { ...input, powers: [...input.powers, { power: 'impersonate', clusterWide: true }] },
          { ...input, secrets: [...input.secrets, 'another'] },
          { ...input, violations: input.violations.map(count => ({ ...count, open: count.open + 1 })) },
        ];
        for (const worse of more) expect(scoreRisk(worse).score).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('tells the worst from the second worst', () => {
    const bad = {
      exposure: 'external',
      privileges: ['privileged'],
      violations: [violation('critical', 3), violation('high', 10)],
    } as const;
    expect(score({ ...bad, powers: [{ power: 'bind', clusterWide: true }] }).score).toBeGreaterThan(score(bad).score + 1);
    expect(score(bad).score).toBeLessThan(97);
  });
});
