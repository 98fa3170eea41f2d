import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { type Role, startRole } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { WEBHOOKS } from './webhook.ts';
import { writeBundle } from './write-bundle.ts';

const NAMESPACE = 'admission-rotation';
const NAME = 'admission-rotation';
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All`;
const SECRET = `/api/v1/namespaces/${NAMESPACE}/secrets/${NAME}`;
const PORTS = [17_870, 17_871] as const;
const ROTATE_SECONDS = 20;
const ROTATIONS = 2;
const AT_ONCE = 6;

const pod = (privileged: boolean): Raw => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'web-' },
  spec: { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged } }] },
});

export const journey: Journey = {
  name: 'certificates of the webhook are made and rotated by itself: under load no review fails, and without it its failure policy answers',
  run: async ({ client, kubeconfig }, report) => {
    const folder = createFolder('admission-rotation');
    const problems: string[] = [];
    const replicas: Role[] = [];
    try {
      await prepare(client, folder);
      // Both find the Secret empty at the same time: they have to agree.
      replicas.push(...(await Promise.all(PORTS.map((port, index) => startReplica(folder, kubeconfig, port, index)))));
      await waitUntil('a privileged pod is refused', 60, async () => (await client.request('POST', PODS, pod(true))).status === 403);
      const first = await readCertificate(client);
      const { answers, failures, seen } = await ask(client, first);
      report(`${answers} answers while ${seen} certificates were served with; ${failures.length} failures`);
      problems.push(...failures.slice(0, 5));
      if (seen <= ROTATIONS) problems.push(`only ${seen} certificates were served with, ${ROTATIONS + 1} were waited for`);
      for (const replica of replicas) await replica.kill();
      const closed = await client.request('POST', PODS, pod(false));
      if (closed.status !== 500) problems.push(`Fail: a webhook that is away answers ${closed.status}: ${String(closed.body['message'])}`);
      await setFailurePolicy(client, 'Ignore');
      await waitUntil('Ignore lets a pod through', 30, async () => (await client.request('POST', PODS, pod(true))).status === 201);
    } finally {
      for (const replica of replicas) await replica.stop();
      await client.request('DELETE', `${WEBHOOKS}/${NAME}`);
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

async function prepare(client: ApiClient, folder: string): Promise<void> {
  writeBundle(join(folder, 'admission.bundle'), {
    kubeMinor: 36,
    revision: 1,
    settings: [{ policy: 'privileged-container', scope: {}, enabled: true, enforcement: { deploy: 'deny' } }],
    namespaces: [],
  });
  await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: NAME } };
  await client.request('POST', `/api/v1/namespaces/${NAMESPACE}/secrets`, secret);
  const webhooks = PORTS.map(port => ({
    name: `replica-${port}.breakwater.test`,
    clientConfig: { url: `https://127.0.0.1:${port}/validate` },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } },
    failurePolicy: 'Fail',
    sideEffects: 'NoneOnDryRun',
    admissionReviewVersions: ['v1'],
  }));
  const kind = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' };
  const { status, body } = await client.request('POST', WEBHOOKS, { ...kind, metadata: { name: NAME }, webhooks });
  if (status !== 201) throw new Error(`the webhook configuration was refused: ${String(body['message'])}`);
}

function startReplica(folder: string, kubeconfig: string, port: number, index: number): Promise<Role> {
  const own = [
    '--namespace',
    NAMESPACE,
    '--secret',
    NAME,
    '--webhook',
    NAME,
    '--name',
    '127.0.0.1',
    '--rotate-every',
    String(ROTATE_SECONDS),
  ];
  const words = [
    'admission',
    '--bundle',
    join(folder, 'admission.bundle'),
    '--data',
    join(folder, `data-${index}`),
    '--port',
    String(port),
  ];
  return startRole(folder, `admission-${index}`, [...words, '--kubeconfig', kubeconfig, ...own], /^answering reviews on port/m);
}

async function readCertificate(client: ApiClient): Promise<string> {
  const { body } = await client.request('GET', SECRET);
  return String((body['data'] as Raw | undefined)?.['tls.crt']);
}

/** Asks without a break until some certificates were served with. Half of the pods are refused, half are not. */
async function ask(
  client: ApiClient,
  first: string,
): Promise<{ readonly answers: number; readonly failures: readonly string[]; readonly seen: number }> {
  const seen = new Set([first]);
  const failures: string[] = [];
  let answers = 0;
  const end = Date.now() + ROTATE_SECONDS * (ROTATIONS + 3) * 1000;
  const work = async (privileged: boolean): Promise<void> => {
    while (seen.size <= ROTATIONS && Date.now() < end) {
      const { status, body } = await client.request('POST', PODS, pod(privileged));
      answers += 1;
      if (status !== (privileged ? 403 : 201)) failures.push(`a review failed: ${status} ${String(body['message'])}`);
    }
  };
  const watch = async (): Promise<void> => {
    while (seen.size <= ROTATIONS && Date.now() < end) {
      seen.add(await readCertificate(client));
      await setTimeout(500);
    }
  };
  await Promise.all([watch(), ...Array.from({ length: AT_ONCE }, (_, index) => work(index % 2 === 0))]);
  return { answers, failures, seen: seen.size };
}

async function setFailurePolicy(client: ApiClient, failurePolicy: string): Promise<void> {
  const { body } = await client.request('GET', `${WEBHOOKS}/${NAME}`);
  const webhooks = (body['webhooks'] as readonly Raw[]).map(webhook => ({ ...webhook, failurePolicy }));
  await client.request('PUT', `${WEBHOOKS}/${NAME}`, { ...body, webhooks });
}
