import { type Log, startSteps } from '@breakwater/daemon';
import { connectWriter, type Proxies } from '@breakwater/kube';
import { RoleClient, type RoleClientOptions } from '../roles/role-client.ts';
import { AdmissionProcess } from './admission-process.ts';
import type { AnswerOptions } from './answer-request.ts';
import { type BundleSource, watchBundleFile } from './bundle/bundle-source.ts';
import { watchSensor } from './bundle/sensor-source.ts';
import { watchCertificateFiles } from './certificates/certificate-files.ts';
import { CertificateKeeper } from './certificates/certificate-keeper.ts';
import type { RotationTimes } from './certificates/serving-state.ts';
import { DecisionStore } from './decisions/decision-store.ts';
import { deliverDecisions } from './decisions/deliver-decisions.ts';
import { ImageWishes } from './image-wishes.ts';
import { type AdmissionRules, DEFAULT_RULES } from './judge/admission-rules.ts';

/** Files that somebody else keeps, as cert-manager does. */
export interface CertificateFiles {
  readonly type: 'files';
  readonly certificate: string;
  readonly key: string;
}

/** A certificate of its own making, shared by all replicas through a Secret. */
export interface OwnCertificate extends RotationTimes {
  readonly type: 'own';
  readonly kubeconfig?: string;
  readonly namespace: string;
  readonly secret: string;
  /** Name of the ValidatingWebhookConfiguration whose caBundle is kept right. */
  readonly webhook: string;
  /** Names and addresses that the API server asks at. */
  readonly hosts: readonly string[];
}

export interface AdmissionOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Folder of decisions that the sensor has not taken yet, and of the last bundle. */
  readonly dataDir: string;
  /** What is decided by: a file that a sensor writes, or what a sensor gives through its role port. */
  readonly source: { readonly type: 'file'; readonly path: string } | { readonly type: 'sensor' };
  /** Where decisions are told; they wait on disk without it. */
  readonly sensor?: RoleClientOptions;
  readonly certificate: CertificateFiles | OwnCertificate;
  /** File with the authority of clients; anybody is answered when absent. */
  readonly clientCa?: string;
  readonly rules?: Partial<AdmissionRules>;
  /** Milliseconds until a review has to be answered; less than the timeout of the webhook. */
  readonly deadlineMs: number;
  readonly onFailure: AnswerOptions['onFailure'];
  /** How long facts of an image are waited for that a policy lacks which refuses; 0 for not at all. Part of the deadline. */
  readonly waitForImagesMs: number;
  /** Name of this process among the replicas; that of its pod or machine when absent. */
  readonly replica?: string;
  readonly log: Log;
  readonly proxies?: Proxies;
  readonly now?: () => number;
}

export interface RunningAdmission {
  readonly port: number;
  close(): Promise<void>;
}

/** Answers admission reviews of a cluster by what its sensor told, whether it is there or not. Throws SensorError and KubeError. */
export async function startAdmission(options: AdmissionOptions): Promise<RunningAdmission> {
  const { log, dataDir, sensor, now = Date.now, rules } = options;
  const client = sensor === undefined ? undefined : new RoleClient(sensor);
  const store = DecisionStore.open({ folder: dataDir, onDamage: reason => log.warn({ reason }, 'decisions on disk are started anew') });
  const wishes = client === undefined ? undefined : new ImageWishes(images => client.wantImages(images), log);
  const process = new AdmissionProcess({ ...options, now, store, rules: { ...DEFAULT_RULES, ...rules }, ...(wishes && { wishes }) });
  const stop = await startSteps(
    [
      { name: 'decisions', start: () => async () => store.close() },
      {
        name: 'telling decisions',
        start: () => {
          const delivery = deliverDecisions(store, client, log, now);
          return () => delivery.stop();
        },
      },
      {
        name: 'bundle',
        start: () => {
          const source = watchBundle(options, client, process);
          return async () => {
            // An open question would be waited for.
            client?.close();
            await source.stop();
          };
        },
      },
      { name: 'certificate', start: () => keepCertificate(options, process, now) },
      { name: 'webhook', start: () => process.serve() },
    ],
    log,
  );
  return { port: process.port, close: stop };
}

function watchBundle({ source, dataDir, log }: AdmissionOptions, client: RoleClient | undefined, process: AdmissionProcess): BundleSource {
  const listener = { log, onBundle: process.take, describe: () => process.describe() };
  if (source.type === 'file') return watchBundleFile(source.path, listener);
  if (client === undefined) throw new TypeError('a sensor is asked for bundles, and none is named');
  return watchSensor(client, dataDir, listener);
}

async function keepCertificate(
  { certificate, log, proxies }: AdmissionOptions,
  process: AdmissionProcess,
  now: () => number,
): Promise<() => Promise<void>> {
  if (certificate.type === 'files') return watchCertificateFiles(certificate, log, process.setCertificate);
  const { kubeconfig } = certificate;
  const client = await connectWriter({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(proxies === undefined ? {} : { proxies }),
  });
  const keeper = new CertificateKeeper({ ...certificate, client, log, now, onServed: process.setCertificate });
  try {
    await keeper.start();
  } catch (cause) {
    await client.close();
    throw cause;
  }
  return async () => {
    await keeper.stop();
    await client.close();
  };
}
