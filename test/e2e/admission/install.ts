import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { type Role, startRole } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { printManifests } from '../print-install.ts';
import { toPath } from '../resource-paths.ts';
import { WEBHOOKS } from './webhook.ts';
import { writeBundle } from './write-bundle.ts';

const NAMESPACE = 'breakwater';
const NAME = 'breakwater';
const PORT = 17_880;
const ACCOUNT = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/breakwater-admission/token`;

const pod = (name: string): Raw => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged: true } }] },
});

export const journey: Journey = {
  name: 'admission as install manifest prints it: taken by the API server, enough rights and not more, and what must run is spared',
  run: async ({ client, kubeconfigFor }, report) => {
    const objects = printManifests(['--role', 'sensor', '--role', 'admission', '--failure-policy', 'Fail']);
    const folder = createFolder('admission-install');
    let admission: Role | undefined;
    const problems: string[] = [];
    try {
      problems.push(...(await applyAll(client, objects)));
      await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-public' } });
      admission = await startAs(client, folder, kubeconfigFor);
      await waitUntil('a privileged pod is refused', 60, async () => (await create(client, 'default')) === 403);
      for (const spared of ['kube-system', 'kube-public', NAMESPACE]) {
        const status = await create(client, spared);
        if (status === 403 && spared !== NAMESPACE) problems.push(`${spared} is not spared`);
      }
      problems.push(...(await tryAccess(client)), ...(await tryRights(client)));
      report(`${objects.length} objects applied; shell, attach, port-forward and proxy refused`);
    } finally {
      await client.request('DELETE', `${WEBHOOKS}/${NAME}`);
      await admission?.stop();
      await client.request('DELETE', '/api/v1/namespaces/default/pods/plain?gracePeriodSeconds=0');
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

/** The webhook is reached on loopback; everything else is as it was printed. */
async function applyAll(client: ApiClient, objects: readonly Raw[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const object of objects) {
    const { kind, metadata } = object as unknown as { kind: string; metadata: { name: string } };
    const webhooks = (object['webhooks'] as readonly Raw[] | undefined)?.map(webhook => ({
      ...webhook,
      clientConfig: { url: `https://127.0.0.1:${PORT}/validate` },
    }));
    const path = kind === 'ValidatingWebhookConfiguration' ? WEBHOOKS : toPath(object);
    const { status, body, warnings } = await client.request('POST', path, webhooks === undefined ? object : { ...object, webhooks });
    if (status !== 201) problems.push(`${kind} ${metadata.name}: ${status} ${String(body['message'])}`);
    problems.push(...warnings.map(text => `${kind} ${metadata.name}: warning: ${text}`));
  }
  return problems;
}

/** As the service account that was printed, with what it may do. */
async function startAs(client: ApiClient, folder: string, kubeconfigFor: (token: string) => string): Promise<Role> {
  const bundle = join(folder, 'admission.bundle');
  const settings = ['privileged-container', 'pod-access-request'].map(policy => ({
    policy,
    scope: {},
    enabled: true,
    enforcement: { deploy: 'deny' },
  }));
  writeBundle(bundle, { kubeMinor: 36, revision: 1, settings, namespaces: [] });
  const kubeconfig = join(folder, 'admission.kubeconfig');
  writeFileSync(kubeconfig, kubeconfigFor(await requestToken(client)), { mode: 0o600 });
  const words = ['admission', '--bundle', bundle, '--data', join(folder, 'data'), '--port', String(PORT), '--kubeconfig', kubeconfig];
  return startRole(folder, 'admission', [...words, '--namespace', NAMESPACE, '--name', '127.0.0.1'], /^answering reviews on port/m);
}

async function requestToken(client: ApiClient): Promise<string> {
  const { body } = await client.request('POST', ACCOUNT, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} });
  return String((body['status'] as Raw | undefined)?.['token']);
}

async function create(client: ApiClient, namespace: string): Promise<number> {
  return (await client.request('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod('web'))).status;
}

/** Whoever connects to a pod is refused before anything is connected. */
async function tryAccess(client: ApiClient): Promise<readonly string[]> {
  const plain = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'plain' }, spec: { containers: [{ name: 'app', image: 'app:1' }] } };
  const { status } = await client.request('POST', '/api/v1/namespaces/default/pods', plain);
  if (status !== 201) return [`a plain pod is answered with ${status}`];
  const ways = ['exec?command=sh&stdout=true', 'attach?stdout=true', 'portforward?ports=80', 'proxy/'];
  const answers = await Promise.all(
    ways.map(async way => [way, await client.request('POST', `/api/v1/namespaces/default/pods/plain/${way}`)] as const),
  );
  return answers.flatMap(([way, { status: code, body }]) =>
    code === 403 && String(body['message']).includes('(pod-access-request)') ? [] : [`${way}: ${code} ${String(body['message'])}`],
  );
}

/** What the account must not be able to do. */
async function tryRights(client: ApiClient): Promise<readonly string[]> {
  const user = `system:serviceaccount:${NAMESPACE}:breakwater-admission`;
  const ask = async (attributes: Raw): Promise<boolean> => {
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user, resourceAttributes: attributes } };
    const { body } = await client.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review);
    return (body['status'] as Raw | undefined)?.['allowed'] === true;
  };
  const forbidden: readonly Raw[] = [
    { verb: 'list', resource: 'secrets', namespace: NAMESPACE },
    { verb: 'get', resource: 'secrets', namespace: NAMESPACE, name: 'breakwater-join' },
    { verb: 'create', resource: 'secrets', namespace: NAMESPACE },
    { verb: 'list', resource: 'pods', namespace: 'default' },
    { verb: 'update', group: 'admissionregistration.k8s.io', resource: 'validatingwebhookconfigurations', name: 'other' },
    { verb: 'create', group: 'admissionregistration.k8s.io', resource: 'validatingwebhookconfigurations' },
  ];
  const answers = await Promise.all(forbidden.map(async attributes => [attributes, await ask(attributes)] as const));
  return answers.flatMap(([attributes, allowed]) => (allowed ? [`admission may ${JSON.stringify(attributes)}`] : []));
}
