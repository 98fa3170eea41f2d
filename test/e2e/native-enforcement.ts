import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { clusters, enforcement, exceptions, policies, problems as problemsApi, tokens } from '@breakwater/api';
import type { Enforcement, Scope } from '@breakwater/model';
import { renderNewPolicy } from '@breakwater/policy';
import type { ApiAnswer, ApiClient, Raw } from '../cluster/api-client.ts';
import { SENSOR_TOKEN } from '../cluster/control-plane.ts';
import type { Journey } from './journey.ts';
import { patch } from './platform/apply.ts';
import { createFolder, removeFolder } from './platform/folder.ts';
import { logIn, type Platform, startPlatform, startSensorRole } from './platform/platform.ts';
import { waitUntil } from './platform/wait-until.ts';
import { printManifests } from './print-install.ts';

const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';
const POLICIES = `${REGISTRATION}/validatingadmissionpolicies`;
const BINDINGS = `${REGISTRATION}/validatingadmissionpolicybindings`;
const OURS = '?labelSelector=breakwater.dev/installed-by=breakwater-sensor';
const ID = 'privileged-container';
const POD = `breakwater-${ID}-pod`;
const NAMESPACES = ['native-deny', 'native-warn', 'native-exempt'] as const;
const SENSOR = ['--native-enforcement', '--native-exempt', 'native-exempt'];

/** The rig's controllers act as an administrator; this is who they are in a cluster. */
const CONTROLLER = 'system:serviceaccount:kube-system:replicaset-controller';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ROLE = 'e2e-native-sensor';
const MAIN = join(import.meta.dirname, '../../apps/cli/src/main.ts');

type Setting = { readonly scope: Scope; readonly enforcement: Enforcement };
const DENY: readonly Setting[] = [
  { scope: {}, enforcement: { deploy: 'deny' } },
  { scope: { namespaces: ['native-w*'] }, enforcement: { deploy: 'warn' } },
];

export const journey: Journey = {
  name: 'what settings want refused the API server refuses by itself, whoever is away and whoever meddles',
  profile: 'acting',
  run: async (plane, report) => {
    const { client } = plane;
    const folder = createFolder('native-enforcement');
    const kubeconfig = join(folder, 'sensor.kubeconfig');
    writeFileSync(kubeconfig, plane.kubeconfigFor(SENSOR_TOKEN), { mode: 0o600 });
    const granted = await grantPrinted(client);
    if (granted.length > 0) return granted;
    const problems: string[] = [];
    const expect = (what: string, holds: boolean): void => void (holds ? undefined : problems.push(what));
    for (const name of NAMESPACES)
      await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const platform = await startPlatform(folder, 17_960);
    let sensor = await startSensorRole(platform, 'native', ['--kubeconfig', kubeconfig, ...SENSOR]);
    try {
      await waitUntil('the cluster is in sync', 60, async () => {
        const { results } = await platform.admin.call(clusters.endpoints.list, { query: {} });
        return results[0]?.state === 'connected' && results[0].syncedAt !== undefined;
      });
      await accept(platform);
      await createDeployment(client, 'old', '');
      problems.push(...(await enforceByCommand(platform, folder)));
      await set(platform, ID, DENY);
      await set(platform, 'service-account-missing', [{ scope: {}, enforcement: { deploy: 'deny' } }]);
      const start = Date.now();
      await waitUntil('the matrix says that the API server enforces it', 60, async () => (await readBy(platform, ID)) === 'native');
      report(`from the setting to the API server's own word ${Date.now() - start} ms`);
      problems.push(...(await checkMatrix(platform)));
      await waitUntil('a privileged pod is refused', 30, async () => (await create(client, 'native-deny')).status === 422);
      problems.push(...(await checkAnswers(client)));
      const made = await create(client, 'native-deny', {}, true, CONTROLLER);
      expect(`what a controller makes of a template is let through: ${made.status} ${made.body['message']}`, made.status === 201);
      problems.push(...(await checkRights(client, platform)));

      await meddle(client);
      await waitUntil('what was edited and deleted is put right', 30, () => isWhole(client));
      await waitUntil('who edited it is told', 30, () => isTold(platform));

      await platform.server.stop();
      await sensor.stop();
      // What was put right is there at once; the API server takes it up a moment later, by itself.
      await waitUntil('a privileged pod is refused again', 30, async () => (await create(client, 'native-deny')).status === 422);
      problems.push(...(await checkAnswers(client)).map(text => `while server and sensor are away: ${text}`));
      await meddle(client);
      expect('nobody looks after it meanwhile', !(await isWhole(client)));
      sensor = await startSensorRole(platform, 'native', ['--kubeconfig', kubeconfig, ...SENSOR], 'go on');
      await waitUntil('a sensor without its server puts it right', 60, () => isWhole(client));
      await platform.restart();
      const after = { ...platform, admin: await logIn(platform.url, 'admin', platform.password) };

      problems.push(...(await checkForeign(client, after)));
      await set(after, ID, []);
      await waitUntil('what is taken back is gone', 60, async () => (await listOurs(client)).length === 0);
      await waitUntil('and refuses nothing', 30, async () => (await create(client, 'native-deny')).status === 201);
      expect('the matrix says nothing of it', (await readBy(after, ID)) === undefined);
    } finally {
      await sensor.stop();
      await platform.server.stop();
      for (const name of await listOurs(client)) {
        await client.request('DELETE', `${BINDINGS}/${name}`);
        await client.request('DELETE', `${POLICIES}/${name}`);
      }
      await client.request('DELETE', `${POLICIES}/${FOREIGN}`);
      await client.request('DELETE', '/apis/apps/v1/namespaces/native-deny/deployments/old');
      // The same user has other rights in other journeys.
      await client.request('DELETE', `${RBAC}/clusterrolebindings/${ROLE}`);
      await client.request('DELETE', `${RBAC}/clusterroles/${ROLE}`);
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

/** Gives the sensor's user exactly the rights that are printed for the sensor. */
async function grantPrinted(client: ApiClient): Promise<readonly string[]> {
  const printed = printManifests(['--role', 'sensor', '--native-enforcement']).find(({ kind }) => kind === 'ClusterRole');
  const role = await client.request('POST', `${RBAC}/clusterroles`, { ...printed, metadata: { name: ROLE } });
  const binding = await client.request('POST', `${RBAC}/clusterrolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: ROLE },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ROLE },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'sensor' }],
  });
  return [role, binding].flatMap(answer => (answer.status === 201 ? [] : [`rights: ${answer.status} ${answer.body['message']}`]));
}

/** As a person would, by an API token: what would have been refused is shown, then it is saved. */
async function enforceByCommand({ admin, url }: Platform, folder: string): Promise<readonly string[]> {
  const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 'e2e', role: 'admin', scope: {}, days: 1 } });
  writeFileSync(join(folder, 'token'), secret, { mode: 0o600 });
  const words = ['policy', 'enforce', ID, '--at', 'deploy=warn', '--yes', '--server', url, '--token-file', join(folder, 'token')];
  const { stdout, stderr, status } = await runCommand(words);
  const isShown = /objects that exist now +1 of \d+ would be refused/.test(stdout) && stdout.includes('native-deny/old');
  const isSaved = stdout.endsWith(`${ID} is set to deploy: warn\n`);
  return status === 0 && isShown && isSaved ? [] : [`policy enforce ends with ${status}: ${stdout}${stderr}`];
}

/** Not in this process: the server may be asked by its own sensor meanwhile. */
function runCommand(words: readonly string[]): Promise<{ stdout: string; stderr: string; status: number | null }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    child.once('close', status => resolve({ stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), status }));
  });
}

/** A policy of one's own that the rights do not name is not written: it could not be taken back. */
async function checkRights(client: ApiClient, platform: Pick<Platform, 'admin'>): Promise<readonly string[]> {
  const { admin } = platform;
  const text = `${renderNewPolicy('our-rule')}enforcement: { deploy: deny }\n`;
  // A text is checked within seconds or not at all: a machine that does much else is asked again.
  await waitUntil(
    'a policy of our own is saved',
    60,
    async () => (await admin.call(policies.endpoints.create, { body: { text } })).id === 'our-rule',
  );
  await waitUntil('what could not be taken back is told', 60, async () => {
    const row = await readRow(platform, 'our-rule');
    return row?.by === 'none' && row.reasons.some(({ code }) => code === 'no-rights');
  });
  const written = (await listOurs(client)).filter(name => name.includes('our-rule'));
  await admin.call(policies.endpoints.delete, { params: { id: 'our-rule' } });
  return written.length === 0 ? [] : [`written without the right to delete: ${written.join(', ')}`];
}

async function set({ admin }: Pick<Platform, 'admin'>, id: string, settings: readonly Setting[]): Promise<void> {
  await admin.call(policies.endpoints.setSettings, { params: { id }, body: { settings: [...settings] } });
}

/** What carries a label is accepted. */
async function accept({ admin }: Platform): Promise<void> {
  const scope = { labels: { tier: 'legacy' } };
  const { id } = await admin.call(exceptions.endpoints.request, {
    body: { target: ID, scope, reason: 'until it is rewritten' },
  });
  await admin.call(exceptions.endpoints.approve, { params: { id }, body: { comment: 'known' } });
}

async function readRow({ admin }: Pick<Platform, 'admin'>, policy: string) {
  const { results } = await admin.call(enforcement.endpoints.list, { query: { filter: `policy=${policy}` } });
  return results[0];
}

async function readBy(platform: Pick<Platform, 'admin'>, policy: string): Promise<string | undefined> {
  return (await readRow(platform, policy))?.by;
}

async function checkMatrix(platform: Platform): Promise<readonly string[]> {
  const problems: string[] = [];
  const row = await readRow(platform, ID);
  const names = ['', '-2'].flatMap(suffix => ['pod', 'template', 'cronjob'].map(path => `breakwater-${ID}-${path}${suffix}`));
  const { state, objects = [], warnings, exempt } = row?.native ?? {};
  const found = JSON.stringify([row?.action, row?.everywhere, state, [...objects].toSorted(), warnings, exempt]);
  const wanted = JSON.stringify(['deny', true, 'active', names.toSorted(), [], ['kube-system', 'native-exempt']]);
  if (found !== wanted) problems.push(`the matrix says ${found}; expected ${wanted}`);
  const other = await readRow(platform, 'service-account-missing');
  if (other?.by !== 'none' || !other.reasons.some(({ code }) => code === 'no-native-form'))
    problems.push(`what has no native form is said to be ${JSON.stringify(other)}`);
  return problems;
}

let count = 0;

function create(client: ApiClient, namespace: string, labels: Raw = {}, privileged = true, as = ''): Promise<ApiAnswer> {
  const container = { name: 'app', image: 'app', ...(privileged ? { securityContext: { privileged } } : {}) };
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-${++count}`, labels }, spec: { containers: [container] } };
  return client.request('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, body, 'application/json', as);
}

async function checkAnswers(client: ApiClient): Promise<readonly string[]> {
  const problems: string[] = [];
  const ask = async (what: string, answer: Promise<ApiAnswer>, status: number, warnings: number) => {
    const given = await answer;
    if (given.status !== status || given.warnings.length !== warnings)
      problems.push(
        `${what}: ${given.status} ${given.body['message']} ${JSON.stringify(given.warnings)}; expected ${status}, ${warnings} warnings`,
      );
  };
  await ask('a privileged pod', create(client, 'native-deny'), 422, 0);
  await ask('a plain pod', create(client, 'native-deny', {}, false), 201, 0);
  await ask('where it is only warned of', create(client, 'native-warn'), 201, 1);
  await ask('in an exempt namespace', create(client, 'native-exempt'), 201, 0);
  await ask('what an exception accepts', create(client, 'native-deny', { tier: 'legacy' }), 201, 0);
  await ask('a Deployment', createDeployment(client), 422, 0);
  return problems;
}

function createDeployment(client: ApiClient, name = 'web', query = '?dryRun=All'): Promise<ApiAnswer> {
  const labels = { app: name };
  const spec = { containers: [{ name: 'app', image: 'app', securityContext: { privileged: true } }] };
  return client.request('POST', `/apis/apps/v1/namespaces/native-deny/deployments${query}`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  });
}

/** Somebody lets through what is to be refused, and somebody else deletes a binding. */
async function meddle(client: ApiClient): Promise<void> {
  await patch(client, `${POLICIES}/${POD}?fieldManager=somebody`, {
    spec: { failurePolicy: 'Ignore', matchConditions: [{ name: 'never', expression: 'false' }] },
  });
  await client.request('DELETE', `${BINDINGS}/${POD}`);
}

async function isWhole(client: ApiClient): Promise<boolean> {
  const { body } = await client.request('GET', `${POLICIES}/${POD}`);
  const spec = (body['spec'] ?? {}) as { failurePolicy?: string; matchConditions?: readonly { name: string }[] };
  const { status } = await client.request('GET', `${BINDINGS}/${POD}`);
  return status === 200 && spec.failurePolicy === 'Fail' && spec.matchConditions?.every(({ name }) => name !== 'never') === true;
}

async function isTold({ admin }: Platform): Promise<boolean> {
  const { results } = await admin.call(problemsApi.endpoints.list, { query: { filter: 'code=native-changed' } });
  const texts = results.map(({ source, message }) => `${source}: ${message}`);
  return (
    texts.some(text => text.startsWith(`ValidatingAdmissionPolicy ${POD}: 'somebody' (`)) &&
    texts.some(text => text.startsWith(`ValidatingAdmissionPolicyBinding ${POD}: somebody deleted it`))
  );
}

const FOREIGN = 'breakwater-host-pid-pod';

/** An object of somebody else stays what it is, and the policy is said not to be enforced. */
async function checkForeign(client: ApiClient, platform: Pick<Platform, 'admin'>): Promise<readonly string[]> {
  const spec = {
    failurePolicy: 'Ignore',
    matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }] },
    validations: [{ expression: 'true' }],
  };
  const body = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: FOREIGN }, spec };
  const made = await client.request('POST', POLICIES, body);
  await set(platform, 'host-pid', [{ scope: {}, enforcement: { deploy: 'warn' } }]);
  await waitUntil('a name that is taken is told', 60, async () => {
    const row = await readRow(platform, 'host-pid');
    return row?.by === 'none' && row.reasons.some(({ code }) => code === 'name-taken');
  });
  await set(platform, 'host-pid', []);
  await waitUntil('the rest of it is gone', 60, async () => !(await listOurs(client)).some(name => name.includes('host-pid')));
  const { body: kept } = await client.request('GET', `${POLICIES}/${FOREIGN}`);
  const version = (object: Raw) => (object['metadata'] as { readonly generation?: number } | undefined)?.generation;
  return version(kept) === version(made.body) ? [] : ['an object of somebody else was changed'];
}

async function listOurs(client: ApiClient): Promise<readonly string[]> {
  const lists = await Promise.all([POLICIES, BINDINGS].map(path => client.request('GET', `${path}${OURS}`)));
  const items = lists.flatMap(({ body }) => (body['items'] ?? []) as readonly { readonly metadata: { readonly name: string } }[]);
  return [...new Set(items.map(({ metadata }) => metadata.name))];
}
