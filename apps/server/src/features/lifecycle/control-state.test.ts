import type { Control } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { findStandard } from '../../catalogue/catalogue.ts';
import { CHECKS } from './checks.ts';
import { type ControlView, toControlState } from './control-state.ts';

const control: Control = { id: 'deploy-privileges', title: 'Privileges', ja: '権限', group: 'configuration', policies: ['a', 'b'] };
const cluster = { id: 'c', name: 'c', state: 'connected', workloads: 3 } as const;

function view(counts: Readonly<Record<string, object>>, change: Partial<ControlView> = {}): ControlView {
  return { cluster, states: new Map(Object.entries(counts)), enabled: new Set(['a']), language: 'en', ...change };
}

describe('a control with policies is', () => {
  test.each([
    ['fail', { a: { pass: 9, fail: 1, 'not-evaluated': 3 }, b: { review: 1 } }, '', 1, 11],
    ['not-evaluated', {}, 'no policy of it has been evaluated on this cluster', 0, 0],
    ['not-evaluated', { a: { pass: 9, 'not-evaluated': 2, error: 1 } }, '3 targets could not be looked at', 0, 9],
    ['not-evaluated', { a: { pass: 9, error: 1 } }, '1 target could not be looked at', 0, 9],
    ['review', { a: { pass: 9, review: 1, manual: 1 } }, '2 targets need a person to look', 0, 11],
    ['review', { a: { review: 1 } }, '1 target needs a person to look', 0, 1],
    ['not-applicable', { a: { 'not-applicable': 4 } }, 'nothing of this kind is there', 0, 0],
    ['pass', { a: { pass: 9, accepted: 1, 'not-applicable': 2 } }, '', 0, 10],
  ] as const)('%s with %j', (state, counts, reason, failing, judged) => {
    expect(toControlState(control, view(counts))).toMatchObject({
      group: 'configuration',
      title: 'Privileges',
      state,
      reason,
      failing,
      judged,
    });
  });

  test('not evaluated where all its policies are off', () => {
    expect(toControlState(control, view({}, { enabled: new Set() }))).toMatchObject({
      state: 'not-evaluated',
      reason: 'none of its policies is switched on',
    });
  });

  test('told in Japanese as well, with each policy', () => {
    expect(toControlState(control, view({ a: { pass: 1, error: 2 } }, { language: 'ja' }))).toMatchObject({
      title: '権限',
      reason: '2 件の対象を確認できませんでした',
      policies: [
        { id: 'a', failing: 0, judged: 1 },
        { id: 'b', failing: 0, judged: 0 },
      ],
    });
  });
});

describe('a control without policies is', () => {
  const { policies: _policies, ...bare } = control;

  test('undecided with its own reason where nothing decides it', () => {
    expect(toControlState({ ...bare, undecided: 'needs image scans' }, view({}))).toMatchObject({
      state: 'undecided',
      reason: 'needs image scans',
    });
  });

  test.each([
    ['compliance-watched', cluster, 'pass', ''],
    ['compliance-watched', { ...cluster, state: 'away' }, 'not-evaluated', 'the sensor is not connected'],
    ['compliance-watched', { ...cluster, state: 'syncing' }, 'not-evaluated', 'the sensor has not sent everything yet'],
    ['deploy-risk', cluster, 'pass', ''],
    ['deploy-risk', { ...cluster, workloads: 0 }, 'not-applicable', 'there are no workloads'],
    ['deploy-risk', { ...cluster, state: 'never-seen' }, 'not-evaluated', 'the sensor was never connected'],
  ] as const)('decided by a check: %s of %j is %s', (id, facts, state, reason) => {
    expect(toControlState({ ...bare, id }, view({}, { cluster: facts }))).toMatchObject({ state, reason });
  });
});

test('checks decide controls of the standard that no policy decides', () => {
  const open = findStandard('lifecycle').controls.filter(({ policies = [] }) => policies.length === 0);
  expect(Object.keys(CHECKS).filter(id => !open.some(candidate => candidate.id === id))).toStrictEqual([]);
});
