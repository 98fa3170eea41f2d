import { Inventory } from '@breakwater/inventory';
import type { PolicyDefinition, Result } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { buildInventory, buildPod, buildPolicy } from './testing/build.ts';

const POD = buildPod('web', {
  hostNetwork: true,
  containers: [
    {
      name: 'app',
      image: 'app:1',
      ports: [{ containerPort: 80 }],
      securityContext: { capabilities: { add: ['X', 'Y'] } },
      env: [{ name: 'TOKEN', value: 's3cret' }],
      big: 2n ** 70n,
    },
  ],
});

function judgeOne(
  parts: Partial<PolicyDefinition>,
  objects: readonly Readonly<Record<string, unknown>>[] = [POD],
  language: 'en' | 'ja' = 'en',
): Result {
  const [result] = evaluate(buildInventory(objects), [buildPolicy({ expression: 'false', ...parts })], { language }).results;
  if (result === undefined) throw new TypeError('a finding was expected');
  return result;
}

test('a result as a whole', () => {
  const locate = (path: readonly (string | number)[]) => ({ file: 'web.yaml', line: 7, column: path.length });
  const inventory = new Inventory([{ value: { ...POD, metadata: { name: 'web', namespace: 'shop', uid: 'u-1' } }, locate }], {
    cluster: 'c-1',
    kubeMinor: 37,
    complete: true,
    namespace: '',
  });
  const fix = [{ remove: 'container.image' }];
  const { results } = evaluate(inventory, [
    buildPolicy({ expression: 'false', field: 'container.image', fix, standards: { cis: ['5.1'] } }),
  ]);
  expect(results).toStrictEqual([
    {
      policy: 'test-policy',
      state: 'fail',
      severity: 'high',
      message: 'it is wrong',
      target: { cluster: 'c-1', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', uid: 'u-1' },
      container: 'app',
      path: 'spec.containers[0].image',
      location: { file: 'web.yaml', line: 7, column: 4 },
      standards: { cis: ['5.1'] },
      remediation: 'change it',
      fix: [{ remove: 'spec.containers[0].image' }],
      evidence: [{ source: 'manifest', path: 'spec.containers[0].image', value: 'app:1' }],
    },
  ]);
});

test('a result in Japanese', () => {
  const { message, remediation } = judgeOne({}, [POD], 'ja');
  expect([message, remediation]).toStrictEqual(['違反です', '直してください']);
});

describe('messages', () => {
  test.each<[string, string]>([
    ['plain', 'plain'],
    ['{{container.name}} of {{workload.name}}', 'app of web'],
    ['{{ container.name }}{{container.image}}', 'appapp:1'],
    ["{{['a', 'b'].map(x, x + '!')}}", 'a!, b!'],
    ['{{1 + 1}} {{true}} {{null}} {{1.5}}', '2 true null 1.5'],
    ["{{'}' + '{'}}", '}{'],
    ['{{\n  container.name\n}}', 'app'],
    ['{ {container.name} }', '{ {container.name} }'],
    ['{{container.name', '{{container.name'],
  ])('%j reads %j', (template, message) => {
    expect(judgeOne({ message: template }).message).toBe(message);
  });
});

describe('places', () => {
  test.each<[string, Partial<PolicyDefinition>, string, string | undefined]>([
    ['the container', {}, 'spec.containers[0]', 'app'],
    ['a field of the container', { field: 'container.ports[0].containerPort' }, 'spec.containers[0].ports[0].containerPort', 'app'],
    [
      'a field that is not there',
      { field: 'container.securityContext.privileged' },
      'spec.containers[0].securityContext.privileged',
      'app',
    ],
    ['a field of the pod', { field: 'pod.hostNetwork' }, 'spec.hostNetwork', undefined],
    ['a field of the object', { field: 'object.metadata.labels["a.b/c"]' }, 'metadata.labels["a.b/c"]', undefined],
    [
      'an expression',
      { fieldExpression: "'container.ports[' + string(size(container.raw.ports) - 1) + ']'" },
      'spec.containers[0].ports[0]',
      'app',
    ],
    ['an expression over a key of any name', { fieldExpression: '\'object.metadata["x y["]\'' }, 'metadata["x y["]', undefined],
    ['an empty expression', { fieldExpression: "''" }, 'spec.containers[0]', 'app'],
    ['an index instead of a variable', { field: '[0].name' }, 'spec.containers[0]', 'app'],
  ])('%s', (_, parts, path, container) => {
    const result = judgeOne(parts);
    expect([result.path, result.container]).toStrictEqual([path, container]);
  });
});

describe('severity', () => {
  test.each<[string, string]>([
    ["'low'", 'low'],
    ["container.name == 'app' ? 'critical' : 'info'", 'critical'],
    ["'terrible'", 'high'],
    ["''", 'high'],
  ])('%s is %s', (severityExpression, severity) => {
    expect(judgeOne({ severityExpression }).severity).toBe(severity);
  });
});

describe('evidence', () => {
  const at = (field: string, more: Partial<PolicyDefinition> = {}) => judgeOne({ field, ...more }).evidence;
  test.each<[string, Partial<PolicyDefinition>, readonly unknown[]]>([
    ['a text', { field: 'container.image' }, [{ source: 'manifest', path: 'spec.containers[0].image', value: 'app:1' }]],
    ['a boolean', { field: 'pod.hostNetwork' }, [{ source: 'manifest', path: 'spec.hostNetwork', value: true }]],
    ['a list', { field: 'container.ports' }, [{ source: 'manifest', path: 'spec.containers[0].ports', value: 'list of 1' }]],
    [
      'a map',
      { field: 'container.securityContext' },
      [{ source: 'manifest', path: 'spec.containers[0].securityContext', value: { capabilities: { add: ['X', 'Y'] } } }],
    ],
    ['nothing', { field: 'pod.hostPID' }, [{ source: 'api-default', path: 'spec.hostPID', value: null }]],
    ['an inherited name', { field: 'pod.constructor' }, [{ source: 'api-default', path: 'spec.constructor', value: null }]],
    [
      'a large integer',
      { field: 'container.big' },
      [{ source: 'manifest', path: 'spec.containers[0].big', value: '1180591620717411303424' }],
    ],
    ['the whole object', { target: 'object' }, []],
    [
      'facts by name',
      { target: 'object', evidence: { kind: 'resource.kind', sum: '1 + 1', big: '9007199254740993' } },
      [
        { source: 'fact', path: 'kind', value: 'Pod' },
        { source: 'fact', path: 'sum', value: 2 },
        { source: 'fact', path: 'big', value: '9007199254740993' },
      ],
    ],
  ])('%s', (_, parts, evidence) => {
    expect(judgeOne(parts).evidence).toStrictEqual(evidence);
  });

  test('long values are shortened', () => {
    const pod = buildPod('web', { text: 'x'.repeat(300), list: Array(300).fill('x'), map: { a: 'x'.repeat(500), b: 'x'.repeat(500) } });
    const values = ['text', 'list', 'map'].map(name => judgeOne({ field: `pod.${name}` }, [pod]).evidence[0]?.value);
    expect(values).toStrictEqual([`${'x'.repeat(200)}…`, 'list of 300', 'map of 2']);
  });

  test('only what is wrong has any', () => {
    const { results } = evaluate(buildInventory([POD]), [buildPolicy({ evidence: { a: '1' }, fix: [{ remove: 'container.image' }] })], {
      keepPassing: true,
    });
    expect(results.map(({ state, evidence, fix }) => [state, evidence, fix])).toStrictEqual([['pass', [], undefined]]);
  });

  test('a redacting policy tells that there is a value, never which', () => {
    expect(at('container.env[0].value', { redact: true })).toStrictEqual([
      { source: 'manifest', path: 'spec.containers[0].env[0].value', value: '(redacted)' },
    ]);
    expect(at('container.env[1].value', { redact: true })).toStrictEqual([
      { source: 'api-default', path: 'spec.containers[0].env[1].value', value: null },
    ]);
  });

  test.each<[string, string]>([
    ['container', 'container'],
    ['pod', 'pod.containers'],
    ['env', 'container.env'],
    ['the object', 'object.spec'],
  ])('%s is shown without the places in which people write secrets', (_, field) => {
    expect(JSON.stringify(judgeOne({ field }))).not.toContain('s3cret');
  });

  test.each(['data.token', 'data', 'stringData.token', 'data["a.b"]'])('the value of a Secret at %s is never shown', path => {
    const data = { token: 'czNjcmV0', 'a.b': 'czNjcmV0' };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data, stringData: data };
    const result = judgeOne({ target: 'secret', field: `object.${path}` }, [secret]);
    expect(JSON.stringify(result)).not.toContain('czNjcmV0');
    expect(result.evidence[0]?.value).toBe('(redacted)');
  });
});

test('names and messages that were made to fill a report are cut', () => {
  const long = 'x'.repeat(100_000);
  const pod = { ...buildPod(long, { containers: [{ name: long }] }), kind: 'Pod' };
  const { message, target, container, path } = judgeOne(
    { message: '{{container.name}}', fieldExpression: "'container.' + container.name" },
    [pod],
  );
  expect([message.length, target.name.length, container?.length, path?.length]).toStrictEqual([2001, 501, 501, 2001]);
  expect(message.endsWith('x…')).toBe(true);
});
