import type { GraphEdge } from '@breakwater/attack';
import { type InventoryObject, nameObject, type SourceObject } from '@breakwater/inventory';
import { nearestName } from '@breakwater/model';
import { listOption } from '../check/judge-options.ts';
import { type CommandInput, UsageError } from '../command.ts';
import type { AttackSet } from './read-attack.ts';

/** What a what-if question takes away. */
export interface Removals {
  /** Objects that are left. */
  readonly objects: readonly SourceObject[];
  readonly isAllowed: (edge: GraphEdge) => boolean;
}

/** Throws UsageError when nothing is taken away, or something that is not there. */
export function readRemovals(input: CommandInput, { cluster, objects, graph }: AttackSet): Removals {
  const [removed, without] = [listOption(input, 'remove'), listOption(input, 'without')];
  if (removed.length + without.length === 0) throw new UsageError('say what is taken away: --remove OBJECT or --without STEP');
  const all = cluster.inventory.objects;
  const meant = new Set(removed.flatMap(name => findObjects(name, all)));
  const unwanted = without.map(text => ({ text, isMeant: (edge: GraphEdge) => names(edge, text, graph.nodes) }));
  for (const { text, isMeant } of unwanted) if (!graph.edges.some(isMeant)) refuseStep(text, graph.edges);
  return {
    objects: objects.filter((_, index) => !meant.has(all[index] as InventoryObject)),
    isAllowed: edge => !unwanted.some(({ isMeant }) => isMeant(edge)),
  };
}

/** `RoleBinding shop/deployers`, `ClusterRoleBinding ops`. */
function findObjects(text: string, objects: readonly InventoryObject[]): readonly InventoryObject[] {
  const found = objects.filter(object => nameObject(object) === text);
  if (found.length > 0) return found;
  const nearest = nearestName(text, objects.map(nameObject));
  throw new UsageError(`--remove: there is no object '${text}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`);
}

/** A step by its edge, by both of its ends, or by the change that takes it away. */
function names(edge: GraphEdge, text: string, nodes: AttackSet['graph']['nodes']): boolean {
  if (edge.kind.id === text || edge.kind.number === text || edge.cuts.some(({ change }) => change === text)) return true;
  return text.includes(' -> ') && text === `${nodes.get(edge.from).name} -> ${nodes.get(edge.to).name}`;
}

function refuseStep(text: string, edges: readonly GraphEdge[]): never {
  const nearest = nearestName(text, new Set(edges.flatMap(({ kind, cuts }) => [kind.id, ...cuts.map(({ change }) => change)])));
  const hint = nearest === undefined ? "write an edge as exec, a change, or 'FROM -> TO'" : `did you mean '${nearest}'?`;
  throw new UsageError(`--without: no step is '${text}'; ${hint}`);
}
