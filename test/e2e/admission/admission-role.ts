import { existsSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { policies } from '@breakwater/api';
import { createSelfSigned } from '../../cluster/certificate.ts';
import { type Platform, startSensorRole } from '../platform/platform.ts';
import { type Role, startRole } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';

/** An admission process beside a sensor, as on one machine. */
export interface AdmissionRole {
  readonly role: Role;
  readonly url: string;
  readonly ca: string;
  /** Revision of the policy set that it decides by. */
  readonly readRevision: () => Promise<number>;
}

const READY = /^answering reviews on port (\d+)$/m;

/** Starts a sensor that keeps a bundle, and waits for the first one. */
export async function startSensorWithBundle(
  platform: Platform,
  name: string,
  kubeconfig: string,
): Promise<{ readonly sensor: Role; readonly bundle: string }> {
  const bundle = join(platform.folder, 'admission.bundle');
  const sensor = await startSensorRole(platform, name, ['--kubeconfig', kubeconfig, '--admission-bundle', bundle]);
  await waitUntil('a bundle is written', 60, async () => existsSync(bundle));
  return { sensor, bundle };
}

export async function startAdmissionRole(
  folder: string,
  bundle: string,
  options: readonly string[] = [],
  port = 0,
): Promise<AdmissionRole> {
  const { certificate, key, pem } = createSelfSigned(folder);
  const words = [
    'admission',
    '--bundle',
    bundle,
    '--data',
    join(folder, 'admission'),
    '--certificate',
    certificate,
    '--key',
    key,
    '--port',
    String(port),
    ...options,
  ];
  const role = await startRole(folder, 'admission', words, READY);
  const origin = `https://127.0.0.1:${READY.exec(role.output())?.[1]}`;
  return { role, url: `${origin}/validate`, ca: pem, readRevision: () => readMetric(origin, pem, 'admission_revision') };
}

/** A number that the process counts; -1 where it says nothing of it. */
export async function readMetric(origin: string, ca: string, name: string): Promise<number> {
  const text = await new Promise<string>((resolve, reject) => {
    const sent = request(`${origin}/metrics`, { ca }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', chunk => chunks.push(chunk));
      answer.once('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    sent.once('error', reject);
    sent.end();
  });
  return Number(new RegExp(`^breakwater_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? -1);
}

/** Sets what is done about violations of a policy. */
export async function setDeploy(
  platform: Platform,
  id: string,
  deploy: 'deny' | 'warn' | 'inform',
  scope: object = {},
  params?: Readonly<Record<string, unknown>>,
) {
  const settings = [{ scope, enabled: true, enforcement: { deploy }, ...(params === undefined ? {} : { params }) }];
  await platform.admin.call(policies.endpoints.setSettings, { params: { id }, body: { settings } });
}
