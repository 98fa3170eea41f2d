import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { admission as admissionResource, enforcement } from '@breakwater/api';
import type { Raw } from '../../cluster/api-client.ts';
import { createSelfSigned } from '../../cluster/certificate.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { type Platform, startPlatform, startSensorRole } from '../platform/platform.ts';
import { startRole } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { readMetric, setDeploy } from './admission-role.ts';
import { installWebhook, removeWebhook } from './webhook.ts';

const NAMESPACE = 'admission-roles';
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const ROLE_PORT = 17_855;
const READY = /^answering reviews on port (\d+)$/m;

const pod = (name: string): Raw => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged: true } }] },
});

/** Who enforces the policy, and why nobody else does. */
async function readMatrix({ admin }: Platform): Promise<string> {
  const { results } = await admin.call(enforcement.endpoints.list, { query: { filter: 'policy=privileged-container' } });
  return results.map(({ by, reasons }) => `${by}: ${reasons.map(({ code }) => code).join(', ')}`).join('; ');
}

export const journey: Journey = {
  name: 'admission is told by its sensor what to decide by, keeps it over a start without the sensor, and tells its decisions once it is back',
  run: async ({ client, kubeconfig }, report) => {
    const folder = createFolder('admission-roles');
    const platform = await startPlatform(folder, 17_850);
    const secrets = join(folder, 'secrets');
    mkdirSync(secrets);
    writeFileSync(join(secrets, 'admission'), randomBytes(32).toString('hex'), { mode: 0o600 });
    const words = ['--kubeconfig', kubeconfig, '--role-port', String(ROLE_PORT), '--role-secrets', secrets];
    let sensor = await startSensorRole(platform, 'roles', words);
    const { certificate, key, pem } = createSelfSigned(folder);
    const startAdmission = () =>
      startRole(
        folder,
        'admission',
        [
          ...['admission', '--data', join(folder, 'admission'), '--certificate', certificate, '--key', key, '--port', '17854'],
          ...['--sensor', `https://127.0.0.1:${ROLE_PORT}`, '--sensor-ca', join(folder, 'roles/roles/ca.pem')],
          ...['--sensor-token', join(secrets, 'admission')],
        ],
        READY,
      );
    let admission = await startAdmission();
    const origin = 'https://127.0.0.1:17854';
    const problems: string[] = [];
    const waiting = () => readMetric(origin, pem, 'admission_decisions_waiting');
    try {
      await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
      await setDeploy(platform, 'privileged-container', 'deny');
      await installWebhook(client, { name: NAMESPACE, url: `${origin}/validate`, ca: pem, namespaces: [NAMESPACE] });
      await waitUntil('the setting arrives', 60, async () => (await client.request('POST', `${PODS}?dryRun=All`, pod('a'))).status === 403);
      if ((await waiting()) !== 0) problems.push('a dry run left a decision behind');
      await waitUntil('the matrix says webhook', 60, async () => (await readMatrix(platform)) === 'webhook: disabled');
      report('the matrix says that the webhook enforces what the API server does not');
      await sensor.stop();
      await admission.stop();
      admission = await startAdmission();
      const alone = await client.request('POST', PODS, pod('b'));
      if (alone.status !== 403) problems.push(`started without the sensor it answers ${alone.status}: ${String(alone.body['message'])}`);
      await waitUntil('the decision waits on disk', 10, async () => (await waiting()) === 1);
      sensor = await startSensorRole(platform, 'roles', words, 'go on');
      await waitUntil('the sensor takes it', 90, async () => (await waiting()) === 0);
      await waitUntil('the matrix says webhook again', 60, async () => (await readMatrix(platform)) === 'webhook: disabled');
      await admission.stop();
      await waitUntil(
        'admission is told to be silent',
        120,
        async () => (await readMatrix(platform)) === 'none: disabled, admission-silent',
      );
      const { results } = await platform.admin.call(admissionResource.endpoints.status, {});
      const [status] = results;
      if (status?.silentSince === undefined || status.replicas[0]?.certificateEnd === undefined)
        problems.push(`the status of admission is ${JSON.stringify(results)}`);
      report('stopped, admission is told to be silent');
      report('a decision that was made while the sensor was away was taken by it');
    } finally {
      await removeWebhook(client, NAMESPACE);
      await admission.stop();
      await sensor.stop();
      await platform.server.stop();
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};
