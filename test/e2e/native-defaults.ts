import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { exportDefault, loadPolicy, toYaml } from '@breakwater/policy';
import type { ApiClient, Raw } from '../cluster/api-client.ts';
import type { Journey } from './journey.ts';

const CONTENT = new URL('../../content/policies/', import.meta.url);
const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';
const PODS = '/api/v1/namespaces/defaults/pods';
const SETTLE_MS = 5000;

/** Containers as they are written, and the security context that they have to come back with. */
const CASES: readonly { readonly name: string; readonly given: Raw; readonly wanted: Raw }[] = [
  {
    name: 'nothing is written',
    given: {},
    wanted: { privileged: false, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true },
  },
  {
    name: 'what is written stays',
    given: { allowPrivilegeEscalation: true, readOnlyRootFilesystem: false, runAsNonRoot: false },
    wanted: { privileged: false, allowPrivilegeEscalation: true, readOnlyRootFilesystem: false, runAsNonRoot: false },
  },
  {
    name: 'a privileged container may escalate, whatever is filled in',
    given: { privileged: true },
    wanted: { privileged: true, readOnlyRootFilesystem: true, runAsNonRoot: true },
  },
];

export const journey: Journey = {
  name: 'fixes that are exported as defaults complete pods, and change nothing that somebody wrote',
  run: async ({ client }, report) => {
    await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'defaults' } });
    const problems = [...(await applyDefaults(client, report))];
    await setTimeout(SETTLE_MS);
    for (const { name, given, wanted } of CASES) {
      const found = await readSecurity(client, given);
      if (JSON.stringify(sort(found)) !== JSON.stringify(sort(wanted)))
        problems.push(`${name}: ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`);
    }
    return [...problems, ...(await removeDefaults(client))];
  },
};

function listDefaults() {
  return readdirSync(CONTENT)
    .toSorted()
    .flatMap(file => {
      const outcome = exportDefault(loadPolicy(readFileSync(new URL(file, CONTENT), 'utf8'), file).policy, { kubeMinor: 36 });
      // User namespaces need a node that offers them; the field itself is no different from the others.
      return outcome.exportable && file !== 'host-user-namespace.yaml' ? [outcome.policy, outcome.binding] : [];
    });
}

const toCollection = (kind: string) =>
  `${REGISTRATION}/${kind === 'MutatingAdmissionPolicy' ? 'mutatingadmissionpolicies' : 'mutatingadmissionpolicybindings'}`;

async function applyDefaults(client: ApiClient, report: (line: string) => void): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const document of listDefaults()) {
    const { status, body } = await client.request('POST', toCollection(document.kind), toYaml(document));
    if (status !== 201) problems.push(`${document.kind} ${document.metadata.name} was refused: ${body['message']}`);
  }
  report(`${listDefaults().length / 2} MutatingAdmissionPolicies applied`);
  return problems;
}

async function removeDefaults(client: ApiClient): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { kind, metadata } of listDefaults()) {
    const { status, body } = await client.request('DELETE', `${toCollection(kind)}/${metadata.name}`);
    if (status !== 200) problems.push(`${kind} ${metadata.name} could not be removed: ${body['message']}`);
  }
  await setTimeout(SETTLE_MS);
  return problems;
}

/** The same in a regular and an init container; the init container's answer counts when the two differ. */
async function readSecurity(client: ApiClient, securityContext: Raw): Promise<unknown> {
  const container = (name: string) => ({ name, image: 'app', ...(Object.keys(securityContext).length === 0 ? {} : { securityContext }) });
  const spec = { containers: [container('app')], initContainers: [container('init')] };
  const { body } = await client.request('POST', `${PODS}?dryRun=All`, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec });
  const { containers = [], initContainers = [] } = (body['spec'] ?? {}) as {
    readonly containers?: readonly Raw[];
    readonly initContainers?: readonly Raw[];
  };
  const [regular, init] = [containers[0]?.['securityContext'], initContainers[0]?.['securityContext']];
  if (regular === undefined) return body['message'];
  return JSON.stringify(regular) === JSON.stringify(init) ? regular : init;
}

function sort(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)) : value;
}
