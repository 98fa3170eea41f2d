import { readdirSync, readFileSync } from 'node:fs';
import { readManifest } from '@breakwater/manifest';
import { expect, test } from 'vitest';
import { createFolder } from '../../testing/folder.ts';
import { run } from '../../testing/terminal.ts';

const FACTS = {
  schema: 'node-facts/1',
  node: 'node-1',
  distribution: 'rke2',
  collectedAt: '2026-12-01T00:00:00Z',
  processes: [{ name: 'kube-apiserver', exe: '', argv: ['kube-apiserver', '--authorization-mode=Node,RBAC'], env: {} }],
  files: [
    { path: '/var/lib/rancher/rke2/server/cred/admin.kubeconfig', type: 'file', mode: '644', uid: 0, gid: 0, owner: 'root', group: 'root' },
  ],
  certificates: [],
  sysctls: {},
  listening: [],
};

const OBJECTS = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'example/app:1', securityContext: { privileged: true } }] },
      },
    },
  },
];

const write = async (...words: readonly string[]) => {
  const folder = createFolder({
    'node.json': JSON.stringify(FACTS),
    'objects.json': JSON.stringify({ kind: 'List', apiVersion: 'v1', items: OBJECTS }),
  });
  const answer = await run([
    'compliance',
    'run',
    folder.at('objects.json'),
    '--facts',
    folder.at('node.json'),
    '--bundle',
    folder.at('fixes'),
    ...words,
  ]);
  return { folder, answer };
};

test('a bundle says what to change where, and holds objects to apply', async () => {
  const { folder, answer } = await write();
  using _ = folder;
  expect(answer.err).toBe(`${folder.at('fixes')}: 5 files; README.md says what is in them\n`);
  expect(readdirSync(folder.at('fixes'), { recursive: true }).toSorted()).toStrictEqual(
    ['README.md', 'cluster.md', 'manifests.yaml', 'nodes', 'nodes/node-1.md', 'policies.sh'].toSorted(),
  );
  const node = readFileSync(folder.at('fixes/nodes/node-1.md'), 'utf8');
  expect(node).toContain('- on node-1: chmod 600 /var/lib/rancher/rke2/server/cred/admin.kubeconfig\n  Node node-1: ');
  expect(node).toContain('- in /etc/rancher/rke2/config.yaml set kube-apiserver-arg: ["profiling=false"]; then restart rke2-server\n');
  expect(readFileSync(folder.at('fixes/policies.sh'), 'utf8')).toContain(
    'breakwater policy enforce privileged-container --at deploy=warn\n',
  );
  expect(readFileSync(folder.at('fixes/README.md'), 'utf8')).toContain('kubectl apply --server-side --dry-run=server -f manifests.yaml');
});

test('its objects are those of namespaces of users only', async () => {
  const { folder } = await write();
  using _ = folder;
  const { documents, problems } = readManifest(readFileSync(folder.at('fixes/manifests.yaml')), { source: 'manifests.yaml' });
  const names = documents.flatMap(({ value }) => {
    const { kind, metadata } = (value ?? {}) as {
      readonly kind?: string;
      readonly metadata?: { readonly name: string; readonly namespace?: string };
    };
    return kind === undefined ? [] : [`${kind} ${metadata?.namespace ?? ''}/${metadata?.name}`];
  });
  expect([problems, names.filter(name => name.includes('kube-system'))]).toStrictEqual([[], []]);
  expect(names).toStrictEqual([
    'Namespace /shop',
    'ServiceAccount shop/default',
    'NetworkPolicy shop/breakwater-web',
    'NetworkPolicy shop/breakwater-default-deny',
  ]);
});

test('in Japanese', async () => {
  const { folder } = await write('--lang', 'ja');
  using _ = folder;
  expect(readFileSync(folder.at('fixes/README.md'), 'utf8')).toContain('# 修正手順');
});

test.each([[['--dry-run'], '--dry-run asks a cluster about the objects of --bundle: give both, and -A or --kubeconfig']])(
  '%j of files is wrong usage',
  async (words, message) => {
    const { folder, answer } = await write(...words);
    using _ = folder;
    expect([answer.code, answer.err.includes(message)]).toStrictEqual([2, true]);
  },
);

test('a folder that cannot be written is told', async () => {
  using folder = createFolder({ file: '', 'objects.json': JSON.stringify(OBJECTS[0]) });
  const { code, err } = await run(['compliance', 'run', folder.at('objects.json'), '--bundle', folder.at('file/fixes')]);
  expect([code, err.includes('cannot be written')]).toStrictEqual([2, true]);
});
