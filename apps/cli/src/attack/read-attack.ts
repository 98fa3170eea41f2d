import { type AttackGraph, AttackModel, type Attenuation, GraphBuilder, type Weakness } from '@breakwater/attack';
import { Inventory, type SourceObject } from '@breakwater/inventory';
import { nearestName, type Problem } from '@breakwater/model';
import { type Cluster, readCluster } from '@breakwater/network';
import { describeMissingTemplates, readCustomWorkloads } from '../check/custom-workloads.ts';
import { listOption, readKubeVersion, toNothingRead } from '../check/judge-options.ts';
import { type CommandInput, type Terminal, UsageError } from '../command.ts';
import { readInputs } from '../render/read-inputs.ts';
import { readRenderOptions } from '../render/render-options.ts';

/** Where objects are that name no namespace, as kubectl would apply them. */
const NAMESPACE = 'default';

/** Everything that was read, and how to make graphs of it or of a part. */
export interface AttackSet {
  readonly objects: readonly SourceObject[];
  readonly cluster: Cluster;
  readonly graph: AttackGraph;
  readonly problems: readonly Problem[];
  /** The graph of other objects, read in the same way. */
  readonly toGraph: (objects: readonly SourceObject[]) => AttackGraph;
}

/** Reads what `check` reads, charts and overlays included, as one cluster. Throws UsageError. */
export async function readAttack(paths: readonly string[], input: CommandInput, terminal: Terminal): Promise<AttackSet> {
  const kubeMinor = readKubeVersion(input.options['kube-version']);
  const customWorkloads = await readCustomWorkloads();
  const renderOptions = readRenderOptions(input, { kubeMinor, namespace: NAMESPACE });
  const { objects, problems } = await readInputs(paths, terminal, renderOptions, () => {});
  const toCluster = (sources: readonly SourceObject[]) =>
    readCluster(
      new Inventory(sources, { cluster: `file:${paths.join(',')}`, kubeMinor, complete: false, namespace: NAMESPACE, customWorkloads }),
    );
  const cluster = toCluster(objects);
  const weaknesses = readWeaknesses(input, cluster);
  const facts = { kubeMinor, ...(weaknesses === undefined ? {} : { weaknesses }) };
  const attenuation = String(input.options['attenuation'] ?? 'attenuate') as Attenuation;
  const build = (of: Cluster, subjects: readonly string[] = []) =>
    new GraphBuilder(new AttackModel(of, { ...facts, subjects }), attenuation).build();
  const graph = build(cluster);
  const isEmpty = objects.length === 0 && problems.length === 0;
  return {
    objects,
    cluster,
    graph,
    problems: [
      ...problems,
      ...describeMissingTemplates(cluster.inventory),
      ...cluster.problems.filter(({ code }) => code !== 'namespace-labels-unknown'),
      ...(isEmpty ? [toNothingRead(paths, 'asked')] : []),
    ],
    // Whoever loses his last binding is still there.
    toGraph: sources =>
      build(
        toCluster(sources),
        graph.nodes.list.filter(({ kind }) => kind === 'subject').map(({ name }) => name),
      ),
  };
}

/** `shop/web=CVE-2026-1234` by the name of the workload; undefined when nothing is said. */
function readWeaknesses(input: CommandInput, { workloads }: Cluster): ReadonlyMap<string, readonly Weakness[]> | undefined {
  const given = listOption(input, 'vulnerable');
  if (given.length === 0) return undefined;
  const found = new Map<string, Weakness[]>();
  for (const text of given) {
    const [place = '', id = 'a vulnerability'] = text.split('=');
    const meant = workloads.filter(({ name }) => name === place || name.startsWith(`${place}[`));
    if (meant.length === 0) {
      const nearest = nearestName(
        place,
        workloads.map(({ name }) => name.slice(0, name.indexOf('['))),
      );
      throw new UsageError(`--vulnerable: there is no workload '${place}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`);
    }
    for (const { name } of meant) found.set(name, [...(found.get(name) ?? []), { id, container: '' }]);
  }
  return found;
}
