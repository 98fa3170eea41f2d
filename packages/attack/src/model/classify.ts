import type { AttackModel } from './attack-model.ts';
import type { WorkloadClass, WorkloadPart } from './parts.ts';

const signatures = new WeakMap<WorkloadPart, string>();

/** All but the name. */
function toSignature(part: WorkloadPart): string {
  const known = signatures.get(part) ?? JSON.stringify({ ...part, name: '', networkKey: '' });
  signatures.set(part, known);
  return known;
}

/** Workloads that no path tells apart: of equal pods, accounts, entrances and vulnerabilities. */
export function classifyWorkloads(model: AttackModel): readonly WorkloadClass[] {
  const { entrances, facts, reach } = model;
  const groups = Map.groupBy(model.workloads.values(), part => {
    const [open, weaknesses] = [entrances.get(part.name), facts.weaknesses?.get(part.name)];
    const own = open === undefined && weaknesses === undefined ? '' : JSON.stringify([open, weaknesses]);
    const network = `${reach.metadata.has(part.name)} ${reach.weak.size === 0 ? '' : part.networkKey}`;
    return `${network} ${own} ${toSignature(part)}`;
  });
  return [...groups.values()].map((group): WorkloadClass => {
    const [part, ...others] = group.toSorted((a, b) => (a.name < b.name ? -1 : 1)) as [WorkloadPart, ...WorkloadPart[]];
    return {
      part,
      members: [part, ...others].map(({ name }) => name),
      entrances: entrances.get(part.name) ?? [],
      weaknesses: facts.weaknesses?.get(part.name) ?? [],
    };
  });
}
