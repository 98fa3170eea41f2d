import { realpath } from 'node:fs/promises';
import { type Kustomization, readKustomization } from './kustomization.ts';

/** More kustomizations than any set has; a generated tree must not hold us for ever. */
const MAX_KUSTOMIZATIONS = 20_000;

/** Some kustomizations and all that they build upon, by real path. */
export class KustomizationGraph {
  readonly #nodes = new Map<string, Kustomization>();
  readonly #keys = new Map<Kustomization, string>();
  readonly #bases = new Map<string, readonly string[]>();
  /** Real paths of those that were given, in order. */
  readonly #given: string[] = [];

  static async read(files: readonly string[]): Promise<KustomizationGraph> {
    const graph = new KustomizationGraph();
    for (const file of files) graph.#given.push(await graph.#add(file));
    return graph;
  }

  async #add(file: string): Promise<string> {
    const start = await toRealPath(file);
    const open: [string, string][] = [[start, file]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [key, path] = next;
      if (this.#nodes.has(key) || this.#nodes.size >= MAX_KUSTOMIZATIONS) continue;
      const node = await readKustomization(path);
      this.#nodes.set(key, node);
      this.#keys.set(node, key);
      const bases = await Promise.all(node.bases.map(base => toRealPath(base)));
      this.#bases.set(key, bases);
      for (const [index, base] of bases.entries()) open.push([base, node.bases[index] ?? base]);
    }
    return start;
  }

  /** Those of the given ones that no other one builds upon; of a circle the first one, for kustomize to refuse it. Components are parts. */
  listLeaves(): readonly Kustomization[] {
    const used = new Set([...this.#bases].flatMap(([key, bases]) => bases.filter(base => base !== key)));
    const leaves = this.#given.filter(key => !used.has(key));
    const reached = new Set(leaves.flatMap(leaf => [...this.#reach(leaf)]));
    for (const key of this.#given) {
      if (reached.has(key)) continue;
      leaves.push(key);
      for (const each of this.#reach(key)) reached.add(each);
    }
    const chosen = new Set(leaves);
    return this.#given
      .filter(key => chosen.has(key))
      .flatMap(key => this.#nodes.get(key) ?? [])
      .filter(node => !node.isComponent);
  }

  /** A kustomization and all that it builds upon. */
  listReached(leaf: Kustomization): readonly Kustomization[] {
    const start = this.#keys.get(leaf);
    return start === undefined ? [] : [...this.#reach(start)].flatMap(key => this.#nodes.get(key) ?? []);
  }

  /** Bases of a kustomization. */
  listBases(node: Kustomization): readonly Kustomization[] {
    return (this.#bases.get(this.#keys.get(node) ?? '') ?? []).flatMap(base => this.#nodes.get(base) ?? []);
  }

  /** Real paths of the files that are parts of kustomizations. */
  async listConsumed(): Promise<ReadonlySet<string>> {
    const files = [...this.#nodes.values()].flatMap(node => [...node.resources, ...node.files]);
    return new Set([...this.#nodes.keys(), ...(await Promise.all(files.map(file => toRealPath(file))))]);
  }

  #reach(start: string): ReadonlySet<string> {
    const reached = new Set<string>();
    const open = [start];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (reached.has(key)) continue;
      reached.add(key);
      open.push(...(this.#bases.get(key) ?? []));
    }
    return reached;
  }
}

/** A path that has gone meanwhile is left for kustomize to miss. */
async function toRealPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}
