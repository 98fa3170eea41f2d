import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ApiAnswer, ApiClient } from '../../cluster/api-client.ts';
import { createClientCertificate, type SelfSigned } from '../../cluster/certificate.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { startPlatform } from '../platform/platform.ts';
import { printInstall } from '../print-install.ts';
import { startAdmissionRole, startSensorWithBundle } from './admission-role.ts';
import { installWebhook, removeWebhook } from './webhook.ts';

const NAME = 'admission-mutual';
const PORT = 17_898;
const CALL_FAILED = 'failed calling webhook';

/** The API server proves who it is to the webhook, which answers nobody else. */
export const journey: Journey = {
  name: 'the webhook answers an API server that proves who it is, and nobody else',
  run: async (plane, report) => {
    const folder = createFolder(NAME);
    const platform = await startPlatform(folder, 17_895);
    const [named, other] = [createClientCertificate(folder, 'kube-apiserver'), createClientCertificate(folder, 'other')];
    const { sensor, bundle } = await startSensorWithBundle(platform, NAME, plane.kubeconfig);
    const admission = await startAdmissionRole(folder, bundle, ['--client-ca', named.certificate], PORT);
    try {
      await plane.client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAME } });
      await installWebhook(plane.client, { name: NAME, url: admission.url, ca: admission.ca, namespaces: [NAME] });
      const nobody = await createUntil(plane.client, isCallFailed);
      await presentCertificate(plane, folder, other);
      const stranger = await createUntil(plane.client, isCallFailed);
      await presentCertificate(plane, folder, named);
      const proven = await createUntil(plane.client, ({ status }) => status === 201);
      report(`without a certificate ${nobody.status}, with one of another authority ${stranger.status}, with its own ${proven.status}`);
      return [
        ...(isCallFailed(nobody) ? [] : [`who proves nothing got ${nobody.status} ${String(nobody.body['message'])}`]),
        ...(isCallFailed(stranger) ? [] : [`another authority got ${stranger.status} ${String(stranger.body['message'])}`]),
        ...(proven.status === 201 ? [] : [`the API server got ${proven.status} ${String(proven.body['message'])}`]),
      ];
    } finally {
      await removeWebhook(plane.client, NAME);
      await plane.restartApiServer();
      for (const role of [admission.role, sensor, platform.server]) await role.stop();
      await plane.client.request('DELETE', `/api/v1/namespaces/${NAME}`);
      removeFolder(folder);
    }
  },
};

function isCallFailed({ status, body }: ApiAnswer): boolean {
  return status === 500 && String(body['message']).includes(CALL_FAILED);
}

/** It takes the API server a moment to take a webhook up. */
async function createUntil(client: ApiClient, isEnough: (answer: ApiAnswer) => boolean): Promise<ApiAnswer> {
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } };
  for (let second = 1; ; second++) {
    const answer = await client.request('POST', `/api/v1/namespaces/${NAME}/configmaps?dryRun=All`, map);
    if (isEnough(answer) || second === 30) return answer;
    await setTimeout(500);
  }
}

/** By the files that `install admission-config` prints; only where certificate and key lie is another place. */
async function presentCertificate(plane: ControlPlane, folder: string, { certificate, key }: SelfSigned): Promise<void> {
  const configuration = join(folder, 'admission.yaml');
  writeFileSync(configuration, printInstall('admission-config', ['--folder', folder]));
  writeFileSync(
    join(folder, 'admission.kubeconfig'),
    printInstall('admission-config', ['--print', 'kubeconfig', '--folder', folder, '--host', `127.0.0.1:${PORT}`]),
  );
  copyFileSync(certificate, join(folder, 'client.crt'));
  copyFileSync(key, join(folder, 'client.key'));
  await plane.restartApiServer([`--admission-control-config-file=${configuration}`]);
}
