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
    const marks = entries.filter(({ path }) => path.includes(WHITEOUT) && baseName(path).startsWith(WHITEOUT));
    for (const { path } of marks) {
      if (baseName(path) === OPAQUE) this.#clear(parentName(path));
    }
    for (const { path } of marks) {
      const name = baseName(path);
      if (!name.startsWith(RESERVED)) this.#remove(parentName(path), name.slice(WHITEOUT.length));
    }
    const skipped = new Set(marks);
    const place = new Place(this.#root);
    for (const entry of entries) {
      if (!skipped.has(entry)) place.add(entry, layer);
    }
  }

  get(path: string): VisibleEntry | undefined {
    const node = this.#find(path);
    return node?.entry === undefined ? undefined : { entry: node.entry, layer: node.layer };
  }

  /** Names within a folder, by its path without links; undefined where there is none. */
  names(folder: string): { has(name: string): boolean } | undefined {
    return this.#find(folder)?.children;
  }

  /** Everything that is seen, folders before what is in them, names in order. */
  *list(): Generator<VisibleEntry> {
    const pending = [this.#root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.entry !== undefined) yield { entry: node.entry, layer: node.layer };
      if (node.children === undefined) continue;
      const children = [...node.children].toSorted(([a], [b]) => (a < b ? 1 : -1));
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
}

/** Adds entries of one layer; members of an archive mostly lie in the folder of the one before, so that folder is kept at hand. */
class Place {
  readonly #root: Node;
  #path = '';
  #folder: Node;

  constructor(root: Node) {
    this.#root = root;
    this.#folder = root;
  }

  /** A folder over a folder changes only what is said of it; anything else replaces what was there. */
  add(entry: TarEntry, layer: number): void {
    const slash = entry.path.lastIndexOf('/');
    const folder = this.#find(slash < 0 ? '' : entry.path.slice(0, slash), layer);
    const node = toChild(folder, entry.path.slice(slash + 1), layer);
    if (entry.type !== 'directory' && node.children !== undefined) {
      node.children = undefined;
      this.#path = '';
      this.#folder = this.#root;
    }
    node.entry = entry;
    node.layer = layer;
  }

  #find(path: string, layer: number): Node {
    if (path === this.#path) return this.#folder;
    let node = this.#root;
    if (path !== '') for (const name of path.split('/')) node = toChild(node, name, layer);
    this.#path = path;
    this.#folder = node;
    return node;
  }
}

function toChild(folder: Node, name: string, layer: number): Node {
  folder.children ??= new Map();
  const known = folder.children.get(name);
  if (known !== undefined) return known;
  const child: Node = { children: undefined, entry: undefined, layer };
  folder.children.set(name, child);
  return child;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parentName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
