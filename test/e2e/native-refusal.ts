import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { exportPolicy, loadPolicy, toYaml } from '@breakwater/policy';
import type { ApiAnswer, ApiClient, Raw } from '../cluster/api-client.ts';
import type { Journey } from './journey.ts';

const POLICY = new URL('../../content/policies/privileged-container.yaml', import.meta.url);
const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';
const PODS = '/api/v1/namespaces/refusal/pods';
const WAIT_SECONDS = 30;

const pod = (name: string, container: Raw) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'app', ...container }] },
});
const PRIVILEGED = { securityContext: { privileged: true } };

export const journey: Journey = {
  name: 'a policy that is exported to deny refuses, in our words, whatever way a container comes',
  run: async ({ client }) => {
    const applied = await applyPolicy(client);
    if (applied.length > 0) return applied;
    await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'refusal' } });
    const first = await createUntilRefused(client);
    const allowed = await client.request('POST', PODS, pod('plain', {}));
    const ephemeral = {
      ...allowed.body,
      spec: { ...(allowed.body['spec'] as Raw), ephemeralContainers: [{ name: 'debug', image: 'app', ...PRIVILEGED }] },
    };
    const debug = await client.request('PUT', `${PODS}/plain/ephemeralcontainers`, ephemeral);
    const deployment = await client.request('POST', '/apis/apps/v1/namespaces/refusal/deployments', toDeployment());
    return [
      ...expectRefusal('a pod', first, 'pod', "container 'app' runs privileged"),
      ...(allowed.status === 201 ? [] : [`a plain pod was refused: ${allowed.body['message']}`]),
      ...expectRefusal('an ephemeral container', debug, 'pod', "container 'debug' runs privileged"),
      ...expectRefusal('a Deployment', deployment, 'template', "container 'app' runs privileged"),
      ...(await removePolicy(client)),
    ];
  },
};

function listDocuments() {
  const { policy } = loadPolicy(readFileSync(POLICY, 'utf8'), 'privileged-container.yaml');
  const outcome = exportPolicy(policy, { kubeMinor: 34, action: 'deny' });
  return outcome.exportable ? outcome.pairs.flatMap(pair => [pair.policy, pair.binding]) : [];
}

const toCollection = (kind: string) =>
  `${REGISTRATION}/${kind === 'ValidatingAdmissionPolicy' ? 'validatingadmissionpolicies' : 'validatingadmissionpolicybindings'}`;

async function applyPolicy(client: ApiClient): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const document of listDocuments()) {
    const { status, body } = await client.request('POST', toCollection(document.kind), toYaml(document));
    if (status !== 201) problems.push(`${document.kind} ${document.metadata.name} was refused: ${body['message']}`);
  }
  return problems;
}

async function removePolicy(client: ApiClient): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { kind, metadata } of listDocuments()) {
    const { status, body } = await client.request('DELETE', `${toCollection(kind)}/${metadata.name}`);
    if (status !== 200) problems.push(`${kind} ${metadata.name} could not be removed: ${body['message']}`);
  }
  return problems;
}

/** It takes the API server a moment to take a policy up. */
async function createUntilRefused(client: ApiClient): Promise<ApiAnswer> {
  for (let second = 1; ; second++) {
    const answer = await client.request('POST', `${PODS}?dryRun=All`, pod('privileged', PRIVILEGED));
    if (answer.status !== 201 || second === WAIT_SECONDS) return answer;
    await setTimeout(1000);
  }
}

function expectRefusal(what: string, { status, body }: ApiAnswer, path: string, message: string): readonly string[] {
  const name = `breakwater-privileged-container-${path}`;
  const wanted = `ValidatingAdmissionPolicy '${name}' with binding '${name}' denied request: ${message}`;
  const text = String(body['message']);
  return status === 422 && text.endsWith(wanted) ? [] : [`${what}: ${status} ${text}; expected 422 … ${wanted}`];
}

function toDeployment(): Raw {
  const labels = { app: 'web' };
  const { spec } = pod('web', PRIVILEGED);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}
