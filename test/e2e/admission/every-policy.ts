import { join } from 'node:path';
import type { PolicyExample } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import { createPodSecurity, type PodSecurity, runExample } from '@breakwater/policy';
import type { ApiAnswer, ApiClient, Raw } from '../../cluster/api-client.ts';
import { readStandard } from '../../content/read-standard.ts';
import { completeObject } from '../complete-object.ts';
import { installCustomKinds } from '../custom-kinds.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { readKind, toPath } from '../resource-paths.ts';
import { startAdmissionRole } from './admission-role.ts';
import { installWebhook, removeWebhook } from './webhook.ts';
import { listPolicies, listWebhookCases, type WebhookCase } from './webhook-cases.ts';
import { WEBHOOK_DEVIATIONS } from './webhook-deviations.ts';
import { writeBundle } from './write-bundle.ts';

const NAME = 'admission-every-policy';
const AT_ONCE = 8;
/** Fewer examples that can be compared would prove less than this test says. */
const LEAST_SAME = 1100;

type Verdict = 'same' | 'explained' | 'different' | 'refused' | 'not-served';

interface Work {
  readonly member: WebhookCase;
  readonly example: PolicyExample;
  readonly object: Raw;
}

export const journey: Journey = {
  name: 'every policy that is set to deny refuses its violating examples by webhook and admits its complying ones, as check decides',
  full: true,
  run: async ({ client }, report) => {
    const folder = createFolder('admission-policies');
    const cases = listWebhookCases();
    const bundle = join(folder, 'admission.bundle');
    const minor = Number.parseInt(String((await client.request('GET', '/version')).body['minor']), 10);
    writeBundle(bundle, { kubeMinor: minor, revision: 1, settings: listSettings(cases), namespaces: [], complete: true });
    const admission = await startAdmissionRole(folder, bundle, ['--deadline', '25']);
    const work = cases.flatMap(member => member.examples.map(example => toWork(member, example)));
    try {
      const kinds = await installCustomKinds(
        client,
        work.map(({ object }) => object),
      );
      await createNamespaces(client, work);
      const pods = await createPods(client, work);
      await installWebhook(client, { name: NAME, url: admission.url, ca: admission.ca, timeoutSeconds: 30 });
      const probe = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'probe' },
        spec: { hostPID: true, containers: [{ name: 'a', image: 'a' }] },
      };
      await waitUntil(
        'the webhook is asked',
        60,
        async () => (await client.request('POST', '/api/v1/namespaces/default/pods?dryRun=All', probe)).status === 403,
      );
      const problems = await judgeAll(client, work, pods, minor, report);
      if (problems.length + kinds.length === 0) removeFolder(folder);
      return [...kinds, ...problems];
    } finally {
      await removeWebhook(client, NAME);
      await admission.role.stop();
    }
  },
};

/** Every policy refuses everywhere; parameters count in the namespace of their case. */
function listSettings(cases: readonly WebhookCase[]): readonly Raw[] {
  const ids = new Set(cases.map(({ policy }) => policy.id));
  const all = [...ids].map(policy => ({ policy, scope: {}, enabled: true, enforcement: { deploy: 'deny' } }));
  const own = cases.flatMap(({ policy, namespace, params }) =>
    params === undefined ? [] : [{ policy: policy.id, scope: { namespaces: [namespace] }, params }],
  );
  return [...all, ...own];
}

function toWork(member: WebhookCase, example: PolicyExample): Work {
  const [given = {}] = example.objects ?? [];
  const { namespace } = (given['metadata'] ?? {}) as { readonly namespace?: string };
  return { member, example, object: completeObject(given, readKind(given).namespaced ? (namespace ?? member.namespace) : '') };
}

const namespaceOf = (object: Raw): string => ((object['metadata'] ?? {}) as { readonly namespace?: string }).namespace ?? '';
const isEphemeral = (object: Raw): boolean =>
  object['kind'] === 'Pod' && ((object['spec'] ?? {}) as Raw)['ephemeralContainers'] !== undefined;

async function createNamespaces(client: ApiClient, work: readonly Work[]): Promise<void> {
  const names = new Set(work.map(({ object }) => namespaceOf(object)).filter(name => name !== ''));
  await inParallel([...names], async name => {
    await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  });
}

/** Ephemeral containers come into a pod that exists; it has to be there before everything is refused. */
async function createPods(client: ApiClient, work: readonly Work[]): Promise<ReadonlyMap<Work, Raw>> {
  const pods = new Map<Work, Raw>();
  for (const [index, one] of work.filter(({ object }) => isEphemeral(object)).entries()) {
    const { ephemeralContainers: _, ...spec } = one.object['spec'] as Raw;
    const metadata = { ...(one.object['metadata'] as Raw), name: `ephemeral-${index}` };
    const { status, body } = await client.request('POST', toPath(one.object), { ...one.object, metadata, spec });
    if (status === 201) pods.set(one, body);
  }
  return pods;
}

async function judgeAll(
  client: ApiClient,
  work: readonly Work[],
  pods: ReadonlyMap<Work, Raw>,
  minor: number,
  report: (line: string) => void,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const counts: Record<Verdict, number> = { same: 0, explained: 0, different: 0, refused: 0, 'not-served': 0 };
  const open = new Set(Object.keys(WEBHOOK_DEVIATIONS));
  const judge = createJudge(minor);
  await inParallel(work, async one => {
    const name = `${one.member.policy.id}: ${one.example.name}`;
    const answer = await ask(client, one, pods);
    const { verdict, detail } = compare(one, answer, judge(one));
    const isExplained = verdict === 'different' && WEBHOOK_DEVIATIONS[name] !== undefined;
    counts[isExplained ? 'explained' : verdict] += 1;
    if (isExplained) open.delete(name);
    else if (verdict === 'different') problems.push(`${name}: ${detail}`);
  });
  report(
    `${new Set(work.map(({ member }) => member.policy.id)).size} policies: ${Object.entries(counts)
      .map(([verdict, count]) => `${verdict} ${count}`)
      .join(', ')}`,
  );
  problems.push(...[...open].map(name => `${name}: is listed as a deviation and deviates no more`));
  if (counts.same < LEAST_SAME) problems.push(`only ${counts.same} examples could be compared, ${LEAST_SAME} are expected`);
  return problems;
}

function ask(client: ApiClient, one: Work, pods: ReadonlyMap<Work, Raw>): Promise<ApiAnswer> {
  const { object } = one;
  if (!isEphemeral(object)) return client.request('POST', `${toPath(object)}?dryRun=All`, object);
  const pod = pods.get(one);
  if (pod === undefined) return Promise.resolve({ status: 404, body: {}, warnings: [] });
  const containers = ((object['spec'] as Raw)['ephemeralContainers'] as readonly Raw[]).map(container => ({ image: 'app', ...container }));
  const path = `${toPath(object)}/${String((pod['metadata'] as Raw)['name'])}/ephemeralcontainers?dryRun=All`;
  return client.request('PUT', path, { ...pod, spec: { ...(pod['spec'] as Raw), ephemeralContainers: containers } });
}

/** Whether check finds a violation in the object, alone as it is sent. */
function createJudge(minor: number): (work: Work) => boolean {
  let standards: PodSecurity | undefined;
  const podSecurity = (): PodSecurity => {
    standards ??= createPodSecurity(readStandard('pod-security'), listPolicies());
    return standards;
  };
  return ({ member, example, object }) =>
    runExample(
      member.policy,
      { ...example, objects: [{ ...object }], kubeVersion: `1.${minor}` },
      { podSecurity, createReach: createNetworkReach },
    ).some(({ state }) => state === 'fail');
}

function compare({ member }: Work, { status, body }: ApiAnswer, wanted: boolean): { readonly verdict: Verdict; readonly detail: string } {
  const message = String(body['message'] ?? '');
  if (status === 404) return { verdict: 'not-served', detail: '' };
  const isOurs = status === 403 && message.includes(`${NAME}.breakwater.test`);
  if (!isOurs && status >= 400 && status !== 409) return { verdict: 'refused', detail: message };
  // A finding that another one stands for is not named by itself.
  const isNamed = isOurs && [member.policy.id, ...(wanted ? member.mutedBy : [])].some(id => new RegExp(`[(, ]${id}[),]`).test(message));
  return {
    verdict: wanted === isNamed ? 'same' : 'different',
    detail: `${wanted ? 'a violation' : 'no violation'} by check, the API server says ${status} ${message}`,
  };
}

async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await run(item);
    }),
  );
}
