import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiServer } from '@breakwater/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

describe('wrong usage says what to do', () => {
  test.each([
    [['scale-to-zero', 'deployment/web'], 'say why with --reason, as "incident 42: miner in the image"; or look first with --dry-run'],
    [['scale-to-zero', 'web', '--dry-run'], "name the target as kind/name, as deployment/web, not 'web'"],
    [
      ['scale-to-zero', 'rollout/web', '--dry-run'],
      "'rollout' is none of Kubernetes’ own kinds: write its kind as it is, with --api-version, as Rollout/web --api-version argoproj.io/v1alpha1",
    ],
    [['label', 'pod/web', '--dry-run'], 'say what to change: --set name=value, --remove name'],
    [['label', 'pod/web', '--set', 'x', '--dry-run'], "--set takes name=value, not 'x'"],
    [['kill', 'web', '--grace', 'soon', '--dry-run'], "--grace takes a whole number up to 3600, not 'soon'"],
    [
      ['restart', 'deployment/web', '--clean', '--dry-run'],
      '--clean needs a rebuild webhook, which the responder of a cluster has: name the server with --server and --cluster',
    ],
    [['list', '--kubeconfig', '/nowhere'], 'the kubeconfig /nowhere cannot be read:'],
  ])('%j', async (words, message) => {
    const { code, err } = await run(['respond', ...words]);
    expect([code, err.includes(message) ? message : err]).toStrictEqual([2, message]);
  });

  test.each([
    [['--token-file', 'x'], '--sensor is needed'],
    [['--sensor', 'breakwater:8444', '--token-file', 'x'], "--sensor takes a URL that begins with https://, not 'breakwater:8444'"],
    [['--sensor', 'https://s'], '--token-file is needed'],
    [
      ['--sensor', 'https://s', '--token-file', 'x', '--action', 'kil-pod'],
      "--action: nothing is called 'kil-pod'; did you mean 'kill-pod'?",
    ],
  ])('responder %j', async (words, message) => {
    const { code, err } = await run(['responder', ...words]);
    expect([code, err]).toStrictEqual([2, `error: ${message}\n`]);
  });
});

async function startCluster() {
  const server = new ApiServer();
  await server.start();
  onTestFinished(() => server.stop());
  const folder = createFolder();
  const kubeconfig = join(folder.path, 'kubeconfig');
  writeFileSync(kubeconfig, server.kubeconfig);
  server.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', labels: { 'helm.toolkit.fluxcd.io/name': 'web' } },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } } },
  });
  return { server, words: ['--kubeconfig', kubeconfig, '--data', join(folder.path, 'respond')] };
}

test('a dry run prints exactly what would be changed', async () => {
  const { words } = await startCluster();
  const { code, out } = await run(['respond', 'scale-to-zero', 'deploy/web', '-n', 'shop', '--dry-run', ...words]);
  expect([code, out]).toStrictEqual([
    0,
    `scale-to-zero  Deployment shop/web  dry run

STEP                 CALL                        FIELD                                                     BEFORE  AFTER
scale to 0 replicas  patch deployments.apps web  spec.replicas                                             3       0
                     patch deployments.apps web  metadata.annotations["breakwater.dev/previous-replicas"]  (none)  3

warning: Flux keeps this object and may put it back: pause its sync, or change it in the repository as well

dry run: nothing was changed
`,
  ]);
});

test('what is refused ends with 1 and says why; nobody is asked where nobody is', async () => {
  const { server, words } = await startCluster();
  server.put({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'dns', namespace: 'kube-system' }, spec: { replicas: 1 } });
  const refused = await run(['respond', 'scale-to-zero', 'deploy/dns', '-n', 'kube-system', '--reason', 'x', '--yes', ...words]);
  expect([refused.code, refused.out]).toStrictEqual([
    1,
    expect.stringContaining('refused (protected-namespace): namespace kube-system is protected: what runs there keeps the cluster alive'),
  ]);
  const asked = await run(['respond', 'scale-to-zero', 'deploy/web', '-n', 'shop', '--reason', 'x', ...words]);
  expect([asked.code, asked.err.split('\n').at(-2)]).toStrictEqual([
    2,
    'error: nobody can be asked here: say --yes to act, or --dry-run to look',
  ]);
  expect(server.requests.filter(({ path }) => path.endsWith('/web')).length).toBeGreaterThan(0);
});
