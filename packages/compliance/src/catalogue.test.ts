import { readFileSync } from 'node:fs';
import type { Standard } from '@breakwater/model';
import { expect, it } from 'vitest';
import { describeWithShared } from '../../../test/shared.ts';
import { checks } from './checks.generated.ts';
import { ClusterView } from './cluster-view.ts';

it('names every check once, in both languages', () => {
  expect(checks.map(({ id }) => id).toSorted()).toStrictEqual([...new Set(checks.map(({ id }) => id))].toSorted());
  for (const { id, title } of checks) {
    expect([id, title.en.length > 5, /[\u3040-\u30ff\u4e00-\u9fff]/.test(title.ja)]).toStrictEqual([id, true, true]);
  }
});

it('never passes what nobody looked at', () => {
  const view = new ClusterView({ objects: [], facts: [] });
  const states = new Set(checks.flatMap(check => check.decide(view)).map(({ state }) => state));
  expect([...states]).toStrictEqual(['not-evaluated']);
});

const standards = JSON.parse(
  readFileSync(new URL('../../../content/standards.generated.json', import.meta.url), 'utf8'),
) as readonly Standard[];

it.each(standards)('$id names checks that exist, each control once, and says why where nothing decides', ({ controls }) => {
  const known = new Set(checks.map(check => check.id));
  expect(
    controls.flatMap(control => [...(control.checks ?? []), ...(control.probes ?? [])].filter(check => !known.has(check))),
  ).toStrictEqual([]);
  expect(controls.map(({ id }) => id)).toStrictEqual([...new Set(controls.map(({ id }) => id))]);
  const mute = controls.filter(
    ({ checks: own = [], policies = [], undecided }) => own.length + policies.length === 0 && undecided === undefined,
  );
  expect(mute.map(({ id }) => id)).toStrictEqual([]);
});

interface Condition {
  readonly name: string;
  readonly scope: string;
  readonly severity: string;
}

describeWithShared('the catalogue of conditions', ['design', 'field', 'configuration.json'], path => {
  const { conditions } = JSON.parse(readFileSync(path, 'utf8')) as { readonly conditions: readonly Condition[] };
  const own = new Map(checks.map(check => [check.id, check.severity]));

  it('has a check for each condition of nodes and the control plane, as severe as it says', () => {
    const wanted = conditions.filter(({ scope }) => scope === 'N').map(({ name, severity }) => [name, severity]);
    expect(wanted.map(([name = '']) => [name, own.get(name)])).toStrictEqual(wanted);
    expect(wanted).toHaveLength(97);
  });
});
