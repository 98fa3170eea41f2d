import { expect, test } from 'vitest';
import { renderLevels, type WorkloadLevel } from './render.ts';

const workload = (name: string, level: WorkloadLevel['level'], rest: Partial<WorkloadLevel> = {}): WorkloadLevel => ({
  kind: 'Deployment',
  name,
  namespace: 'shop',
  level,
  breaksBaseline: [],
  breaksRestricted: [],
  levels: {},
  ...rest,
});

test('names level, what breaks above it, other versions, and the labels to set', () => {
  const workloads = [
    workload('logs', 'privileged', {
      breaksBaseline: ['hostPathVolumes', 'privileged'],
      levels: { '1.36': 'privileged', '1.37': 'privileged' },
    }),
    workload('web', 'baseline', {
      breaksRestricted: ['procMount'],
      levels: { '1.33': 'restricted', '1.34': 'restricted', '1.36': 'privileged', '1.37': 'baseline' },
    }),
    workload('api', 'restricted'),
  ];
  expect(renderLevels([{ namespace: 'shop', level: 'privileged', workloads }], [], 37)).toBe(
    [
      'namespace shop: satisfies privileged of Kubernetes 1.37',
      '  privileged  Deployment logs  baseline breaks on hostPathVolumes, privileged',
      '  baseline    Deployment web  restricted breaks on procMount; restricted with the rules of 1.33–1.34; privileged with the rules of 1.36',
      '  restricted  Deployment api',
      '  kubectl label --overwrite namespace shop pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/enforce-version=v1.37 pod-security.kubernetes.io/warn=baseline',
      '',
    ].join('\n'),
  );
});

test('says so when there is nothing to judge, and what could not be read', () => {
  expect(renderLevels([], [], 37)).toBe('There is no workload in what was given.\n');
  expect(renderLevels([], [{ code: 'invalid-yaml', source: 'a.yaml', message: 'line 1' }], 37)).toBe('invalid-yaml  a.yaml: line 1\n');
});
