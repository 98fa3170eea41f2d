/** Any one segment, and any number of them, at least one. */
export const ANY = '⋯';
export const REST = '⋯⋯';

/** When the children of a node stop being told apart. */
export interface Collapse {
  /** With more distinct children than this they become one. */
  readonly limit: number;
  /** Whether everything below becomes one, too, or only the segment itself. */
  readonly isDeep: boolean;
}

export const NEVER: Collapse = { limit: Number.POSITIVE_INFINITY, isDeep: false };

/** Says for what stands before a node when its children fall together. What it says for a prefix with ANY in it is never more than without. */
export type CollapseRule = (prefix: readonly string[]) => Collapse;

interface Node {
  /** Only what has children has a map of its own: most nodes are ends. */
  children: Map<string, Node>;
  /** What stands for all children, once there were too many. */
  any: Node | undefined;
  /** When a pattern that ends here was first seen; and one that goes on with whatever. */
  end: string | undefined;
  rest: string | undefined;
}

const NO_CHILDREN = new Map<string, Node>();

const createNode = (): Node => ({ children: NO_CHILDREN, any: undefined, end: undefined, rest: undefined });

function addChild(node: Node, segment: string, child: Node): void {
  if (node.children === NO_CHILDREN) node.children = new Map();
  node.children.set(segment, child);
}

export interface Pattern {
  readonly segments: readonly string[];
  readonly firstSeen: string;
}

/**
 * Lists of words, as the parts of a path, of which those that differ in too many ways in one place are taken for the same. What comes of it does not
 * depend on the order in which they are added, as long as they fit in.
 */
export class PatternSet {
  readonly #root = createNode();
  readonly #rule: CollapseRule;
  readonly #max: number;
  #size = 0;

  /** @param max patterns that it holds; what is new beyond them is not taken */
  constructor(rule: CollapseRule, max: number) {
    this.#rule = rule;
    this.#max = max;
  }

  get size(): number {
    return this.#size;
  }

  has(segments: readonly string[]): boolean {
    let node = this.#root;
    for (const segment of segments) {
      if (node.rest !== undefined) return true;
      const next = segment === ANY ? node.any : (node.any ?? node.children.get(segment));
      // What goes on with whatever is only known where whatever follows is.
      if (next === undefined || segment === REST) return false;
      node = next;
    }
    return node.end !== undefined;
  }

  /** `full` for what is new and has no room. */
  add(segments: readonly string[], time: string): 'known' | 'new' | 'full' {
    if (this.has(segments)) return 'known';
    if (this.#size >= this.#max) return 'full';
    this.#insert(segments, time);
    return 'new';
  }

  /** Sorted by their segments. */
  list(): readonly Pattern[] {
    return listNode(this.#root, []).toSorted((a, b) => compare(a.segments.join('\0'), b.segments.join('\0')));
  }

  #insert(segments: readonly string[], time: string): void {
    let node = this.#root;
    const prefix: string[] = [];
    let collapsed = false;
    for (const segment of segments) {
      if (node.rest !== undefined) return;
      if (segment === REST) {
        collapsed = true;
        makeDeep(node, time);
        break;
      }
      if (segment === ANY && node.any === undefined) {
        collapsed = true;
        makeAny(node);
      }
      let next: Node | undefined = node.any ?? node.children.get(segment);
      if (next === undefined) {
        next = createNode();
        addChild(node, segment, next);
      }
      prefix.push(node.any === undefined ? segment : ANY);
      node = next;
    }
    if (segments.at(-1) !== REST) node.end = earlier(node.end, time);
    collapsed = this.#settle(this.#root, [], segments) || collapsed;
    this.#size = collapsed ? countNode(this.#root) : this.#size + 1;
  }

  /** Puts together what is too much on the way of some segments, and everything below what was put together. Whether anything was. */
  #settle(node: Node, prefix: string[], way: readonly string[] | undefined): boolean {
    let changed = false;
    const { limit, isDeep } = this.#rule(prefix);
    if (node.any === undefined && node.children.size > limit) {
      changed = true;
      if (isDeep) makeDeep(node, findFirst(node));
      else makeAny(node);
    }
    const onWay = way?.[prefix.length];
    const all = changed || way === undefined;
    const next: (readonly [string, Node | undefined])[] = all ? [...node.children, [ANY, node.any]] : [];
    if (!all && onWay !== undefined) next.push(node.any === undefined ? [onWay, node.children.get(onWay)] : [ANY, node.any]);
    for (const [segment, child] of next) {
      if (child === undefined) continue;
      prefix.push(segment);
      changed = this.#settle(child, prefix, all ? undefined : way) || changed;
      prefix.pop();
    }
    return changed;
  }
}

function makeAny(node: Node): void {
  const any = node.any ?? createNode();
  for (const child of node.children.values()) mergeInto(any, child);
  node.children = NO_CHILDREN;
  node.any = any;
}

function makeDeep(node: Node, time: string): void {
  const first = earlier(findFirst({ ...node, end: undefined }) || undefined, time);
  node.children = NO_CHILDREN;
  node.any = undefined;
  node.rest = first;
}

function mergeInto(target: Node, source: Node): void {
  if (source.end !== undefined) target.end = earlier(target.end, source.end);
  if (target.rest !== undefined) return;
  if (source.rest !== undefined) {
    makeDeep(target, source.rest);
    return;
  }
  if (source.any !== undefined) makeAny(target);
  for (const [segment, child] of source.children) {
    const known = target.any ?? target.children.get(segment);
    if (known === undefined) addChild(target, segment, child);
    else mergeInto(known, child);
  }
  if (source.any !== undefined && target.any !== undefined) mergeInto(target.any, source.any);
}

function listNode(node: Node, prefix: readonly string[]): readonly Pattern[] {
  return [
    ...(node.end === undefined ? [] : [{ segments: prefix, firstSeen: node.end }]),
    ...(node.rest === undefined ? [] : [{ segments: [...prefix, REST], firstSeen: node.rest }]),
    ...(node.any === undefined ? [] : listNode(node.any, [...prefix, ANY])),
    ...[...node.children].flatMap(([segment, child]) => listNode(child, [...prefix, segment])),
  ];
}

function countNode(node: Node): number {
  let count = (node.end === undefined ? 0 : 1) + (node.rest === undefined ? 0 : 1) + (node.any === undefined ? 0 : countNode(node.any));
  for (const child of node.children.values()) count += countNode(child);
  return count;
}

/** When something at or below a node was first seen. */
function findFirst(node: Node): string {
  let first = [node.end, node.rest].reduce<string | undefined>(
    (found, time) => (time === undefined ? found : earlier(found, time)),
    undefined,
  );
  for (const child of [...node.children.values(), ...(node.any === undefined ? [] : [node.any])]) {
    const below = findFirst(child);
    if (below !== '') first = earlier(first, below);
  }
  return first ?? '';
}

function earlier(known: string | undefined, time: string): string {
  return known === undefined || time < known ? time : known;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
