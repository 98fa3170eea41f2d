import { ApiServer } from '@breakwater/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const FILE = { type: 'file', uid: 0, gid: 0, owner: 'root', group: 'root' };
const FACTS = {
  schema: 'node-facts/1',
  node: 'node-1',
  distribution: 'kubeadm',
  collectedAt: '2026-12-01T00:00:00Z',
  processes: [
    { name: 'kubelet', exe: '/usr/bin/kubelet', argv: ['kubelet', '--config=/var/lib/kubelet/config.yaml'], env: {} },
    {
      name: 'kube-apiserver',
      exe: '/kube-apiserver',
      argv: ['kube-apiserver', '--profiling=true', '--authorization-mode=Node,RBAC'],
      env: {},
    },
  ],
  files: [{ ...FILE, path: '/var/lib/kubelet/config.yaml', mode: '644', content: 'readOnlyPort: 10255\n' }],
  certificates: [],
  sysctls: {},
  listening: [],
};

interface Output {
  readonly results: readonly { readonly control: string; readonly state: string; readonly items: readonly Record<string, unknown>[] }[];
  readonly problems: readonly unknown[];
  readonly summary: Readonly<Record<string, unknown>>;
}

const runJson = async (...words: readonly string[]): Promise<{ readonly code: number; readonly output: Output }> => {
  const { code, out } = await run(['compliance', 'run', ...words, '--format', 'json']);
  return { code, output: JSON.parse(out) as Output };
};

describe('compliance run', () => {
  test('says of a node what is wrong, where, and the change that makes it right', async () => {
    using folder = createFolder({ 'node.json': JSON.stringify(FACTS) });
    const { code, out } = await run(['compliance', 'run', '--facts', folder.at('node.json')]);
    expect(code).toBe(1);
    expect(out.split('\n').filter(line => /1\.2\.15|1\.2\.7 |4\.2\.4|4\.1\.9 |5\.2\.2 /.test(line))).toStrictEqual([
      'pass     1.2.7   Node authorizer on',
      'FAIL     1.2.15  API server profiling off',
      'FAIL     4.1.9   kubelet configuration: mode within 600',
      'FAIL     4.2.4   No read-only port',
      'unseen   5.2.2   No privileged containers',
    ]);
    expect(out).toContain(
      '             → in /etc/kubernetes/manifests/kube-apiserver.yaml set --profiling=false; the kubelet restarts the pod by itself',
    );
    expect(out).toContain('             → in /var/lib/kubelet/config.yaml set readOnlyPort: 0, then systemctl restart kubelet');
    expect(out).toContain('             → on node-1: chmod 600 /var/lib/kubelet/config.yaml');
  });

  test('gives items with evidence to programs', async () => {
    using folder = createFolder({ 'node.json': JSON.stringify(FACTS) });
    const { output } = await runJson('--facts', folder.at('node.json'), '--framework', 'cis-2.0.1');
    expect(output.results.find(({ control }) => control === '4.2.4')).toStrictEqual({
      framework: 'cis-2.0.1',
      control: '4.2.4',
      title: 'No read-only port',
      group: 'nodes',
      level: '1',
      state: 'fail',
      reason: '',
      items: [
        {
          framework: 'cis-2.0.1',
          control: '4.2.4',
          check: 'kubelet-read-only-port',
          state: 'fail',
          severity: 'high',
          subject: { kind: 'Node', name: 'node-1' },
          message: 'kubelet: .readOnlyPort is 10255 (wanted: 0)',
          evidence: [{ value: '10255', source: '/var/lib/kubelet/config.yaml', path: '.readOnlyPort' }],
          remediation: 'in /var/lib/kubelet/config.yaml set readOnlyPort: 0, then systemctl restart kubelet',
        },
      ],
    });
    expect(output.summary).toMatchObject({ frameworks: ['cis-2.0.1'], nodes: 1, objects: 0 });
  });

  test('judges objects by policies, each by itself: a stronger finding hides no weaker control', async () => {
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'all' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'User', name: 'jo', apiGroup: 'rbac.authorization.k8s.io' }],
    };
    using folder = createFolder({ 'binding.json': JSON.stringify(binding) });
    const { output } = await runJson(folder.at('binding.json'));
    const states = output.results
      .filter(({ control }) => /^5\.1\.(?:1|2|4|8)$/.test(control))
      .map(({ control, state }) => `${control} ${state}`);
    expect(states).toStrictEqual(['5.1.1 fail', '5.1.2 fail', '5.1.4 fail', '5.1.8 fail']);
  });

  test('speaks Japanese', async () => {
    using folder = createFolder({ 'node.json': JSON.stringify(FACTS) });
    const { out } = await run(['compliance', 'run', '--facts', folder.at('node.json'), '--lang', 'ja']);
    expect(out).toContain('4.2.4   読み取り専用ポートを開かない\n           Node node-1: kubelet: .readOnlyPort は 10255 (期待: 0)');
  });

  test.each<[string, string, object]>([
    ['is no JSON', '{', { code: 'invalid-yaml' }],
    ['holds something else', '{"kind":"Pod"}', { code: 'node-facts-invalid', message: expect.stringContaining("'schema' is missing") }],
    [
      'lacks a part',
      JSON.stringify({ ...FACTS, files: [{}] }),
      { code: 'node-facts-invalid', message: expect.stringContaining('files.0') },
    ],
  ])('a facts file that %s is a problem, and the others are read', async (_, content, problem) => {
    using folder = createFolder({ 'bad.json': content, 'node.json': JSON.stringify(FACTS) });
    const { output } = await runJson('--facts', folder.at('bad.json'), '--facts', folder.at('node.json'));
    expect([output.problems[0], output.summary['nodes']]).toMatchObject([problem, 1]);
  });

  test.each([
    [['compliance', 'run'], 'give objects of a cluster, or facts of its nodes by --facts'],
    [['compliance', 'run', '-', '--probe'], '--probe asks a cluster: give --kubeconfig or -A instead of files'],
    [['compliance', 'run', '-A', '--save-probes', 'x'], '--save-probes keeps what --probe finds: give both'],
    [['compliance', 'run', '-', '-A'], '-A, --kubeconfig and --context ask a cluster, and there is a path: leave one of them out'],
    [['compliance', 'run', '-', '--framework', 'cis-1.13'], "no framework is called 'cis-1.13'; did you mean 'cis-1.12'?"],
  ])('%j is wrong usage', async (words, message) => {
    const { code, err } = await run(words, '');
    expect([code, err.includes(message)]).toStrictEqual([2, true]);
  });

  test.each([
    ['2999-01-01T00:00:00Z', 'is ahead: it says 2999-01-01T00:00:00Z'],
    ['yesterday', "says 'yesterday', which is no time"],
  ])('a node whose clock says %s is told, and judged all the same', async (collectedAt, said) => {
    using folder = createFolder({ 'node.json': JSON.stringify({ ...FACTS, collectedAt }) });
    const { output } = await runJson('--facts', folder.at('node.json'));
    expect(output.problems).toStrictEqual([
      { code: 'node-clock-wrong', source: 'node-1', message: `the clock of this node ${said}; set it, and collect its facts again` },
    ]);
    expect(output.results.find(({ control }) => control === '1.2.7')?.state).toBe('pass');
  });

  test('a file that is not there leaves everything undecided, and is no pass', async () => {
    const { code, output } = await runJson('--facts', '/no/such/file');
    expect([code, output.results.some(({ state }) => state === 'pass'), output.problems]).toMatchObject([
      3,
      false,
      [{ code: 'unreadable-path' }],
    ]);
  });
});

describe('compliance run of a cluster', () => {
  const start = async (): Promise<{ readonly server: ApiServer; readonly words: readonly string[] }> => {
    const server = new ApiServer({ minor: 35 });
    await server.start();
    onTestFinished(() => server.stop());
    server.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop', name: 'web' },
      spec: { hostPID: true, containers: [{ name: 'app', image: 'a:1' }] },
    });
    const folder = createFolder({ kubeconfig: server.kubeconfig });
    onTestFinished(() => folder[Symbol.dispose]());
    return { server, words: ['--kubeconfig', folder.at('kubeconfig')] };
  };

  test('reads its objects, and asks its addresses only when told to', async () => {
    const { server, words } = await start();
    const { output } = await runJson(...words);
    expect(output.results.find(({ control }) => control === '5.2.3')?.state).toBe('fail');
    expect(server.requests.filter(({ path }) => path.includes('configz') || path.includes('reviews'))).toStrictEqual([]);
  });

  test('keeps what probes found, and reads it again', async () => {
    const { words } = await start();
    using folder = createFolder();
    const saved = folder.at('probes.json');
    const { output } = await runJson(...words, '--probe', '--save-probes', saved);
    const find = ({ results }: Output) => results.find(({ control }) => control === '1.2.1');
    // This API server asks nobody who they are.
    expect([find(output)?.state, find(output)?.items[0]?.['check']]).toStrictEqual(['fail', 'probe-api-anonymous']);
    const again = await runJson('--facts', saved);
    expect(find(again.output)).toStrictEqual(find(output));
  });

  test('a record that is none is a problem', async () => {
    using folder = createFolder({ 'probes.json': JSON.stringify({ schema: 'probes/1', answers: [{}] }) });
    const { output } = await runJson('--facts', folder.at('probes.json'));
    expect(output.problems).toMatchObject([
      { code: 'probes-invalid', message: expect.stringContaining('it holds no answers of a cluster') },
    ]);
  });

  test('a cluster that cannot be asked decides nothing', async () => {
    const { code, output } = await runJson('--kubeconfig', '/no/such/file', '--probe');
    expect([code, output.results.some(({ state }) => state === 'pass')]).toStrictEqual([3, false]);
  });
});

describe('a managed cluster', () => {
  const cluster = {
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
  };

  test('is held against what its provider says, and the control plane is not its own to answer for', async () => {
    using folder = createFolder({ 'cloud.json': JSON.stringify({ cluster }) });
    const { output } = await runJson('--cloud', folder.at('cloud.json'), '--framework', 'cis-eks-1.8.0', '--framework', 'cis-1.12');
    const states = output.results
      .filter(({ control }) => ['5.4.1', '5.3.1', '1.2.1'].includes(control))
      .map(({ control, state }) => `${control} ${state}`);
    expect(states).toStrictEqual(['5.3.1 fail', '5.4.1 fail', '1.2.1 not-applicable', '5.3.1 not-evaluated', '5.4.1 not-evaluated']);
  });

  test('a description that is none is a problem', async () => {
    using folder = createFolder({ 'cloud.json': '{"name":"x"}' });
    const { output } = await runJson('--cloud', folder.at('cloud.json'));
    expect(output.problems).toMatchObject([{ code: 'cloud-facts-invalid' }]);
  });

  test('compliance responsibility says who answers for what', async () => {
    using folder = createFolder({ 'cloud.json': JSON.stringify({ cluster }) });
    const { out } = await run(['compliance', 'responsibility', '--cloud', folder.at('cloud.json')]);
    const lines = out.split('\n').filter(line => /^(?:kind|API server|Who reaches|Images)/.test(line));
    expect(lines.map(line => line.replaceAll(/ {2,}/g, ' | '))).toStrictEqual([
      'kind of cluster: eks',
      'API server, controllers, scheduler | provider | runs, patches and configures them',
      'Who reaches the API server | both | which networks reach it, and whether it is public | fail | 2 fail, 1 review, 2 not-evaluated',
      'Images | you | what is in them and where they come from | not-evaluated | 7 not-evaluated, 1 manual',
    ]);
  });
});

test('compliance list names frameworks and by what they are decided', async () => {
  const { out } = await run(['compliance', 'list', '--format', 'json']);
  const { results } = JSON.parse(out) as { readonly results: readonly { readonly id: string; readonly controls: number }[] };
  expect(results.map(({ id, controls }) => `${id} ${controls}`)).toStrictEqual(
    expect.arrayContaining(['cis-1.12 131', 'cis-2.0.1 131', 'pod-security 19']),
  );
});

test('eval compliance gives the items of a case', async () => {
  const input = { facts: [FACTS], framework: 'cis-1.12' };
  const { out } = await run(['eval', 'compliance'], `${JSON.stringify(input)}\n`);
  const { got } = JSON.parse(out) as { readonly got: readonly { readonly check: string; readonly state: string }[] };
  expect(got.find(({ check }) => check === 'api-server-profiling')?.state).toBe('fail');
});
