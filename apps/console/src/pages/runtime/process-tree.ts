import type { Event } from '@breakwater/model';

type Process = NonNullable<Event['process']>;

/** One process with what it started and what it did. */
export interface ProcessNode {
  readonly id: string;
  /** Path of its program; empty where it is not known. */
  readonly exe: string;
  readonly argv: readonly string[];
  readonly uid: number;
  readonly traits: readonly string[];
  /** It has ancestors that were not seen, or were not kept. */
  readonly isTorn: boolean;
  readonly children: ProcessNode[];
  /** In the order they were given. */
  readonly events: Event[];
}

/** Processes of events below those that started them; events without a process are in none of them. */
export function buildProcessTrees(events: readonly Event[]): readonly ProcessNode[] {
  const nodes = new Map<string, ProcessNode>();
  const roots: ProcessNode[] = [];
  for (const event of events) {
    if (event.process === undefined) continue;
    let parent: ProcessNode | undefined;
    for (const each of [...event.process.ancestors.toReversed(), event.process]) {
      const node = nodes.get(each.id) ?? toNode(each, parent === undefined && event.process.ancestorsTruncated === true);
      if (!nodes.has(each.id)) (parent?.children ?? roots).push(node);
      nodes.set(each.id, node);
      parent = node;
    }
    parent?.events.push(event);
  }
  return roots;
}

function toNode(process: Process | Process['ancestors'][number], isTorn: boolean): ProcessNode {
  const { id, exe, argv, uid } = process;
  const traits = 'traits' in process && process.traits !== undefined ? process.traits : [];
  return { id, exe, argv, uid, traits, isTorn, children: [], events: [] };
}
