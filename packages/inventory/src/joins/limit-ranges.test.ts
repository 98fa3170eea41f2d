import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject, buildPod } from '../testing/build.ts';
import { readEffectiveResources } from './limit-ranges.ts';

interface Case {
  readonly own?: unknown;
  readonly pod?: unknown;
  readonly ranges?: readonly (readonly Raw[])[];
  readonly requests: Raw;
  readonly limits: Raw;
}

const container = (item: Raw): Raw => ({ type: 'Container', ...item });

/** https://kubernetes.io/docs/concepts/policy/limit-range/ and the defaults of the API server */
describe('effective requests and limits', () => {
  test.each<[string, Case]>([
    ['nothing anywhere', { requests: {}, limits: {} }],
    ['own requests', { own: { requests: { cpu: '1' } }, requests: { cpu: '1' }, limits: {} }],
    ['a limit is the request too', { own: { limits: { cpu: '2' } }, requests: { cpu: '2' }, limits: { cpu: '2' } }],
    [
      'a request beside a limit',
      {
        own: { requests: { cpu: '1' }, limits: { cpu: '2', memory: '1Gi' } },
        requests: { cpu: '1', memory: '1Gi' },
        limits: { cpu: '2', memory: '1Gi' },
      },
    ],
    ['numbers', { own: { requests: { cpu: 1 } }, requests: { cpu: '1' }, limits: {} }],
    ['zero is none', { own: { requests: { cpu: '0', memory: '0Mi' }, limits: { cpu: 0 } }, requests: {}, limits: {} }],
    [
      'a request of zero stays zero beside a limit',
      { own: { requests: { cpu: '0' }, limits: { cpu: '1' } }, requests: {}, limits: { cpu: '1' } },
    ],
    [
      'a limit of zero keeps defaults away',
      { own: { limits: { cpu: '0' } }, ranges: [[container({ default: { cpu: '1' } })]], requests: {}, limits: {} },
    ],
    [
      'a LimitRange gives both',
      { ranges: [[container({ default: { cpu: '2' }, defaultRequest: { cpu: '1' } })]], requests: { cpu: '1' }, limits: { cpu: '2' } },
    ],
    ['its default is the request too', { ranges: [[container({ default: { cpu: '2' } })]], requests: { cpu: '2' }, limits: { cpu: '2' } }],
    ['its default request gives no limit', { ranges: [[container({ defaultRequest: { cpu: '1' } })]], requests: { cpu: '1' }, limits: {} }],
    ['its maximum is a default', { ranges: [[container({ max: { cpu: '4' } })]], requests: { cpu: '4' }, limits: { cpu: '4' } }],
    ['its minimum is a default request', { ranges: [[container({ min: { cpu: '100m' } })]], requests: { cpu: '100m' }, limits: {} }],
    [
      'resource by resource',
      {
        ranges: [
          [
            container({
              default: { cpu: '1' },
              max: { cpu: '4', memory: '1Gi' },
              defaultRequest: { cpu: '500m' },
              min: { memory: '1Mi', 'ephemeral-storage': '1Mi' },
            }),
          ],
        ],
        requests: { cpu: '500m', memory: '1Gi', 'ephemeral-storage': '1Mi' },
        limits: { cpu: '1', memory: '1Gi' },
      },
    ],
    [
      'own values win over a LimitRange',
      {
        own: { requests: { cpu: '1' }, limits: { cpu: '2' } },
        ranges: [[container({ default: { cpu: '9' }, defaultRequest: { cpu: '8' } })]],
        requests: { cpu: '1' },
        limits: { cpu: '2' },
      },
    ],
    [
      'an own limit wins over a default request',
      {
        own: { limits: { cpu: '2' } },
        ranges: [[container({ defaultRequest: { cpu: '1' } })]],
        requests: { cpu: '2' },
        limits: { cpu: '2' },
      },
    ],
    [
      'an own request beside a default limit',
      { own: { requests: { cpu: '1' } }, ranges: [[container({ default: { cpu: '2' } })]], requests: { cpu: '1' }, limits: { cpu: '2' } },
    ],
    [
      'items for pods and claims count for none',
      {
        ranges: [
          [
            { type: 'Pod', max: { cpu: '1' } },
            { type: 'PersistentVolumeClaim', max: { storage: '1Gi' } },
          ],
        ],
        requests: {},
        limits: {},
      },
    ],
    [
      'the first of two LimitRanges wins',
      {
        ranges: [[container({ default: { cpu: '1' } })], [container({ default: { cpu: '2', memory: '1Gi' } })]],
        requests: { cpu: '1', memory: '1Gi' },
        limits: { cpu: '1', memory: '1Gi' },
      },
    ],
    [
      'the pod bounds its containers',
      { pod: { requests: { cpu: '1' }, limits: { memory: '1Gi' } }, requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
    ],
    [
      'own values win over the pod',
      {
        own: { limits: { cpu: '2' } },
        pod: { requests: { cpu: '1' }, limits: { cpu: '4' } },
        requests: { cpu: '2' },
        limits: { cpu: '2' },
      },
    ],
    [
      'a LimitRange wins over the pod',
      { pod: { limits: { cpu: '4' } }, ranges: [[container({ default: { cpu: '2' } })]], requests: { cpu: '2' }, limits: { cpu: '2' } },
    ],
    [
      'the pod bounds a container that says zero',
      { own: { requests: { cpu: '0' } }, pod: { requests: { cpu: '1' } }, requests: { cpu: '1' }, limits: {} },
    ],
    ['what is no quantity stays as written', { own: { requests: { cpu: 'a lot' } }, requests: { cpu: 'a lot' }, limits: {} }],
    [
      'maps and lists are none',
      { own: { requests: { cpu: { toString: 1 }, memory: [] }, limits: 'x' }, pod: [], requests: {}, limits: {} },
    ],
    [
      'inherited names are resources like others',
      {
        own: { requests: JSON.parse('{"__proto__": "1", "constructor": "2"}') },
        requests: JSON.parse('{"__proto__": "1", "constructor": "2"}'),
        limits: {},
      },
    ],
  ])('%s', (_, { own, pod, ranges = [], requests, limits }) => {
    const inventory = buildInventory([
      buildPod('web', { containers: [{ name: 'app', resources: own }], resources: pod }),
      ...ranges.map((items, index) => buildObject('v1', 'LimitRange', `limits-${index}`, { spec: { limits: items } })),
      buildObject('v1', 'LimitRange', 'elsewhere', { spec: { limits: [container({ default: { cpu: '99' } })] } }, { namespace: 'other' }),
    ]);
    const found = inventory.workloads[0]?.pod.containers[0];
    expect(found && readEffectiveResources(inventory, found)).toStrictEqual({ requests, limits });
  });
});
