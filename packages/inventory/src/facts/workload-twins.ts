import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { Workload } from '../model/pod.ts';
import { toScalarText } from '../raw.ts';

function toName({ object }: Workload): string {
  return `${object.kindName}/${object.name}`;
}

/** What has to be the same everywhere: images and the number of replicas. */
function toVersion(workload: Workload): string {
  const images = workload.pod.containers.map(container => `${container.name}=${toScalarText(container.raw['image'])}`);
  return [String(workload.replicas), ...images].join('\n');
}

function listDifferent(workload: Workload, inventory: Inventory): readonly string[] {
  const byName = inventory.join('workloads-by-name', () => Map.groupBy(inventory.workloads, toName));
  const twins = (byName.get(toName(workload)) ?? []).filter(other => other.object.namespace !== workload.object.namespace);
  return twins.filter(other => toVersion(other) !== toVersion(workload)).map(other => other.object.namespace);
}

export const facts = defineFacts<Workload>('Workload', {
  twins: {
    type: 'list(string)',
    doc: 'Namespaces where a workload of the same kind and name has other images or replicas',
    source: 'workloads of the same kind and name',
    get: listDifferent,
  },
});
