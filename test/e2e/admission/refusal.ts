import { setTimeout } from 'node:timers/promises';
import type { ApiAnswer, ApiClient, Raw } from '../../cluster/api-client.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { startPlatform } from '../platform/platform.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { setDeploy, startAdmissionRole, startSensorWithBundle } from './admission-role.ts';
import { installWebhook, removeWebhook } from './webhook.ts';

const NAMESPACE = 'admission-refusal';
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const WEBHOOK = 'admission-refusal';

const pod = (name: string, container: Raw = {}, annotations: Raw = {}): Raw => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, annotations },
  spec: { containers: [{ name: 'app', image: 'app', ...container }] },
});
const PRIVILEGED = { securityContext: { privileged: true } };
const TEXT = "container 'app' runs privileged (privileged-container). To put it right: ";

export const journey: Journey = {
  name: 'a policy that is set to deny refuses by webhook, in our words, also while server and sensor are away',
  run: async ({ client, kubeconfig }, report) => {
    const folder = createFolder('admission');
    const platform = await startPlatform(folder, 17_860);
    const { sensor, bundle } = await startSensorWithBundle(platform, 'refusal', kubeconfig);
    const admission = await startAdmissionRole(folder, bundle);
    const problems: string[] = [];
    const expect = (what: string, holds: boolean): void => void (holds ? undefined : problems.push(what));
    try {
      await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
      await setDeploy(platform, 'privileged-container', 'deny');
      await setDeploy(platform, 'image-tag-latest', 'warn');
      await waitUntil('the webhook decides by the settings', 30, async () => (await admission.readRevision()) >= 2);
      await installWebhook(client, { name: WEBHOOK, url: admission.url, ca: admission.ca, namespaces: [NAMESPACE] });
      const first = await createUntilRefused(client);
      report(String(first.body['message']));
      expect(`a privileged pod is refused with 403: ${first.status} ${first.body['message']}`, isRefusal(first));
      const plain = await client.request('POST', PODS, pod('plain'));
      expect(
        `a plain pod is admitted, with a warning: ${plain.status} ${plain.warnings.join()}`,
        plain.status === 201 && plain.warnings.length > 0,
      );
      await sensor.stop();
      await platform.server.stop();
      const away = await client.request('POST', `${PODS}?dryRun=All`, pod('again', PRIVILEGED));
      expect(`and so it is while server and sensor are away: ${away.status}`, isRefusal(away));
      const broken = await client.request(
        'POST',
        `${PODS}?dryRun=All`,
        pod('broken', PRIVILEGED, { 'break-glass.breakwater/reason': 'the shop is down' }),
      );
      report(broken.warnings.join(' | '));
      expect(
        `a break-glass lets it through, with warnings: ${broken.status}`,
        broken.status === 201 && broken.warnings[0]?.startsWith('break-glass until ') === true,
      );
    } finally {
      await removeWebhook(client, WEBHOOK);
      await admission.role.stop();
      await sensor.stop();
      await platform.server.stop();
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

function isRefusal({ status, body }: ApiAnswer): boolean {
  return status === 403 && String(body['message']).includes(TEXT);
}

/** It takes the API server a moment to take a webhook up. */
async function createUntilRefused(client: ApiClient): Promise<ApiAnswer> {
  for (let second = 1; ; second++) {
    const answer = await client.request('POST', `${PODS}?dryRun=All`, pod('privileged', PRIVILEGED));
    if (answer.status !== 201 || second === 30) return answer;
    await setTimeout(500);
  }
}
