import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Platform, startSensorRole } from '../platform/platform.ts';
import { type Role, startRole } from '../platform/processes.ts';

export interface ResponderOptions {
  /** Name of the cluster, and of the sensor's folder. */
  readonly cluster: string;
  readonly kubeconfig: string;
  /** Port at which roles reach the sensor. */
  readonly rolePort: number;
  /** Options of the responder beside those that it needs to be one. */
  readonly options: readonly string[];
  readonly others?: readonly string[];
}

export interface StartedResponder {
  /** Sensor and responder, in the order of their start. */
  readonly roles: readonly Role[];
  /** Words that start another role beside the sensor. */
  readonly toSensor: (role: string) => readonly string[];
}

/** A sensor and a responder beside it, which know each other by a secret. */
export async function startResponder(
  platform: Platform,
  { cluster, kubeconfig, rolePort, options, others = [] }: ResponderOptions,
): Promise<StartedResponder> {
  const { folder } = platform;
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets);
  for (const role of ['responder', ...others]) writeFileSync(join(secrets, role), randomBytes(32).toString('hex'), { mode: 0o600 });
  const port = ['--role-port', String(rolePort), '--role-secrets', secrets];
  const sensor = await startSensorRole(platform, cluster, ['--kubeconfig', kubeconfig, ...port]);
  const toSensor = (role: string): readonly string[] => [
    ...[role, '--sensor', `https://127.0.0.1:${rolePort}`],
    ...['--sensor-ca', join(folder, cluster, 'roles/ca.pem'), '--token-file', join(secrets, role)],
  ];
  const words = [...toSensor('responder'), '--kubeconfig', kubeconfig, '--data', join(folder, 'responder'), ...options];
  return { roles: [sensor, await startRole(folder, 'responder', words, /^acting on/m)], toSensor };
}
