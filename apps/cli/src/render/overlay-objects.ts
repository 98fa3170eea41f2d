import type { SourceObject } from '@breakwater/inventory';
import { type ManifestObject, type Path, readManifest, toObjects } from '@breakwater/manifest';
import type { Location } from '@breakwater/model';
import type { Kustomization } from './kustomization.ts';
import type { KustomizationGraph } from './kustomization-graph.ts';
import type { Remember, RenderedObjects } from './rendered-set.ts';
import { ResourceIndex } from './resource-index.ts';

/** The objects of a built kustomization, located in the resources that they are from. */
export async function readOverlayObjects(
  text: string,
  leaf: Kustomization,
  graph: KustomizationGraph,
  remember: Remember,
): Promise<RenderedObjects> {
  const manifest = readManifest(text, { source: leaf.folder });
  const found = toObjects(manifest);
  const index = await ResourceIndex.read(leaf, graph);
  const lines = text.split('\n');
  const problems = [...manifest.problems, ...found.problems.filter(({ code }) => code !== 'not-a-kubernetes-object')];
  return {
    objects: found.objects.map(object => toSource(object, index.find(object.value), leaf.file, lines, remember)),
    problems: problems.map(({ location: _, ...problem }) => ({
      ...problem,
      message: `What the kustomization builds: ${problem.message}`,
    })),
    documents: manifest.documents.length,
    remarks: index.remarks,
  };
}

function toSource(
  object: ManifestObject,
  resource: ManifestObject | undefined,
  kustomization: string,
  lines: readonly string[],
  remember: Remember,
): SourceObject {
  return {
    value: object.value,
    locate: path => {
      const line = (lines[object.locate(path).line - 1] ?? '').trim();
      const place = resource === undefined ? undefined : findInResource(object, resource, path);
      const location: Location = place ?? { file: kustomization, line: 1, column: 1 };
      return remember(location, { exact: place !== undefined, line });
    },
  };
}

/**
 * The place of a field in the resource: that of the field itself where it says the same, that of its nearest parent where it stands in
 * neither. Nothing when the kustomization wrote or changed it.
 */
function findInResource(object: ManifestObject, resource: ManifestObject, path: Path): Location | undefined {
  const own = toOwnPath(object.value, resource.value, path);
  const [built, written] = [readValue(object.value, path), own === undefined ? undefined : readValue(resource.value, own)];
  if (own === undefined || (built !== undefined && written === undefined)) return undefined;
  if (isScalar(built) && built !== written) return undefined;
  return resource.locate(own);
}

/** The path in the resource: items of lists are found by their names, since patches may add others before them. */
function toOwnPath(built: unknown, written: unknown, path: Path): Path | undefined {
  const own: (string | number)[] = [];
  let [from, to] = [built, written];
  for (const step of path) {
    const next = typeof step === 'number' ? findItem(from, to, step) : step;
    if (next === undefined) return undefined;
    own.push(next);
    [from, to] = [readValue(from, [step]), readValue(to, [next])];
  }
  return own;
}

function findItem(from: unknown, to: unknown, index: number): number | undefined {
  const name = readValue(from, [index, 'name']);
  if (typeof name !== 'string' || !Array.isArray(to)) return index;
  const found = to.findIndex(item => readValue(item, ['name']) === name);
  return found < 0 ? undefined : found;
}

function readValue(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, step) => (typeof current === 'object' && current !== null ? (current as Record<string | number, unknown>)[step] : undefined),
    value,
  );
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
