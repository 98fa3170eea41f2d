import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeObjects } from './catalogue.ts';

interface Context {
  readonly privileged?: unknown;
  readonly runAsUser?: unknown;
}

interface Spec {
  readonly securityContext?: Context | null;
  readonly hostUsers?: boolean;
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: object | null }[];
  readonly containers: readonly { readonly name: string; readonly securityContext?: Context | null }[];
  readonly initContainers?: Spec['containers'];
  readonly ephemeralContainers?: Spec['containers'];
}

const listContainers = (spec: Spec) => [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
const unique = (places: readonly string[]) => [...new Set(places)].toSorted();

/** What must be found, said without the policies: the names of containers or volumes, or `pod`. */
const ORACLES: Readonly<Record<string, (spec: Spec, minor: number) => readonly string[]>> = {
  'privileged-container': spec =>
    listContainers(spec)
      .filter(c => c.securityContext?.privileged === true)
      .map(c => c.name),
  'run-as-user-root': (spec, minor) => {
    if (minor >= 35 && spec.hostUsers === false) return [];
    if (spec.securityContext?.runAsUser === 0) return ['pod'];
    return listContainers(spec)
      .filter(c => c.securityContext?.runAsUser === 0)
      .map(c => c.name);
  },
  'host-path-volume': spec => (spec.volumes ?? []).filter(v => v.hostPath !== undefined && v.hostPath !== null).map(v => v.name),
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const securityContext = maybe(
  fc.option(fc.record({ privileged: fc.constantFrom(true, false, null), runAsUser: fc.constantFrom(0, 1000, null) }, { requiredKeys: [] })),
);
const containers = fc.array(securityContext, { maxLength: 3 });
const spec: fc.Arbitrary<Spec> = fc
  .record({
    securityContext,
    hostUsers: maybe(fc.boolean()),
    volumes: fc.array(fc.constantFrom({ hostPath: { path: '/' } }, { hostPath: {} }, { hostPath: null }, { emptyDir: {} }, {}), {
      maxLength: 3,
    }),
    regular: fc.array(securityContext, { minLength: 1, maxLength: 3 }),
    init: containers,
    ephemeral: containers,
  })
  .map(({ volumes, regular, init, ephemeral, hostUsers, securityContext: ofPod }) => {
    const name = (kind: string, list: readonly (typeof regular)[number][]) =>
      list.map((context, index) => ({ name: `${kind}-${index}`, ...(context === undefined ? {} : { securityContext: context }) }));
    return {
      ...(ofPod === undefined ? {} : { securityContext: ofPod }),
      ...(hostUsers === undefined ? {} : { hostUsers }),
      volumes: volumes.map((volume, index) => ({ name: `v-${index}`, ...volume })),
      containers: name('c', regular),
      initContainers: name('i', init),
      ephemeralContainers: name('e', ephemeral),
    };
  });

/** Every way in which a pod comes. */
const WRAPPERS: readonly ((spec: Spec) => Readonly<Record<string, unknown>>)[] = [
  pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: pod }),
  pod => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { template: { spec: pod } } }),
  pod => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'a' },
    spec: { jobTemplate: { spec: { template: { spec: pod } } } },
  }),
];

describe.each(Object.entries(ORACLES))('%s says what ten lines of TypeScript say', (policy, oracle) => {
  test('of any pod', () => {
    fc.assert(
      fc.property(spec, fc.constantFrom(...WRAPPERS), fc.constantFrom(34, 35), (pod, wrap, kubeMinor) => {
        const { results } = judgeObjects([wrap(pod)], { kubeMinor }, [policy]);
        const found = results
          .filter(({ state }) => state === 'fail')
          .map(
            ({ container, path = '' }) =>
              container ?? (/\bvolumes\[(\d+)\]/.exec(path)?.[1] ?? 'pod').replace(/^\d+$/, index => `v-${index}`),
          );
        expect(unique(found)).toStrictEqual(unique(oracle(pod, kubeMinor)));
        expect(results.filter(({ state }) => !['pass', 'fail', 'not-applicable'].includes(state))).toStrictEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
