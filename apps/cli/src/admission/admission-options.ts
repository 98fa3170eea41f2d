import { resolve } from 'node:path';
import type { AdmissionOptions } from '@breakwater/sensor/admission';
import { listOption } from '../check/judge-options.ts';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import { readPort } from '../up/read-port.ts';

/** Names by which replicas find each other, and the API server finds them, where nothing else is said. */
const NAMES = { secret: 'breakwater-admission-tls', webhook: 'breakwater', service: 'breakwater-admission' } as const;

const OVERLAP_SHARE = 8;
const MOST_OVERLAP_MS = 600_000;

export const ADMISSION_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'bundle',
    value: 'file',
    doc: 'What is decided by, as `breakwater sensor --admission-bundle` writes it (default: asked from --sensor)',
  },
  {
    name: 'sensor',
    value: 'url',
    doc: 'Role port of the sensor, as https://breakwater-sensor-roles.breakwater.svc:8444; decisions are told there',
  },
  { name: 'sensor-ca', value: 'file', doc: 'Authority behind its certificate, in PEM: roles/ca.pem in the folder of the sensor' },
  {
    name: 'sensor-token',
    value: 'file',
    doc: 'Service account token for the audience breakwater-sensor, or the secret that is shared with the sensor',
  },
  { name: 'data', value: 'folder', doc: 'Folder of the last bundle and of decisions that were not told yet' },
  { name: 'host', value: 'address', doc: 'Address to listen at', default: '127.0.0.1' },
  { name: 'port', value: 'number', doc: 'Port to listen at', default: '9443' },
  { name: 'certificate', value: 'file', doc: 'Serving certificate, in PEM, kept by somebody else (default: one of its own making)' },
  { name: 'key', value: 'file', doc: 'Its private key, in PEM' },
  { name: 'namespace', value: 'name', doc: 'Namespace of the Secret with the certificate that is its own', default: 'breakwater' },
  { name: 'secret', value: 'name', doc: 'That Secret, which all replicas share', default: NAMES.secret },
  { name: 'webhook', value: 'name', doc: 'ValidatingWebhookConfiguration whose caBundle is kept right', default: NAMES.webhook },
  {
    name: 'name',
    value: 'host',
    doc: `Name or address that the certificate is for; may be repeated (default: ${NAMES.service}.NAMESPACE.svc)`,
    repeatable: true,
  },
  { name: 'rotate-every', value: 'seconds', doc: 'Age at which the certificate is replaced', default: '5184000' },
  { name: 'kubeconfig', value: 'file', doc: 'Cluster of Secret and webhook configuration (default: the one that this pod runs in)' },
  {
    name: 'client-ca',
    value: 'file',
    doc: 'Authority of clients, in PEM: who has no certificate of it only hears whether the process is well (default: anybody is answered)',
  },
  { name: 'deadline', value: 'seconds', doc: 'Time until a review is answered; less than the timeout of the webhook', default: '8' },
  {
    name: 'on-failure',
    value: 'answer',
    choices: ['allow', 'deny'],
    default: 'allow',
    doc: 'Answer to a review that could not be judged in time, or at all',
  },
  {
    name: 'unscanned',
    value: 'answer',
    choices: ['allow', 'deny'],
    default: 'allow',
    doc: 'Answer to an image of which a policy that refuses lacks the facts; allow comes with a warning',
  },
  { name: 'wait-for-scan', value: 'seconds', doc: 'Have such an image read, and wait so long for it', default: '0' },
  {
    name: 'closed',
    value: 'policy',
    doc: 'Refuse what this policy fails on, instead of letting it through with a warning; * is all; may be repeated',
    repeatable: true,
  },
  { name: 'unbreakable', value: 'policy', doc: 'No break-glass opens this policy; * is all; may be repeated', repeatable: true },
  {
    name: 'second-person',
    value: 'how',
    choices: ['nobody', 'named', 'confirmed'],
    default: 'nobody',
    doc: 'Whether a break-glass has to name somebody else than whoever asks, and whether they have to have confirmed it on the namespace',
  },
];

/** Throws UsageError. */
export function readAdmissionOptions(input: CommandInput): Omit<AdmissionOptions, 'log'> {
  const { options } = input;
  const { dataDir, proxies } = readConfig();
  const sensor = readSensor(input);
  const bundle = readFile(options['bundle']);
  if (bundle === undefined && sensor === undefined)
    throw new UsageError(
      '--bundle names the file that `breakwater sensor --admission-bundle` writes, or --sensor the role port of a sensor',
    );
  const clientCa = readFile(options['client-ca']);
  return {
    host: String(options['host']),
    port: readPort('port', options['port']),
    dataDir: resolve(String(options['data'] ?? `${dataDir}/admission`)),
    source: bundle === undefined ? { type: 'sensor' } : { type: 'file', path: bundle },
    ...(sensor === undefined ? {} : { sensor }),
    certificate: readCertificate(input),
    ...(clientCa === undefined ? {} : { clientCa }),
    deadlineMs: readSeconds('deadline', options['deadline'], 0.1, 29) * 1000,
    onFailure: options['on-failure'] === 'deny' ? 'deny' : 'allow',
    waitForImagesMs: readSeconds('wait-for-scan', options['wait-for-scan'], 0, 29) * 1000,
    rules: {
      unscanned: options['unscanned'] === 'deny' ? 'deny' : 'allow',
      closed: new Set(listOption(input, 'closed')),
      unbreakable: new Set(listOption(input, 'unbreakable')),
      secondPerson: readSecondPerson(options['second-person']),
    },
    proxies,
  };
}

function readSecondPerson(value: unknown): 'nobody' | 'named' | 'confirmed' {
  return value === 'named' || value === 'confirmed' ? value : 'nobody';
}

function readSensor({ options }: CommandInput): AdmissionOptions['sensor'] {
  const { sensor: url, 'sensor-ca': ca, 'sensor-token': token } = options;
  if (url === undefined) return undefined;
  if (!URL.canParse(String(url)) || !String(url).startsWith('https://'))
    throw new UsageError(`--sensor takes an https:// address, not '${String(url)}'`);
  if (typeof ca !== 'string' || typeof token !== 'string') throw new UsageError('--sensor needs --sensor-ca and --sensor-token');
  return { url: String(url), caFile: resolve(ca), tokenFile: resolve(token) };
}

function readCertificate({ options }: CommandInput): AdmissionOptions['certificate'] {
  const [certificate, key] = [readFile(options['certificate']), readFile(options['key'])];
  if ((certificate === undefined) !== (key === undefined)) throw new UsageError('--certificate and --key belong together');
  if (certificate !== undefined && key !== undefined) return { type: 'files', certificate, key };
  const namespace = String(options['namespace']);
  const kubeconfig = readFile(options['kubeconfig']);
  const hosts = (options['name'] as readonly string[] | undefined) ?? [`${NAMES.service}.${namespace}.svc`];
  const rotateMs = readSeconds('rotate-every', options['rotate-every'], 10, 31_536_000 / 2) * 1000;
  return {
    type: 'own',
    namespace,
    secret: String(options['secret']),
    webhook: String(options['webhook']),
    hosts,
    rotateMs,
    overlapMs: Math.min(MOST_OVERLAP_MS, rotateMs / OVERLAP_SHARE),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
  };
}

function readFile(value: unknown): string | undefined {
  return typeof value === 'string' ? resolve(value) : undefined;
}

function readSeconds(name: string, value: unknown, least: number, most: number): number {
  const seconds = Number(value);
  if (!(seconds >= least && seconds <= most))
    throw new UsageError(`--${name} takes seconds from ${least} to ${most}, not '${String(value)}'`);
  return seconds;
}
