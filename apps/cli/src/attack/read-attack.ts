import { type AttackGraph, AttackModel, type Attenuation, GraphBuilder, type Weakness } from '@breakwater/attack';
import { type ImageScan, Inventory, type Pod, type SourceObject, toText } from '@breakwater/inventory';
import { nearestName, type Problem } from '@breakwater/model';
import { type Cluster, readCluster } from '@breakwater/network';
import { describeMissingTemplates, readCustomWorkloads } from '../check/custom-workloads.ts';
import { listOption, readKubeVersion, toNothingRead } from '../check/judge-options.ts';
import { createScanReader, readScans } from '../check/read-scans.ts';
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
  const { weaknesses, unscanned } = await readWeaknesses(input, cluster);
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
      ...describeUnscanned(unscanned),
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

interface KnownWeaknesses {
  /** By the name of the workload; undefined when nothing is said of any. */
  readonly weaknesses?: ReadonlyMap<string, readonly Weakness[]>;
  /** Images of which nobody knows whether they are vulnerable, where scans were given. */
  readonly unscanned: readonly string[];
}

async function readWeaknesses(input: CommandInput, { workloads }: Cluster): Promise<KnownWeaknesses> {
  const given = listOption(input, 'vulnerable');
  const scans = await readScans(listOption(input, 'scans'));
  if (given.length === 0 && scans === undefined) return { unscanned: [] };
  const found = readNamed(given, workloads);
  const unscanned = new Set<string>();
  if (scans !== undefined) {
    const read = createScanReader(scans, Date.now());
    for (const { name, workload } of workloads)
      found.set(name, [...(found.get(name) ?? []), ...findScanned(workload.pod, read, unscanned)]);
  }
  return { weaknesses: found, unscanned: [...unscanned].toSorted() };
}

const MAX_NAMED = 5;

/** What was not scanned must not look like what has no weakness. */
function describeUnscanned(images: readonly string[]): readonly Problem[] {
  if (images.length === 0) return [];
  const more = images.length > MAX_NAMED ? ` and ${images.length - MAX_NAMED} more` : '';
  const message = `No scan was given of ${images.slice(0, MAX_NAMED).join(', ')}${more}: whether one can break in there is not known, so that paths through it are weaker ones.`;
  return [{ code: 'image-not-scanned', message, source: '--scans' }];
}

/** What lets somebody in who only reaches the program. */
function findScanned({ containers }: Pod, read: (reference: string) => ImageScan, unscanned: Set<string>): readonly Weakness[] {
  return containers.flatMap(({ name, raw }) => {
    const image = toText(raw['image']);
    const { vulnerabilities, problem } = read(image);
    if (problem !== '' && image !== '') unscanned.add(image);
    const ids = new Set(vulnerabilities.filter(({ exploited, remote }) => exploited || remote).map(({ id }) => id));
    return [...ids].map(id => ({ id, container: name }));
  });
}

/** `shop/web=CVE-2026-1234` */
function readNamed(given: readonly string[], workloads: Cluster['workloads']): Map<string, readonly Weakness[]> {
  const found = new Map<string, readonly Weakness[]>();
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
