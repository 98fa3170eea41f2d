/** How much of the processes of a container is kept; an empty fan-out leaves arguments out of account. */
export interface FilterLimits {
  readonly maxExactPathMatches: number;
  readonly maxUniqueProcesses: number;
  readonly fanOut: readonly number[];
}

export interface FilteredProcess {
  readonly deployment: string;
  readonly pod: string;
  readonly containerId: string;
  readonly name: string;
  readonly path: string;
  readonly args: string;
}

interface Node {
  hits: number;
  readonly children: Map<string, Node>;
}

const MAX_WORD = 16;

/**
 * The volume filter of another product, to measure what it would not have shown: after its limits new processes are not seen at all. Our own limits (of the agent, and
 * of baselines) always let through what was not there before.
 */
export class ProcessFilter {
  readonly #limits: FilterLimits;
  readonly #deployments = new Map<string, Map<string, Node>>();

  constructor(limits: FilterLimits) {
    this.#limits = limits;
  }

  /** Whether a process is shown. */
  add({ deployment, pod, containerId, name, path, args }: FilteredProcess): boolean {
    const { maxExactPathMatches, maxUniqueProcesses } = this.#limits;
    const containers = this.#deployments.get(deployment) ?? new Map<string, Node>();
    this.#deployments.set(deployment, containers);
    const container = enter(containers, `${pod}\0${containerId}`, Number.POSITIVE_INFINITY);
    const root = container && enter(container.children, `${name}\0${path}`, maxUniqueProcesses);
    const reached = root && this.#walk(root, args);
    if (reached === undefined || reached.hits >= maxExactPathMatches) return false;
    reached.hits += 1;
    return true;
  }

  delete(deployment: string): void {
    this.#deployments.delete(deployment);
  }

  #walk(root: Node, args: string): Node | undefined {
    const words = args.split(/\s+/).filter(word => word !== '');
    let node: Node | undefined = root;
    for (const [level, limit] of this.#limits.fanOut.entries()) {
      const word = words[level];
      if (word === undefined || node === undefined) return node;
      node = enter(node.children, word.slice(0, MAX_WORD), limit);
    }
    return node;
  }
}

/** The child of a name, made where there is room; undefined where there is none. */
function enter(children: Map<string, Node>, key: string, limit: number): Node | undefined {
  const known = children.get(key);
  if (known !== undefined || children.size >= limit) return known;
  const made: Node = { hits: 0, children: new Map() };
  children.set(key, made);
  return made;
}
