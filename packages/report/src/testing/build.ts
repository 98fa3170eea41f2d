import { type CheckOutput, type Problem, type Result, SEVERITIES, STATES } from '@breakwater/model';
import type { RenderOptions } from '../format.ts';

export const PLAIN: RenderOptions = {
  language: 'en',
  color: false,
  width: 100,
  verbose: false,
  policies: new Map([['test-policy', { title: 'Test policy', rationale: 'Because `this` is so.', categories: ['privileges'] }]]),
};

interface ResultParts extends Partial<Omit<Result, 'target'>> {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

export function buildResult({ kind = 'Pod', namespace = 'shop', name = 'web', ...parts }: ResultParts = {}): Result {
  return {
    policy: 'test-policy',
    state: 'fail',
    severity: 'high',
    message: 'it is wrong',
    target: { cluster: 'file:test', apiVersion: 'v1', kind, namespace, name },
    standards: {},
    remediation: 'Change it.',
    evidence: [],
    ...parts,
  };
}

/** An output whose summary counts what its results say. */
export function buildOutput(
  results: readonly Result[],
  problems: readonly Problem[] = [],
  summary: Partial<CheckOutput['summary']> = {},
): CheckOutput {
  const failing = results.filter(result => result.state === 'fail');
  return {
    schema: 'breakwater/check',
    version: '1',
    results: [...results],
    problems: [...problems],
    summary: {
      files: 1,
      documents: 1,
      objects: 1,
      workloads: 1,
      unknownKinds: {},
      policies: 1,
      states: Object.fromEntries(STATES.map(state => [state, results.filter(result => result.state === state).length])),
      severities: Object.fromEntries(SEVERITIES.map(severity => [severity, failing.filter(result => result.severity === severity).length])),
      problems: problems.length,
      ...summary,
    },
  };
}
