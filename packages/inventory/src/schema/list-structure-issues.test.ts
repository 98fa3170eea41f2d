import process from 'node:process';
import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { findKindType, listKindVersions } from './kubernetes.ts';
import { listStructureIssues } from './list-structure-issues.ts';

const pod = (spec: Raw): Raw => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'app' }], ...spec },
});

/** Object of a Pod, then `path kind detail nearest` of every issue. */
describe('issues of a Pod', () => {
  test.each<[string, Raw, readonly string[]]>([
    ['nothing wrong', pod({ hostNetwork: true, terminationGracePeriodSeconds: 5, nodeSelector: { a: 'b' } }), []],
    ['unset fields', pod({ hostNetwork: null, volumes: undefined }), []],
    ['a misspelt field', pod({ hostNetwrok: true }), ['spec.hostNetwrok unknown-field hostNetwrok → hostNetwork']],
    ['a field in another case', pod({ hostnetwork: true }), ['spec.hostnetwork unknown-field hostnetwork → hostNetwork']],
    ['a field of nowhere', pod({ zzzzzzzzzzzzzzz: 1 }), ['spec.zzzzzzzzzzzzzzz unknown-field zzzzzzzzzzzzzzz → ']],
    ['a field of the wrong level', { ...pod({}), hostNetwork: true }, ['hostNetwork unknown-field hostNetwork → ']],
    [
      'a field inside a list',
      pod({ containers: [{ name: 'a' }, { name: 'b', imagePull: 'x' }] }),
      ['spec.containers.1.imagePull unknown-field imagePull → '],
    ],
    ['a text for a boolean', pod({ hostNetwork: 'true' }), ['spec.hostNetwork wrong-type true or false is expected, not a text']],
    ['a number for a boolean', pod({ hostPID: 1 }), ['spec.hostPID wrong-type true or false is expected, not the number 1']],
    ['a boolean for a text', pod({ nodeName: true }), ['spec.nodeName wrong-type a text is expected, not the boolean true']],
    ['a fraction for an integer', pod({ priority: 1.5 }), ['spec.priority wrong-type an integer is expected, not the number 1.5']],
    ['a large integer', pod({ priority: 2n ** 60n }), []],
    ['a map for a list', pod({ volumes: { name: 'a' } }), ['spec.volumes wrong-type a list is expected, not a map']],
    ['a list for a map', pod({ nodeSelector: ['a'] }), ['spec.nodeSelector wrong-type a map is expected, not a list']],
    ['a text for a map', pod({ securityContext: 'x' }), ['spec.securityContext wrong-type a map is expected, not a text']],
    [
      'a number in a map of texts',
      pod({ nodeSelector: { a: 1, b: 'x' } }),
      ['spec.nodeSelector.a wrong-type a text is expected, not the number 1'],
    ],
    ['null in a list', pod({ volumes: [null] }), ['spec.volumes.0 wrong-type a map is expected, not null']],
    [
      'a quantity of either type',
      pod({ containers: [{ name: 'a', resources: { limits: { cpu: 1, memory: '1Gi', x: true } } }] }),
      ['spec.containers.0.resources.limits.x wrong-type a number or text is expected, not the boolean true'],
    ],
    [
      'a port of either type',
      pod({ containers: [{ name: 'a', livenessProbe: { httpGet: { port: 'http' }, tcpSocket: { port: 1 } } }] }),
      [],
    ],
    ['a missing field', pod({ containers: [{ image: 'a' }] }), ['spec.containers.0 missing-field name']],
    [
      'fields that every object inherits',
      pod({ constructor: 1, toString: 2 }),
      ['spec.constructor unknown-field constructor → ', 'spec.toString unknown-field toString → '],
    ],
  ])('%s', (_, object, expected) => {
    const issues = listStructureIssues(object, 'v1', 'Pod') ?? [];
    const lines = issues.map(
      ({ path, kind, detail, nearest }) => `${path.join('.')} ${kind} ${detail}${kind === 'unknown-field' ? ` → ${nearest}` : ''}`,
    );
    expect(lines).toStrictEqual(expected);
  });

  test.each<[string, Raw]>([
    ['fields', pod(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, 1])))],
    ['entries of a list', pod({ containers: Array.from({ length: 10_000 }, () => 'x') })],
    ['entries of a map', pod({ nodeSelector: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, 1])) })],
    ['entries that miss a field', pod({ containers: Array.from({ length: 10_000 }, () => ({})) })],
    ['long names', pod({ ['x'.repeat(1_000_000)]: 1, ['y'.repeat(1_000_000)]: 1 })],
  ])('%s without end give no list without end', (_, object) => {
    const start = process.threadCpuUsage();
    expect(listStructureIssues(object, 'v1', 'Pod')?.length).toBeLessThanOrEqual(50);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(1000);
  });
});

describe('kinds', () => {
  test.each<[string, string, boolean]>([
    ['v1', 'Pod', true],
    ['apps/v1', 'Deployment', true],
    ['apps/v1beta1', 'Deployment', false],
    ['example.com/v1', 'Widget', false],
    ['', 'constructor', false],
    ['v1', '__proto__', false],
  ])('%s %s is known: %s', (apiVersion, kind, known) => {
    expect(findKindType(apiVersion, kind) !== undefined).toBe(known);
    expect(listStructureIssues({ apiVersion, kind }, apiVersion, kind) !== undefined).toBe(known);
  });

  test('versions of a kind', () => {
    expect(listKindVersions('Deployment')).toStrictEqual(['apps/v1']);
    expect(listKindVersions('HorizontalPodAutoscaler').toSorted()).toStrictEqual(['autoscaling/v1', 'autoscaling/v2']);
    expect(listKindVersions('Widget')).toStrictEqual([]);
  });
});
