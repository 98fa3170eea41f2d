import { LIMITS } from '../limits.ts';
import type { TarEntry } from '../tar/entry.ts';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** What aufs kept for itself. */
const RESERVED = '.wh..wh.';

interface Node {
  children: Map<string, Node> | undefined;
  entry: TarEntry | undefined;
  layer: number;
}

export interface VisibleEntry {
  readonly entry: TarEntry;
  /** Index of the layer whose entry is seen. */
  readonly layer: number;
}

/**
 * The root file system as a container sees it, made of layers from the lowest up. A folder that is removed is one step.
 * https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
 */
export class MergedTree {
  readonly #root: Node = { children: new Map(), entry: undefined, layer: -1 };

  /** Lays a layer on top. Its own entries are never hidden by its own whiteouts, in whatever order they stand. */
  apply(entries: readonly TarEntry[], layer: number): void {
    for (const { path } of entries) {
      if (baseName(path) === OPAQUE) this.#clear(parentName(path));
    }
    for (const { path } of entries) {
      const name = baseName(path);
      if (name.startsWith(WHITEOUT) && !name.startsWith(RESERVED)) this.#remove(parentName(path), name.slice(WHITEOUT.length));
    }
    for (const entry of entries) {
      if (!baseName(entry.path).startsWith(WHITEOUT)) this.#add(entry, layer);
    }
  }

  get(path: string): VisibleEntry | undefined {
    const node = this.#find(path);
    return node?.entry === undefined ? undefined : { entry: node.entry, layer: node.layer };
  }

  /** Everything that is seen, folders before what is in them, names in order. */
  *list(): Generator<VisibleEntry> {
    const pending = [this.#root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.entry !== undefined) yield { entry: node.entry, layer: node.layer };
      const children = [...(node.children ?? [])].toSorted(([a], [b]) => (a < b ? 1 : -1));
      for (const [, child] of children) pending.push(child);
    }
  }

  /**
   * The path without any link on its way; the last part too. Undefined when it leads nowhere, in a circle, or through more links than
   * are followed. `..` above the root stays at the root, as the kernel has it.
   */
  resolve(path: string): string | undefined {
    let links = 0;
    const done: string[] = [];
    const left = path.split('/').reverse();
    for (let part = left.pop(); part !== undefined; part = left.pop()) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        done.pop();
        continue;
      }
      const target = this.#linkAt([...done, part].join('/'));
      if (target === undefined) {
        done.push(part);
        continue;
      }
      links += 1;
      if (links > LIMITS.linkDepth) return undefined;
      if (target.startsWith('/')) done.length = 0;
      left.push(...target.split('/').reverse());
      if (left.length > LIMITS.pathBytes) return undefined;
    }
    const resolved = done.join('/');
    return resolved === '' || this.#find(resolved) !== undefined ? resolved : undefined;
  }

  #linkAt(path: string): string | undefined {
    const entry = this.#find(path)?.entry;
    return entry?.type === 'symlink' ? (entry.link ?? '') : undefined;
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#root;
    if (path === '') return node;
    for (const name of path.split('/')) {
      node = node.children?.get(name);
      if (node === undefined) return undefined;
    }
    return node;
  }

  #clear(folder: string): void {
    const node = this.#find(folder);
    if (node !== undefined) node.children = undefined;
  }

  #remove(folder: string, name: string): void {
    this.#find(folder)?.children?.delete(name);
  }

  /** A folder over a folder changes only what is said of it; anything else replaces what was there. */
  #add(entry: TarEntry, layer: number): void {
    let node = this.#root;
    for (const name of entry.path.split('/')) {
      node.children ??= new Map();
      const child: Node = node.children.get(name) ?? { children: undefined, entry: undefined, layer };
      node.children.set(name, child);
      node = child;
    }
    if (entry.type !== 'directory') node.children = undefined;
    node.entry = entry;
    node.layer = layer;
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parentName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
