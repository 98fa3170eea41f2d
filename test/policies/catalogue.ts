import { readdirSync, readFileSync } from 'node:fs';
import { Inventory, type InventoryOptions } from '@breakwater/inventory';
import type { Policy } from '@breakwater/model';
import { CompiledPolicy, createPodSecurity, type Evaluation, evaluate, loadPolicy, NEWEST_MINOR } from '@breakwater/policy';
import { readStandard } from '../content/read-standard.ts';

type Raw = Readonly<Record<string, unknown>>;

const folder = new URL('../../content/policies/', import.meta.url);

/** Every policy of the checkout with its examples, read from its source. */
export const POLICIES: readonly Policy[] = readdirSync(folder)
  .filter(name => name.endsWith('.yaml'))
  .map(name => loadPolicy(readFileSync(new URL(name, folder), 'utf8'), name).policy);

const podSecurity = createPodSecurity(readStandard('pod-security'), POLICIES);
const compiled = new Map(POLICIES.map(policy => [policy.id, new CompiledPolicy(policy)]));

/** Judges objects by all policies, or by those that are named. */
export function judgeObjects(
  objects: readonly Raw[],
  options: Partial<InventoryOptions> = {},
  ids: readonly string[] = [...compiled.keys()],
): Evaluation {
  const inventory: Inventory = new Inventory(
    objects.map(value => ({ value })),
    {
      cluster: 'file:test',
      kubeMinor: NEWEST_MINOR,
      complete: true,
      namespace: '',
      listPodSecurityViolations: (workload, level) => podSecurity.listViolations(inventory, workload, level),
      ...options,
    },
  );
  return evaluate(
    inventory,
    ids.flatMap(id => compiled.get(id) ?? []),
    { keepPassing: true },
  );
}
