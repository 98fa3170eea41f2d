import type { PolicyDefinition, Standard } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { PolicyError } from './errors.ts';
import { createPodSecurity, parseMinor } from './pod-security.ts';
import { selectPreset, selectRuntimePreset } from './presets.ts';
import { buildDefinition, buildInventory, buildPod } from './testing/build.ts';

const control = (id: string, level: string, policies: string[], more: Partial<Standard['controls'][number]> = {}) => ({
  id,
  title: id,
  ja: id,
  level,
  policies,
  ...more,
});
const POLICIES = [
  buildDefinition({ id: 'privileged', expression: '!container.security.privileged' }),
  buildDefinition({
    id: 'host',
    target: 'workload',
    expression: '!pod.hostNetwork',
    standards: { 'cis-1.12': ['5.2.5'], lifecycle: ['x'] },
  }),
  buildDefinition({
    id: 'limited',
    params: { max: { type: 'int', default: 5, doc: 'd' } },
    matchConditions: ["container.kind == 'regular'"],
    expression: 'size(container.command) <= params.max',
  }),
  buildDefinition({ id: 'quiet', recommended: false }),
  buildDefinition({ id: 'content', target: 'image', expression: '!image.content.hasShell', standards: { 'cis-1.12': ['4.1'] } }),
];
const STANDARD: Standard = {
  id: 'pod-security',
  title: 't',
  ja: 't',
  controls: [
    control('privileged', 'baseline', ['privileged']),
    control('hostNamespaces', 'baseline', ['host']),
    control('both', 'baseline', ['privileged', 'host'], { from: '1.30' }),
    control('limit', 'restricted', ['limited'], { params: { limited: { max: 1 } } }),
  ],
};

describe('selectPreset', () => {
  test.each<[string, readonly string[], object]>([
    ['recommended', ['privileged', 'host', 'limited'], {}],
    ['all', ['privileged', 'host', 'limited', 'quiet'], {}],
    ['baseline', ['privileged', 'host'], {}],
    ['restricted', ['privileged', 'host', 'limited'], { limited: { max: 1 } }],
    ['cis-1.12', ['host'], {}],
  ])('%s', (name, ids, params) => {
    const selection = selectPreset(name, POLICIES, STANDARD);
    expect([[...selection.ids], selection.params]).toStrictEqual([ids, params]);
  });

  test.each<[string, string]>([
    ['basline', "no preset is called 'basline'; did you mean 'baseline'?"],
    ['lifecycle', "no preset is called 'lifecycle'; known are recommended, baseline, restricted, all, cis-1.12"],
    ['zzzzzzz', "no preset is called 'zzzzzzz'; known are recommended, baseline, restricted, all, cis-1.12"],
  ])('%s is none', (name, message) => {
    expect(() => selectPreset(name, POLICIES, STANDARD)).toThrow(new PolicyError('preset-unknown', message));
  });
});

describe('selectRuntimePreset', () => {
  const event = (id: string, events: NonNullable<PolicyDefinition['events']>, recommended = true) =>
    buildDefinition({ id, target: 'event', stages: ['runtime'], events, recommended });
  const policies = [...POLICIES, event('shell', ['process-exec']), event('noise', ['dns'], false), event('exec', ['kube-audit'], false)];

  test.each([
    ['runtime', ['shell']],
    ['runtime-audit', ['exec']],
    ['runtime-all', ['shell', 'noise', 'exec']],
  ])('%s', (name, ids) => {
    expect([...selectRuntimePreset(name, policies)]).toStrictEqual(ids);
  });

  test('policies over events are in no preset of objects', () => {
    expect([...selectPreset('all', policies, STANDARD).ids]).not.toContain('shell');
  });

  test('another name is none', () => {
    expect(() => selectRuntimePreset('runtim', policies)).toThrow("no preset is called 'runtim'; did you mean 'runtime'?");
  });
});

describe('Pod Security', () => {
  const bad = buildPod('web', {
    hostNetwork: true,
    containers: [{ name: 'a', command: ['x', 'y'], securityContext: { privileged: true } }],
  });
  test.each<[string, 'baseline' | 'restricted', number, readonly string[]]>([
    ['bad', 'baseline', 37, ['privileged', 'hostNamespaces', 'both']],
    ['bad', 'baseline', 29, ['privileged', 'hostNamespaces']],
    ['bad', 'restricted', 37, ['privileged', 'hostNamespaces', 'both', 'limit']],
    ['good', 'restricted', 37, []],
  ])('%s pod at %s, 1.%i', (name, level, kubeMinor, expected) => {
    const inventory = buildInventory([name === 'bad' ? bad : buildPod('web')], { kubeMinor });
    const podSecurity = createPodSecurity(STANDARD, POLICIES);
    expect(inventory.workloads.map(workload => podSecurity.listViolations(inventory, workload, level))).toStrictEqual([expected]);
  });

  test('a policy that does not exist is a fault of the catalogue', () => {
    const standard = { ...STANDARD, controls: [control('x', 'baseline', ['gone'])] };
    expect(() => createPodSecurity(standard, POLICIES)).toThrow(new TypeError('control x names policy gone, which does not exist'));
  });
});

test.each<[string, number]>([
  ['1.34', 34],
  ['v1.34', 34],
  ['v1.34.2', 34],
  ['1.34.2-gke.100', 34],
  ['1.34+', 34],
  ['1.0', 0],
  ['2.34', Number.NaN],
  ['1', Number.NaN],
  ['1.', Number.NaN],
  ['latest', Number.NaN],
  ['', Number.NaN],
  ['1.34.x', Number.NaN],
  ['11.34', Number.NaN],
])('parseMinor(%j) is %s', (version, minor) => {
  expect(parseMinor(version)).toBe(minor);
});
