import type { Inventory, Workload } from '@breakwater/inventory';
import { createPodSecurity, NEWEST_MINOR, type PodSecurity } from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue.ts';
import { describeMissingTemplates, readCustomWorkloads } from '../check/custom-workloads.ts';
import { createInventory } from '../check/judge.ts';
import { KUBE_VERSION_OPTION, NAMESPACE_OPTION, readKubeVersion } from '../check/judge-options.ts';
import type { CommandDefinition, CommandInput } from '../command.ts';
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
      doc: 'File or folder with YAML or JSON manifests, Helm charts or kustomizations, `-` for standard input',
      required: true,
      variadic: true,
    },
  ],
  options: [
    KUBE_VERSION_OPTION,
    NAMESPACE_OPTION,
    ...RENDER_OPTIONS,
    { name: 'format', value: 'format', doc: 'How to write the result', choices: ['table', 'json'], default: 'table' },
  ],
  examples: [
    { command: 'breakwater pss deploy/', doc: 'How far each namespace is from baseline and restricted' },
    { command: 'kubectl get pods -A -o yaml | breakwater pss -', doc: 'The same for what runs' },
  ],
  run: async (input, terminal) => {
    const minor = Math.min(readKubeVersion(input.options['kube-version']), NEWEST_MINOR);
    const renderOptions = readRenderOptions(input, { kubeMinor: minor, namespace: String(input.options['namespace'] ?? '') });
    const read = await readInputs(input.arguments, terminal, renderOptions, () => {});
    const { objects } = read;
    const podSecurity = createPodSecurity(findStandard('pod-security'), builtInPolicies);
    const customWorkloads = await readCustomWorkloads();
    const inventories = listMinors(minor).map(version => createInventory(objects, { ...toOptions(input, version), customWorkloads }));
    const problems = [...read.problems, ...inventories.slice(0, 1).flatMap(describeMissingTemplates)];
    const levels = listWorkloadLevels(inventories, podSecurity);
    const output = {
      schema: 'breakwater/pss',
      version: '1',
      results: toNamespaces(levels),
      problems,
      summary: { kubeVersion: `1.${minor}`, workloads: levels.length },
    };
    await terminal.stdout(
      input.options['format'] === 'json' ? `${JSON.stringify(output, null, 2)}\n` : renderLevels(output.results, problems, minor),
    );
    return problems.some(problem => !isRenderHint(problem)) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

/** The version asked for first, then every other one that a label may name. */
function listMinors(minor: number): readonly number[] {
  const others = Array.from({ length: NEWEST_MINOR - FIRST_MINOR + 1 }, (_, index) => FIRST_MINOR + index);
  return [minor, ...others.filter(other => other !== minor)];
}

function toOptions({ arguments: paths, options }: CommandInput, kubeMinor: number) {
  return { cluster: `file:${paths.join(',')}`, kubeMinor, complete: false, namespace: String(options['namespace'] ?? '') };
}

/** Workloads stand at the same place in every inventory: only the version differs. */
function listWorkloadLevels(inventories: readonly Inventory[], podSecurity: PodSecurity): readonly WorkloadLevel[] {
  const [asked] = inventories;
  return (asked?.workloads ?? []).map((workload, index) => {
    const baseline = asked === undefined ? [] : podSecurity.listViolations(asked, workload, 'baseline');
    const restricted = asked === undefined ? [] : podSecurity.listViolations(asked, workload, 'restricted');
    const versions = inventories.map(
      inventory => [inventory.options.kubeMinor, levelOf(podSecurity, inventory, inventory.workloads[index])] as const,
    );
    const { kind, name, namespace } = workload.object;
    return {
      kind,
      name,
      namespace,
      level: toLevel(baseline, restricted),
      breaksBaseline: baseline,
      breaksRestricted: restricted,
      levels: Object.fromEntries(versions.map(([minor, level]) => [`1.${minor}`, level])),
    };
  });
}

function levelOf(podSecurity: PodSecurity, inventory: Inventory, workload: Workload | undefined): WorkloadLevel['level'] {
  if (workload === undefined) return 'privileged';
  return toLevel(
    podSecurity.listViolations(inventory, workload, 'baseline'),
    podSecurity.listViolations(inventory, workload, 'restricted'),
  );
}

function toLevel(baseline: readonly string[], restricted: readonly string[]): WorkloadLevel['level'] {
  if (restricted.length === 0) return 'restricted';
  return baseline.length === 0 ? 'baseline' : 'privileged';
}

const ORDER = ['privileged', 'baseline', 'restricted'] as const;

/** A namespace satisfies what all of its workloads satisfy. */
function toNamespaces(levels: readonly WorkloadLevel[]): readonly NamespaceLevel[] {
  return [...Map.groupBy(levels, workload => workload.namespace)]
    .map(([namespace, workloads]) => ({
      namespace,
      level: ORDER[Math.min(...workloads.map(workload => ORDER.indexOf(workload.level)))] ?? 'privileged',
      workloads: workloads.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level) || (a.name < b.name ? -1 : 1)),
    }))
    .toSorted((a, b) => (a.namespace < b.namespace ? -1 : 1));
}
