import { ApiServer } from '@breakwater/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const RESTRICTED = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

const container = (securityContext: object) => ({ name: 'app', image: 'registry.example.com/app:1.0', securityContext });

const deployment = (namespace: string, name: string, securityContext: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace, name, uid: `uid-${name}` },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [container(securityContext)] } },
  },
});

const namespace = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

const SHOP = [
  namespace('shop', { 'pod-security.kubernetes.io/enforce': 'baseline' }),
  namespace('lab'),
  deployment('shop', 'web', RESTRICTED),
  deployment('lab', 'tool', { privileged: true }),
  { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'shop', name: 'once' }, spec: { containers: [container({})] } },
];

async function startCluster(objects: readonly object[] = SHOP): Promise<{ readonly server: ApiServer; readonly words: readonly string[] }> {
  const server = new ApiServer({ minor: 35 });
  await server.start();
  onTestFinished(() => server.stop());
  for (const object of objects) server.put({ ...object });
  const folder = createFolder({ kubeconfig: server.kubeconfig });
  onTestFinished(() => folder[Symbol.dispose]());
  return { server, words: ['--kubeconfig', folder.at('kubeconfig')] };
}

describe('of a cluster', () => {
  test('one namespace, by the version of the cluster, beside what its label enforces', async () => {
    const { words } = await startCluster();
    expect(await run(['pss', '-n', 'shop', ...words])).toStrictEqual({
      code: 0,
      err: '',
      out: [
        'namespace shop: satisfies baseline of Kubernetes 1.35; its label enforces baseline',
        '  baseline    Pod once  restricted breaks on allowPrivilegeEscalation, runAsNonRoot, seccompProfile_restricted, capabilities_restricted',
        '  restricted  Deployment web',
        '  kubectl label --overwrite namespace shop pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/enforce-version=v1.35 pod-security.kubernetes.io/warn=restricted',
        '',
      ].join('\n'),
    });
  });

  test('all namespaces, as JSON', async () => {
    const { words } = await startCluster();
    const { code, out } = await run(['pss', '-A', '--format', 'json', ...words]);
    const { results, summary } = JSON.parse(out) as { readonly results: readonly Record<string, unknown>[]; readonly summary: unknown };
    expect([code, results.map(({ namespace: name, level, enforced }) => [name, level, enforced]), summary]).toStrictEqual([
      0,
      [
        ['lab', 'privileged', 'default'],
        ['shop', 'baseline', 'baseline'],
      ],
      { kubeVersion: '1.35', workloads: 3 },
    ]);
  });

  test('a kind that may not be read is a problem, and the others count', async () => {
    const { server, words } = await startCluster();
    server.faults.refused.set('/api/v1/namespaces/shop/pods', 403);
    const { code, out } = await run(['pss', '-n', 'shop', ...words]);
    expect([code, out.split('\n').slice(0, 2), out.includes('kind-unreadable  pods: nothing is known about pods')]).toStrictEqual([
      3,
      [
        'namespace shop: satisfies restricted of Kubernetes 1.35, as far as could be read; its label enforces baseline',
        '  restricted  Deployment web',
      ],
      true,
    ]);
  });

  test('labels of a namespace that may not be read', async () => {
    const { server, words } = await startCluster();
    server.faults.refused.set('/api/v1/namespaces', 403);
    expect(await run(['pss', '-n', 'shop', ...words])).toMatchObject({
      code: 3,
      out: expect.stringContaining('kind-unreadable  namespaces: the labels of namespace shop are not known, since it may not be read'),
    });
  });

  test.each<[title: string, namespace: string, before: (server: ApiServer) => unknown, code: string]>([
    ['a namespace that does not exist', 'shpo', () => undefined, 'cluster-not-found'],
    ['a server that is away', 'shop', server => server.stop(), 'cluster-unreachable'],
    ['credentials that are not accepted', 'shop', server => server.faults.refused.set('/version', 401), 'cluster-unauthorized'],
  ])('%s is said, not taken for an empty one', async (_title, name, before, code) => {
    const { server, words } = await startCluster();
    await before(server);
    const outcome = await run(['pss', '-n', name, ...words]);
    expect([outcome.code, outcome.out.startsWith(`${code}  `)]).toStrictEqual([3, true]);
  });
});

test.each<[words: readonly string[], message: string]>([
  [[], 'give a path, or -n NAMESPACE for a namespace of the cluster, or -A for all of its namespaces'],
  [['-A', '-n', 'shop'], 'give a path, or -n NAMESPACE for a namespace of the cluster, or -A for all of its namespaces'],
  [['-A', 'deploy/'], '-A asks a cluster, and there is a path: leave one of them out'],
])('pss %j is wrong usage', async (words, message) => {
  expect(await run(['pss', ...words])).toStrictEqual({ code: 2, out: '', err: `error: ${message}\n` });
});
