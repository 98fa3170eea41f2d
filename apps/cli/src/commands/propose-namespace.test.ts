import { ApiServer } from '@breakwater/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const SAFE = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const LABEL = 'pod-security.kubernetes.io/enforce';

const namespace = (labels: object = {}, annotations: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels, annotations },
});

const deployment = (name: string, container: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace: 'shop', name },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'app', image: 'app:1', securityContext: SAFE, ...container }] },
    },
  },
});

const limits = (kind: string, name: string, spec: object, labels: object = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { namespace: 'shop', name, labels },
  spec,
});

const propose = (objects: readonly object[], ...words: readonly string[]) =>
  run(['propose', 'namespace', 'shop', '-', ...words], objects.map(object => JSON.stringify(object)).join('\n---\n'));

const lines = (...texts: readonly string[]) => [...texts, ''].join('\n');
const WARN =
  '# warn and audit: what restricted would not admit is told to whoever applies it and written to the audit log, and runs all the same';

describe('labels', () => {
  const labels = (enforce: string, more: readonly string[] = []) => [
    'apiVersion: v1',
    'kind: Namespace',
    'metadata:',
    '  name: shop',
    '  labels:',
    ...more,
    `    ${LABEL}: ${enforce}`,
    `    ${LABEL}-version: v1.35`,
    '    pod-security.kubernetes.io/warn: restricted',
    '    pod-security.kubernetes.io/audit: restricted',
  ];
  const STAY = '# its other labels and annotations stay';

  test.each([
    [
      'the strictest level that all satisfy, beside labels and annotations that are there',
      [namespace({ owner: 'us', 'kubernetes.io/metadata.name': 'shop' }, { note: 'x' }), deployment('web')],
      [
        '# enforce: all of its workloads satisfy restricted',
        WARN,
        STAY,
        ...labels('restricted', ['    owner: us']),
        '  annotations:',
        '    note: x',
      ],
    ],
    [
      'what stands in the way of the next level',
      [
        namespace(),
        deployment('web'),
        deployment('old', { securityContext: {} }),
        deployment('tool', { securityContext: { privileged: true } }),
      ],
      [
        '# enforce: all of its workloads satisfy privileged; in the way of baseline, to be mended first:',
        '# Deployment tool breaks baseline on privileged',
        WARN,
        STAY,
        ...labels('privileged'),
      ],
    ],
    [
      'an empty namespace',
      [namespace()],
      ['# enforce: no workload runs in it, so the strictest level breaks none', WARN, STAY, ...labels('restricted')],
    ],
    [
      'a label that is stricter stays as it is',
      [namespace({ [LABEL]: 'restricted' }), deployment('old', { securityContext: { runAsNonRoot: true } })],
      [
        '# enforce: stays restricted, which is set already; new pods of some workloads are refused by it:',
        '# Deployment old breaks restricted on allowPrivilegeEscalation, seccompProfile_restricted, capabilities_restricted',
        WARN,
        STAY,
        ...labels('restricted').filter(line => !line.includes('enforce-version')),
      ],
    ],
    [
      'a namespace that is not among what was read',
      [deployment('web')],
      [
        '# enforce: all of its workloads satisfy restricted',
        WARN,
        '# the Namespace is not among what was read: add its other labels, or set these by kubectl label',
        ...labels('restricted'),
      ],
    ],
  ])('%s', async (_, objects, out) => {
    expect(await propose(objects, '--for', 'labels', '--kube-version', '1.35')).toStrictEqual({ code: 0, err: '', out: lines(...out) });
  });

  test('none to enforce and no quota where not everything could be read', async () => {
    const { code, out } = await run(
      ['propose', 'namespace', 'shop', '-', '--for', 'labels,limits'],
      `${JSON.stringify(deployment('web'))}\n---\na: [\n`,
    );
    expect(code).toBe(3);
    expect(out.split('\n').filter(line => line.includes('not everything') || line.includes('enforce'))).toStrictEqual([
      '# enforce: not proposed, since not everything could be read and what is missing might break it; put right what is told beside this and ask again',
      '# no ResourceQuota: not everything could be read, and what is missing would be missing in its sums',
    ]);
  });
});

describe('limits', () => {
  const resources = (cpu: string, memory: string, limit?: string) => ({
    resources: { requests: { cpu, memory }, ...(limit === undefined ? {} : { limits: { memory: limit } }) },
  });
  const SET = [
    namespace(),
    deployment('web', resources('200m', '300Mi', '400Mi')),
    deployment('db', resources('1', '2Gi')),
    deployment('old'),
  ];
  const RANGE = [
    '# defaults for containers that say nothing: the middle of what its containers say, and never less than what one asks for without a limit',
    '# no default limit of CPU: it would slow down containers that were never limited',
    '# it is the default that counts for:',
    '# Deployment db: container app has no memory limit',
    '# Deployment old: container app has no CPU request, memory request, memory limit',
    'apiVersion: v1',
    'kind: LimitRange',
    'metadata:',
    '  name: breakwater-defaults',
    '  namespace: shop',
    '  labels:',
    '    app.kubernetes.io/managed-by: breakwater',
    'spec:',
    '  limits:',
    '    - type: Container',
    '      defaultRequest:',
    '        cpu: "1"',
    '        memory: "2Gi"',
    '      default:',
    '        memory: "2Gi"',
    '---',
  ];
  const SUMS = [
    '# what its workloads need (3), with a head-room of 50 %, and never less than all of them rolling out at once or one more of the largest pod:',
    '# Deployment web: 2 pods (3 while rolling out), each requests.cpu 200m, requests.memory 300Mi, limits.memory 400Mi',
    '# Deployment db: 2 pods (3 while rolling out), each requests.cpu 1, requests.memory 2Gi, limits.memory 2Gi',
    '# Deployment old: 2 pods (3 while rolling out), each requests.cpu 1, requests.memory 2Gi, limits.memory 2Gi',
    '# no limits.cpu: pods without one would be refused: Deployment web, Deployment db, Deployment old',
  ];

  test('sums with head-room, and defaults for who says nothing; those that were proposed before do not count', async () => {
    const before = limits(
      'LimitRange',
      'breakwater-defaults',
      { limits: [{ type: 'Container', default: { memory: '1' } }] },
      { 'app.kubernetes.io/managed-by': 'breakwater' },
    );
    expect(await propose([...SET, before], '--for', 'limits')).toStrictEqual({
      code: 0,
      err: '',
      out: lines(
        ...RANGE,
        ...SUMS,
        'apiVersion: v1',
        'kind: ResourceQuota',
        'metadata:',
        '  name: breakwater-quota',
        '  namespace: shop',
        '  labels:',
        '    app.kubernetes.io/managed-by: breakwater',
        'spec:',
        '  hard:',
        '    requests.cpu: "7"',
        '    requests.memory: "13Gi"',
        '    limits.memory: "13568Mi"',
        '    pods: "9"',
      ),
    });
  });

  test('none beside those of somebody else', async () => {
    const range = limits('LimitRange', 'theirs', { limits: [{ type: 'Container', defaultRequest: { cpu: '50m' } }] });
    const objects = [namespace(), deployment('old'), range, limits('ResourceQuota', 'total', { hard: { pods: '3' } })];
    expect(await propose(objects, '--for', 'limits')).toStrictEqual({
      code: 0,
      err: '',
      out: lines(
        '# no LimitRange: theirs gives defaults already',
        '# none by it either:',
        '# Deployment old: container app has no memory request, memory limit',
        '---',
        '# no ResourceQuota: total is there already; to compare with it: requests.cpu 150m, pods 3',
        '# what its workloads need (1), with a head-room of 50 %, and never less than all of them rolling out at once or one more of the largest pod:',
        '# Deployment old: 2 pods (3 while rolling out), each requests.cpu 50m',
        '# no requests.memory: pods without one would be refused: Deployment old',
        '# no limits.cpu: pods without one would be refused: Deployment old',
        '# no limits.memory: pods without one would be refused: Deployment old',
      ),
    });
  });

  test('a number of nodes is asked for where it decides', async () => {
    const daemons = { ...deployment('log'), kind: 'DaemonSet' };
    const { out } = await propose([daemons], '--for', 'limits');
    expect(out).toContain(
      '# no ResourceQuota: the number of nodes is not known, so neither is what these need: DaemonSet log; say --nodes NUMBER\n',
    );
    expect((await propose([daemons], '--for', 'limits', '--nodes', '4')).out).toContain('# DaemonSet log: 4 pods, each');
  });
});

describe('network', () => {
  test('what is declared is allowed, the rest denied, and what stays is told', async () => {
    const api = deployment('api', { ports: [{ containerPort: 80 }] });
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'api', namespace: 'shop' },
      spec: { selector: { app: 'api' }, ports: [{ port: 80 }] },
    };
    const web = deployment('web', { env: [{ name: 'API', value: 'http://api:80' }] });
    const open = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'open', namespace: 'shop' },
      spec: { podSelector: {}, ingress: [{}] },
    };
    const { code, err, out } = await propose([namespace(), api, service, web, open], '--for', 'network');
    expect([code, err]).toStrictEqual([0, '']);
    expect(out.split('\n').filter(line => line.startsWith('#') || line.startsWith('  name: '))).toStrictEqual([
      '# network of shop: 3 policies for what is declared; connections that nothing declares end with them, so watch the flows before',
      '# note: the DNS of the cluster is not in the set: k8s-app=kube-dns in kube-system with port 53 is assumed',
      '# NetworkPolicy shop/open stays, and so does all that it allows: delete it once these are in place, unless it is still wanted',
      '# shop/api[Deployment]',
      '# ingress[0]: env API: http://api:80',
      '  name: breakwater-api',
      '# shop/web[Deployment]',
      '# egress[0]: names',
      '# egress[1]: env API: http://api:80',
      '  name: breakwater-web',
      '# what no other policy allows in shop is denied',
      '  name: breakwater-default-deny',
    ]);
  });

  test('an empty namespace is denied as a whole', async () => {
    const { out } = await propose([namespace()], '--for', 'network');
    expect(out).toContain('  name: breakwater-default-deny\n');
  });
});

describe('of a cluster', () => {
  async function startCluster(objects: readonly object[]) {
    const server = new ApiServer({ minor: 35 });
    await server.start();
    onTestFinished(() => server.stop());
    for (const object of objects) server.put({ ...object });
    const folder = createFolder({ kubeconfig: server.kubeconfig });
    onTestFinished(() => folder[Symbol.dispose]());
    return {
      server,
      ask: (...words: readonly string[]) => run(['propose', 'namespace', ...words, '--kubeconfig', folder.at('kubeconfig')]),
    };
  }

  test('by its version; a dry run asks about every object, and never for a Secret', async () => {
    const { server, ask } = await startCluster([namespace(), deployment('web')]);
    const { code, err, out } = await ask('shop', '--dry-run', 'server');
    expect(out).toContain('    pod-security.kubernetes.io/enforce-version: v1.35\n');
    expect(out.split('\n').filter(line => line.startsWith('# dry run'))).toHaveLength(5);
    expect([code, err]).toStrictEqual([3, '']);
    expect(out).toContain('# dry run: not answered: ');
    expect(server.requests.filter(({ path }) => path.includes('/secrets'))).toStrictEqual([]);
    const patched = server.requests.filter(({ headers }) => headers['content-type'] !== undefined);
    expect(patched.map(({ query }) => query.get('dryRun'))).toStrictEqual(patched.map(() => 'All'));
  });

  test('one that cannot be asked', async () => {
    const { server, ask } = await startCluster([]);
    await server.stop();
    const { code, out, err } = await ask('shop');
    expect([code, out]).toStrictEqual([3, '']);
    expect(err).toMatch(/^cluster-unreachable {2}http:\/\/127\.0\.0\.1:\d+: /);
  });
});

test.each([
  [
    ['examples/shop'],
    "'examples/shop' is not the name of a namespace; names come first and paths after them, as in: breakwater propose namespace shop,shop-data deploy/",
  ],
  [['shpo', '-'], "nothing of namespace 'shpo' is in what was read; did you mean 'shop'?"],
  [['kube-*', '-'], "nothing of namespace 'kube-*' is in what was read; there are shop"],
  [['shop', '-', '--for', 'everything'], "--for takes labels, network, limits, separated by commas, not 'everything'"],
  [['shop', '-', '--nodes', 'many'], "--nodes takes a number of nodes, not 'many'"],
])('wrong usage: %s', async (words, message) => {
  const { code, err } = await run(['propose', 'namespace', ...words], JSON.stringify(deployment('web')));
  expect([code, err.split('\n')[0]]).toStrictEqual([2, `error: ${message}`]);
});
