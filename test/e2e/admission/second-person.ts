import type { ApiAnswer, ApiClient, Raw } from '../../cluster/api-client.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { startPlatform } from '../platform/platform.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { printManifests } from '../print-install.ts';
import { setDeploy, startAdmissionRole, startSensorWithBundle } from './admission-role.ts';
import { installWebhook, removeWebhook } from './webhook.ts';

const NAME = 'admission-second-person';
const NAMESPACE = `/api/v1/namespaces/${NAME}`;
const BINDINGS = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
const CONFIRMATION = 'break-glass.breakwater/confirmation';
const UNTIL = new Date(Date.now() + 3_600_000).toISOString();
const PATCH = 'application/merge-patch+json';

const POD: Raw = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'urgent',
    annotations: {
      'break-glass.breakwater/reason': 'the shop is down',
      'break-glass.breakwater/until': UNTIL,
      'break-glass.breakwater/approved-by': 'bob',
    },
  },
  spec: { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged: true } }] },
};

export const journey: Journey = {
  name: 'a break-glass that needs a second person counts once that person has confirmed it, and nobody can do so in the name of another one',
  run: async ({ client, kubeconfig }, report) => {
    const folder = createFolder('second-person');
    const platform = await startPlatform(folder, 17_970);
    const { sensor, bundle } = await startSensorWithBundle(platform, 'second-person', kubeconfig);
    const admission = await startAdmissionRole(folder, bundle, ['--second-person', 'confirmed']);
    const problems: string[] = [];
    const expect = (what: string, answer: ApiAnswer, status: number, text = ''): void => {
      const said = `${answer.status}: ${String(answer.body['message'])}`;
      if (answer.status !== status || !said.includes(text)) problems.push(`${what}: ${said}`);
    };
    try {
      await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAME } });
      await client.request('POST', BINDINGS, toBinding(['ann', 'bob']));
      await setDeploy(platform, 'privileged-container', 'deny');
      const [webhook] = printManifests(['--role', 'admission']).flatMap(({ webhooks = [] }) => webhooks as readonly Raw[]);
      const rules = webhook?.['rules'] as readonly Raw[];
      await installWebhook(client, { name: NAME, url: admission.url, ca: admission.ca, namespaces: [NAME], rules });
      await waitUntil('ann is told to ask bob', 60, async () =>
        String((await create(client)).body['message']).includes('bob has to confirm it'),
      );
      const asked = await create(client);
      report(String(asked.body['message']).replace(/^.*(?=bob has to)/, ''));
      for (const part of ['', '/status', '/finalize']) {
        const forged = part === '' ? await confirm(client, 'ann') : await replace(client, part);
        expect(`ann confirms as bob by namespaces${part}`, forged, 403, 'only bob may confirm break-glasses as bob');
      }
      expect('ann goes on without', await create(client), 403, 'bob has to confirm it');
      expect('bob confirms', await confirm(client, 'bob'), 200);
      await waitUntil('it is let through', 60, async () => (await create(client)).status === 201);
      expect('bob asks himself', await create(client, 'bob'), 403, 'the second person that it names is whoever asks');
      const taken = await client.request('PATCH', NAMESPACE, { metadata: { annotations: { [CONFIRMATION]: null } } }, PATCH, 'ann');
      expect('anybody takes it back', taken, 200);
      await waitUntil('it is refused again', 60, async () => (await create(client)).status === 403);
      report('let through after bob had confirmed it, and refused again once that was taken back');
    } finally {
      await removeWebhook(client, NAME);
      await admission.role.stop();
      await sensor.stop();
      await platform.server.stop();
      await client.request('DELETE', `${BINDINGS}/${NAME}`);
      await client.request('DELETE', NAMESPACE);
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

/** As ann, unless somebody else is named. */
function create(client: ApiClient, as = 'ann'): Promise<ApiAnswer> {
  return client.request('POST', `${NAMESPACE}/pods?dryRun=All`, POD, 'application/json', as);
}

function confirm(client: ApiClient, as: string): Promise<ApiAnswer> {
  return client.request('PATCH', NAMESPACE, { metadata: { annotations: { [CONFIRMATION]: `bob ${UNTIL}` } } }, PATCH, as);
}

/** Writes the whole namespace with a confirmation by bob, as ann. */
async function replace(client: ApiClient, part: string): Promise<ApiAnswer> {
  const { body } = await client.request('GET', NAMESPACE);
  const metadata = { ...(body['metadata'] as Raw), annotations: { [CONFIRMATION]: `bob ${UNTIL}` } };
  return client.request('PUT', `${NAMESPACE}${part}`, { ...body, metadata }, 'application/json', 'ann');
}

/** Both may do everything: what holds them back is admission alone. */
function toBinding(users: readonly string[]): Raw {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: NAME },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: users.map(name => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name })),
  };
}
