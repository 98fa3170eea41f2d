import { type ManifestObject, type Remark, readManifest, toObjects } from '@breakwater/manifest';
import type { Kustomization } from './kustomization.ts';
import type { KustomizationGraph } from './kustomization-graph.ts';
import { readSource } from './read-source.ts';

type KubernetesObject = ManifestObject['value'];

/** Deepest chain of kustomizations that is followed; kustomize itself refuses circles. */
const MAX_DEPTH = 50;

/** The resources that a kustomization is built from, by the names that they have when it is built. */
export class ResourceIndex {
  readonly remarks: Remark[] = [];
  readonly #objects = new Map<string, Set<ManifestObject>>();
  readonly #files = new Map<string, readonly ManifestObject[]>();

  static async read(leaf: Kustomization, graph: KustomizationGraph): Promise<ResourceIndex> {
    const index = new ResourceIndex();
    await index.#add(leaf, graph, leaf.prefix, leaf.suffix, 0);
    return index;
  }

  async #add(node: Kustomization, graph: KustomizationGraph, prefix: string, suffix: string, depth: number): Promise<void> {
    if (depth > MAX_DEPTH) return;
    for (const file of node.resources) {
      for (const object of await this.#read(file)) {
        const name = object.value.metadata?.name ?? '';
        this.#register(object, name);
        if (prefix !== '' || suffix !== '') this.#register(object, `${prefix}${name}${suffix}`);
      }
    }
    for (const base of graph.listBases(node)) await this.#add(base, graph, prefix + base.prefix, base.suffix + suffix, depth + 1);
  }

  #register(object: ManifestObject, name: string): void {
    const key = `${object.value.kind} ${name}`;
    this.#objects.set(key, (this.#objects.get(key) ?? new Set()).add(object));
  }

  async #read(file: string): Promise<readonly ManifestObject[]> {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const text = await readSource(file);
    const manifest = text === undefined ? undefined : readManifest(text, { source: file });
    const objects = manifest === undefined ? [] : toObjects(manifest).objects;
    this.#files.set(file, objects);
    this.remarks.push(...(manifest?.remarks ?? []));
    return objects;
  }

  /** The resource that became an object, if there is just one that may have; of several the one that names its namespace. */
  find({ kind, metadata }: KubernetesObject): ManifestObject | undefined {
    const candidates = [...(this.#objects.get(`${kind} ${metadata?.name ?? ''}`) ?? [])];
    if (candidates.length < 2) return candidates[0];
    const sameNamespace = candidates.filter(({ value }) => value.metadata?.namespace === metadata?.namespace);
    return sameNamespace.length === 1 ? sameNamespace[0] : undefined;
  }
}
