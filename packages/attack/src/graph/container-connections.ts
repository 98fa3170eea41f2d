import type { AttackWorld } from '../attack-world.ts';
import type { ContainerEdge } from '../edge.ts';
import { edges } from '../edges.generated.ts';
import type { ContainerPart, Placement, WorkloadPart } from '../model/parts.ts';
import type { KindedConnection } from './grant.ts';
import { CONTROL_PLANE_NODES, containerNode, NODE_FILES, NODE_SERVICES, type NodeReference, RUNNING_ACCOUNTS, WORKERS } from './node.ts';

const EDGES = new Map(edges.filter((edge): edge is ContainerEdge => edge.kind === 'container').map(edge => [edge.id, edge]));

const NODES: Readonly<Record<Placement, readonly NodeReference[]>> = {
  worker: [WORKERS],
  'control-plane': [CONTROL_PLANE_NODES],
  'every-node': [WORKERS, CONTROL_PLANE_NODES],
  either: [WORKERS, CONTROL_PLANE_NODES],
};

const ELSEWHERE = 'a pod of it has to run on such a node';

/** What `listContainerConnections` reads. */
export const CONTAINER_READS = ['classes', 'surroundings'] as const;

/** From containers to what their settings open. */
export function* listContainerConnections({ classes, surroundings: { nodes } }: AttackWorld): Generator<KindedConnection> {
  const isManaged = nodes.known && !nodes.controlPlane;
  for (const { part } of classes) {
    for (const container of part.containers) {
      for (const finding of container.findings) yield* listOfFinding(part, container.name, finding, isManaged);
    }
  }
}

function* listOfFinding(
  part: WorkloadPart,
  container: string,
  [id, { because, change, weakened = [] }]: ContainerPart['findings'][number],
  isManaged: boolean,
): Generator<KindedConnection> {
  const edge = EDGES.get(id) as ContainerEdge;
  for (const to of listTargets(edge, part)) {
    if (isManaged && to === CONTROL_PLANE_NODES) continue;
    const isDoubtful = to === CONTROL_PLANE_NODES && part.placement === 'either';
    yield {
      kind: edge,
      from: containerNode(part.name, container),
      to,
      because: () => `container ${container} of ${part.name} ${because}`,
      cuts: [{ change: `${part.name}, container ${container}: ${change}`, weight: 2 }],
      weakened: isDoubtful ? [...weakened, ELSEWHERE] : weakened,
    };
  }
}

function listTargets({ target }: ContainerEdge, { placement }: WorkloadPart): readonly NodeReference[] {
  switch (target) {
    case 'node':
      return NODES[placement];
    case 'node-files':
      return [NODE_FILES];
    case 'node-services':
      return [NODE_SERVICES];
    case 'running-accounts':
      return [RUNNING_ACCOUNTS];
  }
}
