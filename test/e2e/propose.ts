import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { toRecord, toRecords, toText } from '@breakwater/inventory';
import { readManifest, toObjects } from '@breakwater/manifest';
import type { ApiClient, Raw } from '../cluster/api-client.ts';
import type { Journey } from './journey.ts';
import { applyAll, createAll, readFolder, removeNamespace } from './platform/apply.ts';
import { waitUntil } from './platform/wait-until.ts';
import { toPath } from './resource-paths.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/breakwater');
const FOLDER = join(import.meta.dirname, '../../examples/shop');
const SHOP = new URL('../../examples/shop/', import.meta.url);
const NAMESPACES = ['shop', 'shop-data', 'shop-logs'];
/** Faults of the example that the API server itself refuses, and what another journey has left. */
const FAULTY = ['cannot use TZ or CRON_TZ in schedule', 'PodDisruptionBudget orders: 404', ': 409 '];
const DRIFTED = 'propose-drifted';
/** What says that it is restricted, in a namespace where something else runs. */
const STRICT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'strict', namespace: DRIFTED },
  spec: {
    selector: { matchLabels: { app: 'strict' } },
    template: {
      metadata: { labels: { app: 'strict' } },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'app:1',
            securityContext: {
              runAsNonRoot: true,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              seccompProfile: { type: 'RuntimeDefault' },
            },
          },
        ],
      },
    },
  },
};

export const journey: Journey = {
  name: 'what is proposed for a namespace is taken by the API server, and its pods are admitted with it',
  profile: 'acting',
  run: async ({ client, kubeconfig }, report) => {
    // Another journey has left them, with what it changed there.
    for (const name of NAMESPACES) await removeNamespace(client, name);
    const refused = await createAll(client, readFolder(SHOP));
    const problems = refused.filter(text => !FAULTY.some(fault => text.includes(fault))).map(text => `not created: ${text}`);
    const cluster = ['--kubeconfig', kubeconfig, '--dry-run', 'server'];
    const pods = await filterAsync(readFolder(SHOP).flatMap(toBarePod), async pod => (await admit(client, pod)) === undefined);
    const version = toText((await client.request('GET', '/version')).body['gitVersion']);
    const proposed = await propose([NAMESPACES.join(','), FOLDER, '--nodes', '1', '--kube-version', version, ...cluster]);
    const answers = readAnswers(proposed.out);
    report(`${answers.length} objects in a dry run: ${summarize(answers)}`);
    if (proposed.code !== 0) problems.push(`the dry run ended with ${proposed.code}: ${answers.filter(isBad).join('; ')} ${proposed.err}`);
    if (await exists(client, '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/breakwater-web'))
      problems.push('the dry run has kept something');
    const objects = toObjects(readManifest(proposed.out, { source: 'proposed' })).objects.map(({ value }) => value as Raw);
    if (pods.length < 15) problems.push(`only ${pods.length} pods of the example were admitted before`);
    problems.push(...(await applyAll(client, objects)).refused);
    await waitForQuotas(client, objects);
    const admitted = await Promise.all(pods.map(pod => admit(client, pod)));
    report(
      `${objects.length} objects applied; ${admitted.filter(fault => fault === undefined).length} of ${pods.length} pods admitted with them`,
    );
    problems.push(...admitted.flatMap(fault => fault ?? []));
    return [...problems, ...(await askLive(cluster, report)), ...(await askDrifted(client, cluster, report))];
  },
};

/** Faults of the example keep some of its pods from being admitted anyway. */
async function filterAsync(pods: readonly Raw[], isKept: (pod: Raw) => Promise<boolean>): Promise<readonly Raw[]> {
  const kept = await Promise.all(pods.map(isKept));
  return pods.filter((_, index) => kept[index]);
}

/** What runs in the cluster by now has all that is proposed for its labels. */
async function askLive(cluster: readonly string[], report: (line: string) => void): Promise<readonly string[]> {
  const { code, out, err } = await propose(['shop', ...cluster]);
  const answers = readAnswers(out);
  report(`read from the cluster, ${answers.length} objects: ${summarize(answers)}`);
  if (code !== 0) return [`read from the cluster: ended with ${code}: ${answers.filter(isBad).join('; ')} ${err}`];
  return answers[0] === 'unchanged; nothing was kept' ? [] : [`the labels that were applied are proposed as ${answers[0]}`];
}

/** A pod that the manifests do not know is what the API server warns of. */
async function askDrifted(client: ApiClient, cluster: readonly string[], report: (line: string) => void): Promise<readonly string[]> {
  const container = { name: 'app', image: 'app:1', securityContext: { privileged: true } };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'forgotten', namespace: DRIFTED }, spec: { containers: [container] } };
  await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: DRIFTED } });
  const created = await client.request('POST', toPath(pod), pod);
  if (created.status !== 201) return [`pod forgotten was refused: ${created.body['message']}`];
  const { code, out } = await propose([DRIFTED, '-', '--for', 'labels', ...cluster], JSON.stringify(STRICT));
  const warnings = out.split('\n').filter(line => line.startsWith('# dry run warns: '));
  report(warnings.join('; '));
  const isTold = warnings.some(line => line.includes('forgotten: privileged'));
  return code === 1 && isTold ? [] : [`the pod that breaks the label is not told; ended with ${code}: ${out}`];
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function propose(words: readonly string[], stdin = ''): Promise<Outcome> {
  return new Promise(resolve => {
    const child = execFile(PROGRAM, ['propose', 'namespace', ...words], { maxBuffer: 16 * 1024 * 1024 }, (cause, out, err) =>
      resolve({ code: cause === null ? 0 : Number(cause.code), out, err }),
    );
    child.stdin?.end(stdin);
  });
}

function readAnswers(out: string): readonly string[] {
  return out.split('\n').flatMap(line => (line.startsWith('# dry run: ') ? [line.slice('# dry run: '.length)] : []));
}

function isBad(answer: string): boolean {
  return answer.startsWith('refused') || answer.startsWith('not answered');
}

function summarize(answers: readonly string[]): string {
  const byState = Map.groupBy(answers, answer => answer.split(/[;:]/)[0] ?? '');
  return [...byState].map(([state, all]) => `${all.length} ${state}`).join(', ');
}

async function exists(client: ApiClient, path: string): Promise<boolean> {
  return (await client.request('GET', path)).status === 200;
}

/** Pods are refused until the controller has counted what is there. */
async function waitForQuotas(client: ApiClient, objects: readonly Raw[]): Promise<void> {
  const paths = objects
    .filter(({ kind }) => kind === 'ResourceQuota')
    .map(object => `${toPath(object)}/${toRecord(object['metadata'])['name']}`);
  await waitUntil('quotas are counted', 60, async () => {
    const answers = await Promise.all(paths.map(path => client.request('GET', path)));
    return answers.every(({ body }) => toRecord(toRecord(body['status'])['hard'])['pods'] !== undefined);
  });
}

/** One pod of each workload, as its controller would make it. */
function toBarePod(object: Raw): readonly Raw[] {
  const { name, namespace } = toRecord(object['metadata']);
  const spec = toRecord(object['spec']);
  const jobSpec = toRecord(toRecord(spec['jobTemplate'])['spec']);
  const template = object['kind'] === 'Pod' ? object : toRecord(object['kind'] === 'CronJob' ? jobSpec['template'] : spec['template']);
  if (template['spec'] === undefined) return [];
  const { labels } = toRecord(template['metadata']);
  const podSpec = toRecord(template['spec']);
  const claimed = toRecords(spec['volumeClaimTemplates']).map(claim => ({ name: toRecord(claim['metadata'])['name'], emptyDir: {} }));
  const metadata = { name: `proposed-${toText(name)}`, namespace, labels };
  return [{ apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...podSpec, volumes: [...toRecords(podSpec['volumes']), ...claimed] } }];
}

async function admit(client: ApiClient, pod: Raw): Promise<string | undefined> {
  const { status, body } = await client.request('POST', `${toPath(pod)}?dryRun=All`, pod);
  return status === 201 ? undefined : `${toRecord(pod['metadata'])['name']} is not admitted: ${body['message']}`;
}
