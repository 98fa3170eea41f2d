import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { Container } from '../model/pod.ts';
import { toScalarText } from '../raw.ts';

function readUserId(container: Container): string {
  return toScalarText(container.readEffective('runAsUser'));
}

/** Other workloads with a container of the same effective user id; grouped once for the set. */
function listSharers(container: Container, inventory: Inventory): readonly string[] {
  const byUser = inventory.join('workloads-by-user', () =>
    Map.groupBy(
      inventory.workloads.flatMap(workload => workload.pod.containers.map(other => ({ user: readUserId(other), object: workload.object }))),
      entry => entry.user,
    ),
  );
  const user = readUserId(container);
  const others = (user === '' ? [] : (byUser.get(user) ?? [])).filter(({ object }) => object !== container.pod.object);
  return [...new Set(others.map(({ object }) => `${object.kind} ${object.name}`))];
}

export const facts = defineFacts<Container>('Container', {
  sharedUserIdWith: {
    type: 'list(string)',
    doc: 'Other workloads of the set that run a container with the same effective user id, as kind and name',
    source: 'securityContext.runAsUser of all workloads',
    get: listSharers,
  },
});
