import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { suite } from './baseline.ts';

type Case = Readonly<Record<string, unknown>> & { readonly id: string; readonly ops: readonly Readonly<Record<string, unknown>>[] };

/** Where we say less than is expected, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'network-baseline/FlowsUpdateForOtherEntityTypes': 'name and CIDR of an external source stand nowhere in the case, only its id',
};

const add = (path: string, args = '', accepted = true) => ({
  op: 'add',
  deployment: 'd',
  pod: 'p',
  containerId: 'c',
  name: 'n',
  path,
  args,
  accepted,
});

test('a filter hides what comes after its limits', () => {
  const ops = [add('/a'), add('/a'), add('/b'), { op: 'deleteDeployment', deployment: 'd' }, add('/b')];
  expect(suite.run({ maxExactPathMatches: 1, maxUniqueProcesses: 1, fanOut: [], ops })).toStrictEqual([true, false, false, true]);
});

test('only a locked baseline is violated', () => {
  const one = { containers: ['a'], indicators: [{ container: 'a', path: '/bin/nc' }] };
  const judge = (autoLocked: string | null) => suite.run({ ...one, baseline: { autoLocked, userLocked: null, elements: ['/bin/sh'] } });
  const expected = { statusPerContainer: ['UNLOCKED'], violatingIndices: [], anomalousPerContainer: [false], resultPersisted: true };
  expect([judge('future'), judge('past')]).toStrictEqual([
    expected,
    { ...expected, statusPerContainer: ['LOCKED'], violatingIndices: [0], anomalousPerContainer: [true] },
  ]);
});

test.each<[input: object, message: string]>([
  [{}, "a case of suite baseline has a list of objects 'ops'"],
  [{ ops: [5] }, "a case of suite baseline has a list of objects 'ops'"],
  [{ fanOut: ['a'], ops: [] }, "a case with a 'fanOut' of numbers has the numbers 'maxExactPathMatches' and 'maxUniqueProcesses'"],
  [{ containers: ['a'], indicators: [{}] }, "every entry of 'indicators' has a text 'path'"],
  [{ containers: ['a'], indicators: [], baseline: 5 }, "'baseline' has a list of paths 'elements', or is null"],
  [
    { ops: [{ op: 'flows', duringObservation: [{}] }] },
    "an entry of 'duringObservation' is none: flows have 'src' and 'dst', baselines 'peers' with 'properties'",
  ],
])('refuses %j', (input, message) => {
  expect(() => suite.run({ ...input })).toThrow(message);
});

describeWithShared('public cases', ['oracles', 'runtime'], folder => {
  const read = (name: string) =>
    readFileSync(join(folder, `${name}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Case);

  test('of filters: every operation is answered as it was', () => {
    const cases = read('process-filter');
    const wrong = cases.filter(one => {
      const expected = one.ops.filter(({ op }) => op === 'add').map(({ accepted }) => accepted);
      return JSON.stringify(suite.run(one)) !== JSON.stringify(expected);
    });
    expect([cases.length, cases.flatMap(({ ops }) => ops).length, wrong.map(({ id }) => id)]).toStrictEqual([21, 126, []]);
  });

  test('of process baselines', () => {
    const cases = read('process-baseline');
    expect(cases.map(one => suite.run(one))).toStrictEqual(cases.map(one => one['expect']));
    expect(cases).toHaveLength(8);
  });

  test('of network baselines: all but what is documented', () => {
    const cases = read('network-baseline');
    const wrong = cases.filter(one => {
      const expected = one.ops.filter(({ op }) => op === 'expectBaselines').map(({ baselines }) => baselines);
      return sortLists(suite.run(one)) !== sortLists(expected);
    });
    expect([cases.length, wrong.map(({ id }) => id)]).toStrictEqual([4, Object.keys(DEVIATIONS)]);
  });

  test('what is documented is the whole difference', () => {
    const [one] = read('network-baseline').filter(({ id }) => DEVIATIONS[id] !== undefined);
    const expected = one?.ops.filter(({ op }) => op === 'expectBaselines').map(({ baselines }) => baselines);
    const without = JSON.stringify(expected).replace(',"name":"EXTSRCNAME010","cidr":"11.0.0.0/32"', '');
    expect(sortLists(suite.run(one ?? {}))).toBe(sortLists(JSON.parse(without)));
  });
});

/** As text in which the order of baselines and peers does not count; the places where they are expected stay in theirs. */
function sortLists(places: unknown): string {
  const lists = places as readonly (readonly { readonly deployment: string; readonly peers: readonly object[] }[])[];
  const order = (texts: readonly object[]) => texts.map(one => JSON.stringify(one)).toSorted();
  return JSON.stringify(lists.map(list => order(list.map(({ peers, ...rest }) => ({ ...rest, peers: order(peers) })))));
}
