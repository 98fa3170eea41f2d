import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ApiClient } from '../cluster/api-client.ts';
import type { Journey } from './journey.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/breakwater');
const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
type Level = (typeof LEVELS)[number];

const SAFE = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Pods of one namespace each, from what restricted admits to what only privileged does. */
const PODS: Readonly<Record<string, object>> = {
  strict: { containers: [{ name: 'app', image: 'app', securityContext: SAFE }] },
  plain: { containers: [{ name: 'app', image: 'app' }] },
  escalating: { containers: [{ name: 'app', image: 'app', securityContext: { ...SAFE, allowPrivilegeEscalation: true } }] },
  host: { hostNetwork: true, containers: [{ name: 'app', image: 'app', securityContext: SAFE }] },
  ports: { containers: [{ name: 'app', image: 'app', securityContext: SAFE, ports: [{ containerPort: 80, hostPort: 80 }] }] },
  paths: {
    volumes: [{ name: 'host', hostPath: { path: '/etc' } }],
    containers: [{ name: 'app', image: 'app', securityContext: SAFE }],
  },
  starting: {
    initContainers: [{ name: 'set-up', image: 'app', securityContext: { privileged: true } }],
    containers: [{ name: 'app', image: 'app', securityContext: SAFE }],
  },
  users: { hostUsers: false, containers: [{ name: 'app', image: 'app', securityContext: { ...SAFE, runAsNonRoot: false } }] },
  sysctl: {
    securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '4096 87380 16777216' }] },
    containers: [{ name: 'app', image: 'app', securityContext: SAFE }],
  },
};

/**
 * Asked to raise the label of a namespace, the API server warns of the pods in it that the new level would not admit: the level that `pss`
 * names has to be the highest that brings no warning.
 * https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-namespace-labels/
 */
export const journey: Journey = {
  name: 'pss names the level of a namespace as the API server does',
  run: async ({ client, kubeconfig }, report) => {
    const names = Object.keys(PODS).map(name => `pss-${name}`);
    const refused = (await Promise.all(Object.entries(PODS).map(([name, spec]) => createPod(client, `pss-${name}`, spec)))).flat();
    const ours = await Promise.all(names.map(name => askBreakwater(name, kubeconfig)));
    const theirs = await Promise.all(names.map(name => askServer(client, name)));
    report(`${names.length} namespaces: ${names.map((name, index) => `${name} ${theirs[index]}`).join(', ')}`);
    const wrong = names.flatMap((name, index) =>
      ours[index] === theirs[index] ? [] : [`${name}: pss says ${ours[index]}, the API server ${theirs[index]}`],
    );
    return [...refused, ...wrong];
  },
};

async function createPod(client: ApiClient, namespace: string, spec: object): Promise<readonly string[]> {
  await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' }, spec };
  const { status, body } = await client.request('POST', `/api/v1/namespaces/${namespace}/pods`, pod);
  return status === 201 ? [] : [`pod of ${namespace} was refused: ${body['message']}`];
}

async function askBreakwater(namespace: string, kubeconfig: string): Promise<Level | undefined> {
  const words = ['pss', '-n', namespace, '--kubeconfig', kubeconfig, '--format', 'json'];
  const { stdout } = await promisify(execFile)(PROGRAM, words);
  return (JSON.parse(stdout) as { readonly results: readonly { readonly level: Level }[] }).results[0]?.level;
}

async function askServer(client: ApiClient, namespace: string): Promise<Level | undefined> {
  const admitted: Level[] = [];
  for (const level of LEVELS) {
    const patch = { metadata: { labels: { 'pod-security.kubernetes.io/enforce': level } } };
    const path = `/api/v1/namespaces/${namespace}?dryRun=All`;
    const { status, warnings } = await client.request('PATCH', path, patch, 'application/merge-patch+json');
    if (status === 200 && warnings.length === 0) admitted.push(level);
  }
  return admitted.at(-1);
}
