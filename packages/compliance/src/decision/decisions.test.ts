import type { Attestation, ControlResult, RunScope, State } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { ClusterView } from '../cluster-view.ts';
import { scoreFrameworks } from '../record/score.ts';
import { buildControl, buildItem } from '../testing/build-run.ts';
import { acceptItems } from './accept-items.ts';
import { attestControls } from './attest-controls.ts';
import { narrowResults } from './narrow-results.ts';
import { narrowToScope } from './narrow-to-scope.ts';

const NOW = '2026-02-01T00:00:00Z';
const attestation = (parts: Partial<Attestation> = {}): Attestation => ({
  framework: 'f-1',
  control: '1.1',
  state: 'pass',
  by: 'jo',
  at: '2026-01-01T00:00:00Z',
  text: 'looked at the plan',
  validUntil: '2026-03-01T00:00:00Z',
  ...parts,
});
const attest = (control: ControlResult, ...attestations: readonly Attestation[]) =>
  attestControls([control], attestations, { now: NOW, cluster: 'c-1', language: 'en' })[0];

describe('an attestation', () => {
  const manual = buildControl('manual', [], { reason: 'somebody has to attest it' });

  test('decides a control that is for people, and says who, when and on what', () => {
    const attachment = { name: 'plan.pdf', sha256: 'a'.repeat(64), size: 3 };
    expect(attest(manual, attestation({ attachment }))).toStrictEqual({
      ...manual,
      state: 'pass',
      reason: '',
      items: [
        {
          framework: 'f-1',
          control: '1.1',
          check: 'attestation',
          state: 'pass',
          severity: 'info',
          subject: { kind: 'Cluster', name: 'cluster' },
          message: 'attested by jo on 2026-01-01T00:00:00Z, valid until 2026-03-01T00:00:00Z: looked at the plan',
          evidence: [
            {
              source: 'attestation',
              path: 'jo 2026-01-01T00:00:00Z',
              value: { text: 'looked at the plan', validUntil: '2026-03-01T00:00:00Z', attachment },
            },
          ],
          remediation: '',
        },
      ],
    });
  });

  const states: readonly State[] = ['pass', 'fail', 'not-evaluated', 'error', 'accepted', 'inconsistent', 'not-applicable'];
  test.each(states)('changes nothing of a control that is %s by evidence or the lack of it', state => {
    const control = buildControl(state, [buildItem({ state })]);
    expect(attest(control, attestation())).toBe(control);
  });

  test.each<[string, Partial<Attestation>, string, string]>([
    ['ended', { validUntil: NOW }, 'manual', `the attestation of jo ended on ${NOW}: somebody has to look again and attest`],
    ['no date as its end', { validUntil: 'soon' }, 'manual', 'the attestation of jo ended on soon: somebody has to look again and attest'],
    ['another cluster', { clusters: ['c-2'] }, 'manual', ''],
    [
      'this cluster',
      { clusters: ['c-1'], state: 'not-applicable' },
      'not-applicable',
      'attested by jo on 2026-01-01T00:00:00Z, valid until 2026-03-01T00:00:00Z: looked at the plan',
    ],
    ['another control', { control: '1.2' }, 'manual', ''],
  ])('with %s', (_, parts, state, message) => {
    const found = attest(manual, attestation(parts));
    expect([found?.state, found?.items[0]?.message ?? '']).toStrictEqual([state, message]);
  });

  test('the newest counts', () => {
    const older = attestation({ state: 'fail' });
    expect(attest(manual, older, attestation({ at: '2026-01-15T00:00:00Z' }))?.state).toBe('pass');
    expect(attest(manual, attestation({ at: '2026-01-15T00:00:00Z' }), older)?.state).toBe('pass');
  });

  test('decides over what a review found, which stays to be seen', () => {
    const found = attest(buildControl('review', [buildItem({ state: 'review' })]), attestation());
    expect([found?.state, found?.items.map(({ state }) => state)]).toStrictEqual(['pass', ['review', 'pass']]);
  });
});

describe('exceptions and scopes', () => {
  const toNode = (name: string, labels?: object) => ({ kind: 'Node', metadata: { name, labels } });
  const view = new ClusterView({
    objects: [toNode('node-1', { pool: 'blue', zone: 'a' }), toNode('node-2', { pool: 'green' }), toNode('node-3')],
    facts: [],
  });
  const matches = (pattern: string, value: string) => pattern === '*' || pattern === value;
  const subjects = [
    ...['node-1', 'node-2', 'node-3', 'node-4'].map(name => ({ kind: 'Node', name })),
    { kind: 'Pod', name: 'etcd', namespace: 'kube-system', node: 'node-1' },
    { kind: 'Pod', name: 'proxy', namespace: 'kube-system', node: 'node-2' },
    { kind: 'Cluster', name: 'cluster' },
  ];

  test.each<[RunScope, readonly string[]]>([
    [{ nodeLabels: { pool: 'blue' } }, ['node-1', 'etcd', 'cluster']],
    [{ nodeLabels: { pool: '*' } }, ['node-1', 'node-2', 'etcd', 'proxy', 'cluster']],
    [{ nodeLabels: { pool: 'green', zone: 'a' } }, ['cluster']],
    [{ nodeLabels: { pool: 'blue' }, nodes: ['node-2'] }, ['cluster']],
    [{ nodeLabels: {} }, ['node-1', 'node-2', 'node-3', 'node-4', 'etcd', 'proxy', 'cluster']],
  ])('a group of nodes has what its labels have: %j', (scope, wanted) => {
    const control = buildControl(
      'fail',
      subjects.map(subject => buildItem({ subject })),
    );
    const [found] = narrowToScope([control], scope, { view, matches }, 'en');
    expect(found?.items.map(({ subject }) => subject.name)).toStrictEqual(wanted);
  });

  const exception = { target: 'kubelet-read-only-port', scope: {}, reason: 'known' };
  test('accept what is wrong, and never turn what nobody looked at into anything', () => {
    const states: readonly State[] = ['fail', 'review', 'inconsistent', 'pass', 'not-evaluated', 'error', 'manual'];
    const control = buildControl(
      'fail',
      states.map(state => buildItem({ state })),
    );
    const [accepted] = acceptItems([control], () => exception);
    expect([accepted?.state, accepted?.items.map(({ state }) => state)]).toStrictEqual([
      'error',
      ['accepted', 'accepted', 'accepted', 'pass', 'not-evaluated', 'error', 'manual'],
    ]);
    expect(accepted?.items.map(item => item.exception?.reason)).toStrictEqual([
      'known',
      'known',
      'known',
      ...Array<undefined>(4).fill(undefined),
    ]);
  });

  test('leave a control as it is where they cover nothing of it', () => {
    const control = buildControl('fail', [buildItem()]);
    expect(acceptItems([control], () => undefined)[0]).toBe(control);
  });

  test('narrow the answer; what is left decides', () => {
    const control = buildControl('fail', [buildItem(), buildItem({ state: 'pass', subject: { kind: 'Node', name: 'node-2' } })]);
    const narrow = (name: string) => narrowResults([control], subject => subject.name === name, 'nothing of the scope')[0];
    expect([narrow('node-2')?.state, narrow('node-1')?.state]).toStrictEqual(['pass', 'fail']);
    expect(narrow('node-3')).toStrictEqual({ ...control, state: 'not-applicable', items: [], reason: 'nothing of the scope' });
  });
});

test('a score says of what it is a part, and how much is not proven', () => {
  const states: readonly State[] = ['pass', 'pass', 'fail', 'accepted', 'manual', 'not-evaluated', 'not-applicable'];
  expect(scoreFrameworks(states.map(state => buildControl(state, [])))).toStrictEqual([
    {
      framework: 'f-1',
      controls: 7,
      states: { pass: 2, fail: 1, accepted: 1, manual: 1, 'not-evaluated': 1, 'not-applicable': 1 },
      passed: 2,
      judged: 4,
      undecided: 2,
    },
  ]);
});
