import { writeFileSync } from 'node:fs';
import type { CloudFacts } from '@breakwater/compliance';
import type { CustomWorkload, SourceObject } from '@breakwater/inventory';
import type { NodeFacts, ProbeRecord, Problem } from '@breakwater/model';
import { NEWEST_MINOR } from '@breakwater/policy';
import { listOption, readKubeVersion } from '../check/judge-options.ts';
import { CLUSTER_OPTIONS, readLiveWorkloads } from '../cluster/read-workloads.ts';
import { type CommandInput, type OptionDefinition, type Terminal, UsageError } from '../command.ts';
import { readInputs } from '../render/read-inputs.ts';
import { readRenderOptions } from '../render/render-options.ts';
import { nameCluster } from './name-cluster.ts';
import { type Probed, probeCluster, requireCluster } from './probe/probe-cluster.ts';
import { readCloud, readFacts } from './read-facts.ts';

export const FACTS_OPTION: OptionDefinition = {
  name: 'facts',
  value: 'file',
  doc: 'Facts of nodes, as `node collect` and the host scanner of Kubescape write them, and answers that --save-probes kept',
  repeatable: true,
};

export const CLOUD_OPTION: OptionDefinition = {
  name: 'cloud',
  value: 'file',
  doc: 'What the provider says of the cluster: JSON of aws eks describe-cluster, gcloud container clusters describe or az aks show',
};

/** Everything that is to be judged, from files or from a cluster. */
export interface ComplianceSubject {
  readonly objects: readonly SourceObject[];
  readonly facts: readonly NodeFacts[];
  readonly probes: ProbeRecord | undefined;
  readonly cloud?: CloudFacts | undefined;
  readonly problems: readonly Problem[];
  readonly kubeMinor: number;
  readonly cluster: string;
}

interface Surroundings {
  readonly customWorkloads: readonly CustomWorkload[];
  /** RFC 3339 UTC. */
  readonly now: string;
}

/** Milliseconds by which clocks may differ. */
const TOLERANCE = 10 * 60_000;

/** Times of a node whose clock is wrong are wrong as well: which certificate has ended, and which facts are the newest. */
function listClockProblems(facts: readonly NodeFacts[], now: string): readonly Problem[] {
  return facts.flatMap(({ node, collectedAt }): readonly Problem[] => {
    const ahead = Date.parse(collectedAt) - Date.parse(now);
    if (ahead <= TOLERANCE) return [];
    const said = Number.isNaN(ahead) ? `says '${collectedAt.slice(0, 40)}', which is no time` : `is ahead: it says ${collectedAt}`;
    return [{ code: 'node-clock-wrong', source: node, message: `the clock of this node ${said}; set it, and collect its facts again` }];
  });
}

const NO_CLOUD: Awaited<ReturnType<typeof readCloud>> = { problems: [] };

/** Kinds beside workloads and namespaces that policies and checks look at. */
const KINDS = [
  'Node',
  'ConfigMap',
  'ServiceAccount',
  'Service',
  'Ingress',
  'NetworkPolicy',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'Secret',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StorageClass',
  'ResourceQuota',
  'LimitRange',
  'CertificateSigningRequest',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'CustomResourceDefinition',
];

/** Whether a cluster is meant, and not files of one. */
export function asksCluster({ options }: CommandInput): boolean {
  return CLUSTER_OPTIONS.some(({ name }) => options[name] !== undefined);
}

/** Reads files and facts, and asks a cluster where one is meant. Throws UsageError where neither is given, or both. */
export async function readSubject(input: CommandInput, terminal: Terminal, surroundings: Surroundings): Promise<ComplianceSubject> {
  const { options } = input;
  const paths = input.arguments;
  const factPaths = listOption(input, 'facts');
  const isLive = asksCluster(input);
  requireCluster(isLive, input);
  if (isLive && paths.length > 0)
    throw new UsageError('-A, --kubeconfig and --context ask a cluster, and there is a path: leave one of them out');
  if (!isLive && paths.length + factPaths.length === 0 && options['cloud'] === undefined) {
    throw new UsageError('give objects of a cluster, or facts of its nodes by --facts, or -A for the cluster that kubectl would use');
  }
  const { facts, probes, problems: found } = await readFacts(factPaths, terminal.stdin);
  const { cloud, problems: told } = typeof options['cloud'] === 'string' ? await readCloud(options['cloud'], terminal.stdin) : NO_CLOUD;
  const problems = [...found, ...told, ...listClockProblems(facts, surroundings.now)];
  if (isLive) {
    const live = await readCluster(input, surroundings);
    return { ...live, facts, cloud, probes: live.probes ?? probes, problems: [...live.problems, ...problems] };
  }
  const kubeMinor = readKubeVersion(options['kube-version']);
  const renderOptions = readRenderOptions(input, { kubeMinor: Math.min(kubeMinor, NEWEST_MINOR), namespace: '' });
  const read = paths.length === 0 ? { objects: [], problems: [] } : await readInputs(paths, terminal, renderOptions, () => {});
  const cluster = nameCluster(read.objects, options['cluster'], [...paths, ...factPaths]);
  return { objects: read.objects, facts, cloud, probes, problems: [...read.problems, ...problems], kubeMinor, cluster };
}

async function readCluster(input: CommandInput, { customWorkloads, now }: Surroundings): Promise<Omit<ComplianceSubject, 'facts'>> {
  const { options } = input;
  const live = await readLiveWorkloads(input, '', customWorkloads, KINDS);
  const nothing: Probed = { record: undefined, problems: [] };
  const probed = options['probe'] === true && live.objects.length > 0 ? await probeCluster(input, now) : nothing;
  const path = options['save-probes'];
  if (typeof path === 'string' && probed.record !== undefined)
    writeFileSync(path, `${JSON.stringify(probed.record, null, 2)}\n`, { mode: 0o600 });
  const asked = options['kube-version'];
  const kubeMinor = asked === undefined ? (live.kubeMinor ?? NEWEST_MINOR) : readKubeVersion(asked);
  const problems = [...live.problems, ...probed.problems];
  return {
    objects: live.objects,
    probes: probed.record,
    problems,
    kubeMinor,
    cluster: nameCluster(live.objects, options['cluster'], ['live']),
  };
}
