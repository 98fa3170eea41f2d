import { realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { SourceObject } from '@breakwater/inventory';
import { type Remark, readManifest } from '@breakwater/manifest';
import type { Location, Problem, Result } from '@breakwater/model';
import type { FoundInputs } from '../check/find-files.ts';
import { readChartObjects } from './chart-objects.ts';
import { Confinement } from './confinement.ts';
import type { Kustomization } from './kustomization.ts';
import { KustomizationGraph } from './kustomization-graph.ts';
import { readOverlayObjects } from './overlay-objects.ts';
import { readSource } from './read-source.ts';
import type { RenderOptions } from './render-options.ts';
import type { Origin, Remember, RenderedInput, RenderedObjects } from './rendered-set.ts';
import { Renderer, type Rendering } from './renderer.ts';

/** What charts and overlays of a set render to. */
export interface RenderedSet {
  readonly objects: readonly SourceObject[];
  readonly problems: readonly Problem[];
  readonly documents: number;
  readonly remarks: readonly Remark[];
  readonly inputs: readonly RenderedInput[];
  /** Charts and overlays, those that could not be rendered as well. */
  readonly attempted: number;
  /** Files that are judged as they stand: those that are part of no kustomization. */
  readonly files: readonly string[];
  /** Where a finding is from; nothing for one about a plain file. */
  findOrigin(result: Pick<Result, 'location'>): Origin | undefined;
}

/** Renders the charts and overlays that were found, one after the other; `report` is told before each. */
export async function renderInputs(found: FoundInputs, options: RenderOptions, report: (input: string) => void): Promise<RenderedSet> {
  const graph = await KustomizationGraph.read(found.kustomizations);
  const set = new GrowingSet(await listPlain(found, graph));
  const charts: { folder: string; release: string }[] = [];
  for (const folder of found.charts) {
    const chart = await readChart(folder);
    if (!chart.isLibrary) charts.push({ folder, release: chart.release });
  }
  const leaves = graph.listLeaves();
  if (charts.length + leaves.length === 0) return set;
  await using confinement = await Confinement.open(options);
  if (!confinement.boundsMemory) set.problems.push(toUnbounded([...charts, ...leaves].map(({ folder }) => folder)));
  const renderer = new Renderer(confinement, options);
  for (const { folder, release } of charts) {
    report(folder);
    const rendering = await renderer.renderChart(folder, release);
    await set.add({ kind: 'chart', folder, release }, rendering, (text, remember) => readChartObjects(text, folder, remember));
  }
  for (const leaf of leaves) {
    report(leaf.folder);
    const remote = options.allowRemote ? undefined : findRemote(leaf, graph);
    const rendering = remote === undefined ? await renderer.renderOverlay(leaf.folder) : { problem: remote };
    const input = { kind: 'overlay', folder: leaf.folder, release: '' } as const;
    await set.add(input, rendering, (text, remember) => readOverlayObjects(text, leaf, graph, remember));
  }
  return set;
}

async function listPlain({ files, named }: FoundInputs, graph: KustomizationGraph): Promise<readonly string[]> {
  const consumed = await graph.listConsumed();
  if (consumed.size === 0) return files;
  const plain: string[] = [];
  for (const file of files) if (named.has(file) || file === '-' || !consumed.has(await realpath(file))) plain.push(file);
  return plain;
}

class GrowingSet implements RenderedSet {
  readonly objects: SourceObject[] = [];
  readonly problems: Problem[] = [];
  readonly remarks: Remark[] = [];
  readonly inputs: RenderedInput[] = [];
  readonly files: readonly string[];
  documents = 0;
  attempted = 0;
  /** A location knows what it was asked for: several inputs may lead to one place. */
  readonly #origins = new WeakMap<Location, Origin>();

  constructor(files: readonly string[]) {
    this.files = files;
  }

  async add(
    input: Pick<RenderedInput, 'kind' | 'folder' | 'release'>,
    rendering: Rendering,
    read: (text: string, remember: Remember) => Promise<RenderedObjects>,
  ): Promise<void> {
    this.attempted++;
    if ('problem' in rendering) return void this.problems.push(rendering.problem);
    const objects: SourceObject[] = [];
    const rendered: RenderedInput = { ...input, objects, text: rendering.text };
    const found = await read(rendering.text, (location, origin) => {
      this.#origins.set(location, { ...origin, input: rendered });
      return location;
    });
    objects.push(...found.objects);
    this.inputs.push(rendered);
    this.objects.push(...found.objects);
    this.problems.push(...found.problems);
    this.remarks.push(...found.remarks.filter(remark => !this.#knows(remark)));
    this.documents += found.documents;
  }

  /** Overlays share their bases. */
  #knows({ file, line }: Remark): boolean {
    return this.remarks.some(remark => remark.file === file && remark.line === line);
  }

  findOrigin({ location }: Pick<Result, 'location'>): Origin | undefined {
    return location === undefined ? undefined : this.#origins.get(location);
  }
}

/** Longest name of a release, and what it may hold: https://helm.sh/docs/chart_best_practices/conventions/ */
const RELEASE = /^[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?$/;

/** A release is called as its chart. */
async function readChart(folder: string): Promise<{ release: string; isLibrary: boolean }> {
  const file = join(folder, 'Chart.yaml');
  const [document] = readManifest((await readSource(file)) ?? '', { source: file }).documents;
  const { name, type } = { ...(document?.value as { name?: unknown; type?: unknown } | undefined) };
  const words = [name, basename(resolve(folder))].filter(word => typeof word === 'string');
  return { release: words.find(word => RELEASE.test(word)) ?? 'release', isLibrary: type === 'library' };
}

function findRemote(leaf: Kustomization, graph: KustomizationGraph): Problem | undefined {
  for (const { file, remote } of graph.listReached(leaf)) {
    const [address] = remote;
    if (address === undefined) continue;
    const message = `It builds upon ${address}, which is not here. To let kustomize load it: breakwater check --allow-remote ${leaf.folder}`;
    return { code: 'remote-input', message, source: leaf.folder, location: { file, line: 1, column: 1 } };
  }
  return undefined;
}

function toUnbounded(folders: readonly string[]): Problem {
  const message = 'There is no prlimit (util-linux) here, so the memory of helm and kustomize is not bounded.';
  return { code: 'renderer-unbounded', message, source: folders.join(', ') };
}
