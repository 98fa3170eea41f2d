import type { Circle, Placed } from './place-graph.ts';

/** What is at a point of the picture: a workload, else the namespace around it. */
export function findAt({ namespaces, nodes }: Placed, x: number, y: number): { readonly node?: number; readonly namespace?: string } {
  const isInside = (circle: Circle | undefined): boolean => circle !== undefined && Math.hypot(circle.x - x, circle.y - y) <= circle.r;
  const namespace = namespaces.find(isInside);
  if (namespace === undefined) return {};
  const node = namespace.members.find(index => isInside(nodes[index]));
  return node === undefined ? { namespace: namespace.name } : { node, namespace: namespace.name };
}
