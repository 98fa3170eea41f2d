import { expect, test } from 'vitest';
import { buildDefinition, buildInventory, buildPod } from '../testing/build.ts';
import { type Comparison, compareRegimes } from './compare-regimes.ts';
import type { Regime } from './regime.ts';

const PODS = ['web', 'db'].map(name => buildPod(name));
const STRICT = buildDefinition({ id: 'strict', stages: ['deploy'], expression: "container.name != 'app'" });
const NONE: Regime = { policies: [], selection: { ids: new Set(), params: {} }, settings: [], exceptions: [] };
const ON: Regime = { ...NONE, policies: [STRICT], selection: { ids: new Set(['strict']), params: {} } };

function compare(before: Regime, after: Regime, isLate = () => false): Comparison {
  const options = { now: '2026-01-01T00:00:00Z', language: 'en', isLate } as const;
  return compareRegimes({ inventory: buildInventory(PODS, { cluster: 'c' }), before, after, ...options });
}

const show = ({ differences }: Comparison) => differences.map(({ change, result }) => `${change} ${result.policy} ${result.target.name}`);
const withSettings = (...settings: readonly Omit<Regime['settings'][number], 'policy'>[]): Regime => ({
  ...ON,
  settings: settings.map(setting => ({ ...setting, policy: 'strict' })),
});

test.each<[string, Regime, Regime, readonly string[]]>([
  ['a new policy', NONE, ON, ['opens strict web', 'opens strict db']],
  ['one that goes', ON, NONE, ['closes strict web', 'closes strict db']],
  ['no change', ON, ON, []],
  ['one that is off', NONE, { ...ON, selection: NONE.selection }, []],
  ['a setting for a workload', ON, withSettings({ scope: { workloads: ['web'] }, enabled: false }), ['closes strict web']],
  ['a setting for another cluster', ON, withSettings({ scope: { clusters: ['d'] }, enabled: false }), []],
  [
    'the narrowest of several',
    NONE,
    withSettings({ scope: { workloads: ['db'] }, enabled: true }, { scope: {}, enabled: false }),
    ['opens strict db'],
  ],
  [
    'an exception',
    ON,
    { ...ON, exceptions: [{ id: 'e', target: 'strict', scope: { workloads: ['db'] }, reason: 'r' }] },
    ['closes strict db'],
  ],
  [
    'an exception that has ended',
    ON,
    { ...ON, exceptions: [{ id: 'e', target: 'strict', scope: {}, reason: 'r', expiry: '2025-01-01T00:00:00Z' }] },
    [],
  ],
  [
    'a parameter',
    {
      ...ON,
      policies: [
        buildDefinition({
          ...STRICT,
          params: { name: { type: 'string', default: 'x', doc: 'd' } },
          expression: 'container.name != params.name',
        }),
      ],
    },
    {
      ...withSettings({ scope: { namespaces: ['sh*'] }, params: { name: 'app' } }),
      policies: [
        buildDefinition({
          ...STRICT,
          params: { name: { type: 'string', default: 'x', doc: 'd' } },
          expression: 'container.name != params.name',
        }),
      ],
    },
    ['opens strict web', 'opens strict db'],
  ],
])('%s', (_name, before, after, expected) => {
  expect(show(compare(before, after))).toStrictEqual(expected);
});

test('what is muted by a stronger one closes, with that one opening', () => {
  const stronger = buildDefinition({ ...STRICT, id: 'stronger', implies: ['strict'] });
  const both: Regime = { ...ON, policies: [STRICT, stronger], selection: { ids: new Set(['strict', 'stronger']), params: {} } };
  expect(show(compare(ON, both)).toSorted()).toStrictEqual([
    'closes strict db',
    'closes strict web',
    'opens stronger db',
    'opens stronger web',
  ]);
});

test('what could not be decided is counted with its reasons, and is no "none"', () => {
  const broken: Regime = { ...ON, policies: [buildDefinition({ ...STRICT, expression: 'object.spec.nothing > 1' })] };
  expect(compare(NONE, broken)).toStrictEqual({
    differences: [],
    judged: 2,
    all: 2,
    undecided: { error: 2 },
    reasons: [expect.stringMatching(/^Test policy: the policy failed here: .*nothing/)],
  });
});

test('what is left when it is late was not judged', () => {
  expect(compare(NONE, ON, () => true)).toStrictEqual({ differences: [], judged: 0, all: 2, undecided: {}, reasons: [] });
});
