import type { CustomWorkload, Inventory, SourceObject, Workload } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { createPodSecurity, judgeLevel, NEWEST_MINOR, type PodSecurity, readEnforcedLevel, STANDARD_LEVELS } from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue.ts';
import { describeMissingTemplates, readCustomWorkloads } from '../check/custom-workloads.ts';
import { createInventory } from '../check/judge.ts';
import { KUBE_VERSION_OPTION, readKubeVersion } from '../check/judge-options.ts';
import { CLUSTER_OPTIONS, readLiveWorkloads } from '../cluster/read-workloads.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { type NamespaceLevel, renderLevels, type WorkloadLevel } from '../pss/render.ts';
import { readInputs } from '../render/read-inputs.ts';
import { isRenderHint } from '../render/render-hints.ts';
import { RENDER_OPTIONS, readRenderOptions } from '../render/render-options.ts';

/** First version whose label Pod Security admission reads. */
const FIRST_MINOR = 22;

export const command: CommandDefinition = {
  name: 'pss',
  summary: 'Say which Pod Security level each workload and namespace satisfies, what breaks above it, and which label to set',
  arguments: [
    {
      name: 'path',
      doc: 'File or folder with YAML or JSON manifests, Helm charts or kustomizations, `-` for standard input; without one a cluster is asked',
      required: false,
      variadic: true,
    },
  ],
  options: [
    { name: 'namespace', short: 'n', value: 'name', doc: 'Namespace of the cluster to ask about; with a path: of objects that name none' },
    ...CLUSTER_OPTIONS,
    { ...KUBE_VERSION_OPTION, doc: `${KUBE_VERSION_OPTION.doc}; of a cluster: its own` },
    ...RENDER_OPTIONS,
    { name: 'format', value: 'format', doc: 'How to write the result', choices: ['table', 'json'], default: 'table' },
  ],
  examples: [
    { command: 'breakwater pss deploy/', doc: 'How far each namespace is from baseline and restricted' },
    { command: 'breakwater pss -n shop', doc: 'The same for what runs in a namespace of the cluster that kubectl would use' },
    { command: 'breakwater pss -A --format json', doc: 'All namespaces of that cluster, for a program' },
  ],
  run: async (input, terminal) => {
    const customWorkloads = await readCustomWorkloads();
    const read = input.arguments.length === 0 ? await readCluster(input, customWorkloads) : await readFiles(input, terminal);
    const minor = Math.min(read.minor, NEWEST_MINOR);
    const podSecurity = createPodSecurity(findStandard('pod-security'), builtInPolicies);
    const options = { ...toOptions(input), customWorkloads };
    const inventories = listMinors(minor).map(version => createInventory(read.objects, { ...options, kubeMinor: version }));
    const problems = [...read.problems, ...inventories.slice(0, 1).flatMap(describeMissingTemplates)];
    const levels = listWorkloadLevels(inventories, podSecurity);
    const output = {
      schema: 'breakwater/pss',
      version: '1',
      results: toNamespaces(levels, inventories[0]),
      problems,
      summary: { kubeVersion: `1.${minor}`, workloads: levels.length },
    };
    await terminal.stdout(
      input.options['format'] === 'json' ? `${JSON.stringify(output, null, 2)}\n` : renderLevels(output.results, problems, minor),
    );
    return problems.some(problem => !isRenderHint(problem)) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

/** Objects, and the version of Kubernetes to judge them for. */
interface Subject {
  readonly objects: readonly SourceObject[];
  readonly problems: readonly Problem[];
  readonly minor: number;
}

async function readFiles(input: CommandInput, terminal: Terminal): Promise<Subject> {
  if (input.options['all-namespaces'] === true) throw new UsageError('-A asks a cluster, and there is a path: leave one of them out');
  const minor = readKubeVersion(input.options['kube-version']);
  const renderOptions = readRenderOptions(input, { kubeMinor: Math.min(minor, NEWEST_MINOR), namespace: toNamespace(input) });
  return { ...(await readInputs(input.arguments, terminal, renderOptions, () => {})), minor };
}

async function readCluster(input: CommandInput, customWorkloads: readonly CustomWorkload[]): Promise<Subject> {
  const namespace = toNamespace(input);
  if ((namespace === '') !== (input.options['all-namespaces'] === true))
    throw new UsageError('give a path, or -n NAMESPACE for a namespace of the cluster, or -A for all of its namespaces');
  const asked = input.options['kube-version'];
  const wanted = asked === undefined ? undefined : readKubeVersion(asked);
  const { kubeMinor, ...live } = await readLiveWorkloads(input, namespace, customWorkloads);
  return { ...live, minor: wanted ?? kubeMinor ?? NEWEST_MINOR };
}

function toNamespace({ options }: CommandInput): string {
  return String(options['namespace'] ?? '');
}

/** The version asked for first, then every other one that a label may name. */
function listMinors(minor: number): readonly number[] {
  const others = Array.from({ length: NEWEST_MINOR - FIRST_MINOR + 1 }, (_, index) => FIRST_MINOR + index);
  return [minor, ...others.filter(other => other !== minor)];
}

function toOptions(input: CommandInput) {
  return { cluster: `file:${input.arguments.join(',')}`, complete: false, namespace: toNamespace(input) };
}

/** Workloads stand at the same place in every inventory: only the version differs. */
function listWorkloadLevels(inventories: readonly Inventory[], podSecurity: PodSecurity): readonly WorkloadLevel[] {
  const [asked] = inventories;
  if (asked === undefined) return [];
  return asked.workloads.map((workload, index) => {
    const versions = inventories.map(
      inventory => [inventory.options.kubeMinor, levelOf(podSecurity, inventory, inventory.workloads[index])] as const,
    );
    const { kind, name, namespace } = workload.object;
    const levels = Object.fromEntries(versions.map(([minor, level]) => [`1.${minor}`, level]));
    return { kind, name, namespace, ...judgeLevel(podSecurity, asked, workload), levels };
  });
}

function levelOf(podSecurity: PodSecurity, inventory: Inventory, workload: Workload | undefined): WorkloadLevel['level'] {
  return workload === undefined ? 'privileged' : judgeLevel(podSecurity, inventory, workload).level;
}

/** A namespace satisfies what all of its workloads satisfy. */
function toNamespaces(levels: readonly WorkloadLevel[], inventory: Inventory | undefined): readonly NamespaceLevel[] {
  return [...Map.groupBy(levels, workload => workload.namespace)]
    .map(([namespace, workloads]) => ({
      namespace,
      ...readEnforced(inventory?.find('Namespace', '', namespace)?.raw),
      level: STANDARD_LEVELS[Math.min(...workloads.map(workload => STANDARD_LEVELS.indexOf(workload.level)))] ?? 'privileged',
      workloads: workloads.toSorted(
        (a, b) => STANDARD_LEVELS.indexOf(a.level) - STANDARD_LEVELS.indexOf(b.level) || (a.name < b.name ? -1 : 1),
      ),
    }))
    .toSorted((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

/** What the namespace enforces by its label, where the namespace is known. */
function readEnforced(namespace: Readonly<Record<string, unknown>> | undefined): Pick<NamespaceLevel, 'enforced'> {
  if (namespace === undefined) return {};
  const { labels } = (namespace['metadata'] ?? {}) as { readonly labels?: Readonly<Record<string, unknown>> };
  return { enforced: readEnforcedLevel(labels ?? {}) ?? 'default' };
}
