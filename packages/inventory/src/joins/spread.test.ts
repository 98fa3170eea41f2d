import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildDeployment, buildInventory } from '../testing/build.ts';
import { isSpread } from './spread.ts';

const OWN = { matchLabels: { app: 'web' } };
const HOST = 'kubernetes.io/hostname';
const required = (...terms: readonly unknown[]) => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
});
const preferred = (...terms: readonly unknown[]) => ({
  affinity: {
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: terms.map(term => ({ weight: 1, podAffinityTerm: term })) },
  },
});
const constraint = (labelSelector: unknown) => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: HOST, whenUnsatisfiable: 'ScheduleAnyway', labelSelector }],
});

describe('replicas of {app: web} in namespace shop', () => {
  test.each<[string, Raw, boolean]>([
    ['nothing', {}, false],
    ['required anti-affinity', required({ topologyKey: HOST, labelSelector: OWN }), true],
    ['preferred anti-affinity', preferred({ topologyKey: HOST, labelSelector: OWN }), true],
    ['by zone', required({ topologyKey: 'topology.kubernetes.io/zone', labelSelector: OWN }), true],
    ['by the old zone label', preferred({ topologyKey: 'failure-domain.beta.kubernetes.io/zone', labelSelector: OWN }), true],
    ['by rack', required({ topologyKey: 'rack', labelSelector: OWN }), false],
    ['against other pods', required({ topologyKey: HOST, labelSelector: { matchLabels: { app: 'api' } } }), false],
    ['against any pod', required({ topologyKey: HOST, labelSelector: {} }), true],
    ['against no pod', required({ topologyKey: HOST }), false],
    ['in its own namespace by name', required({ topologyKey: HOST, labelSelector: OWN, namespaces: ['other', 'shop'] }), true],
    ['in another namespace', required({ topologyKey: HOST, labelSelector: OWN, namespaces: ['other'] }), false],
    ['in any namespace', required({ topologyKey: HOST, labelSelector: OWN, namespaceSelector: {} }), true],
    ['the second of two terms', required({ topologyKey: 'rack', labelSelector: OWN }, { topologyKey: HOST, labelSelector: OWN }), true],
    [
      'affinity that keeps together',
      { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: HOST, labelSelector: OWN }] } } },
      false,
    ],
    ['a spread constraint', constraint(OWN), true],
    ['a spread constraint over other pods', constraint({ matchLabels: { app: 'api' } }), false],
    ['a spread constraint over all', constraint({}), true],
    ['a spread constraint without selector', constraint(undefined), false],
    ['junk', { affinity: [], topologySpreadConstraints: { labelSelector: OWN } }, false],
    [
      'junk inside',
      {
        affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [null, { podAffinityTerm: 'x' }] } },
        topologySpreadConstraints: [null],
      },
      false,
    ],
  ])('%s: %o', (_, pod, expected) => {
    expect(buildInventory([buildDeployment('web', { pod })]).workloads.map(isSpread)).toStrictEqual([expected]);
  });
});
