import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { isRecord, type Path, type Raw, toList, toRecords, toText, toTexts } from '../raw.ts';
import { isEmptySelector } from '../selector.ts';
import { listCiliumSpecs } from './cilium-policies.ts';
import { listWorkloadIsolations } from './isolation.ts';
import type { Isolation } from './isolation-model.ts';
import { isEverything, isOpenEgressRule, listRules } from './network-rules.ts';

/** Why the pods of a sandbox may talk to more than they were given. */
export interface EgressOpening {
  readonly path: Path;
  /** `unmanaged`: nothing isolates them; `missing`: no policy is given; `malformed`: it cannot be read; `open`: a rule names no destination. */
  readonly kind: 'unmanaged' | 'missing' | 'malformed' | 'open';
  /** The policy of the set with the open rule; empty for the sandbox's own. */
  readonly policy: string;
}

/**
 * What leaves egress of a sandbox open; nothing for other kinds. A SandboxTemplate is managed unless it says otherwise: its own
 * `networkPolicy` is made into a NetworkPolicy that isolates both directions. All others need a policy of the set.
 * https://agent-sandbox.sigs.k8s.io/
 */
export function listEgressOpenings(inventory: Inventory, object: InventoryObject): readonly EgressOpening[] {
  if (object.kind === 'SandboxTemplate' && (object.spec['networkPolicyManagement'] ?? 'Managed') === 'Managed')
    return listManagedOpenings(object);
  const isolations = listSandboxIsolations(inventory, object).filter(isolation => isolation.egress !== 'none');
  if (isolations.length === 0) {
    return [{ path: object.kind === 'SandboxTemplate' ? ['spec', 'networkPolicyManagement'] : [], kind: 'unmanaged', policy: '' }];
  }
  return isolations
    .filter(isolation => isolation.egress === 'isolates' && isOpen(isolation.object))
    .map(isolation => ({ path: [], kind: 'open', policy: isolation.object.name }));
}

function listSandboxIsolations(inventory: Inventory, object: InventoryObject): readonly Isolation[] {
  const workload = inventory.workloads.length === 0 ? undefined : findWorkload(inventory, object);
  return workload === undefined ? [] : listWorkloadIsolations(inventory, workload);
}

function findWorkload(inventory: Inventory, object: InventoryObject) {
  return inventory.join('workloads-by-object', () => new Map(inventory.workloads.map(workload => [workload.object, workload]))).get(object);
}

function listManagedOpenings(object: InventoryObject): readonly EgressOpening[] {
  const policy = object.spec['networkPolicy'];
  const opening = (kind: EgressOpening['kind'], ...path: Path): EgressOpening => ({
    path: ['spec', 'networkPolicy', ...path],
    kind,
    policy: '',
  });
  if (policy === undefined) return [opening('missing')];
  if (!isRecord(policy)) return [opening('malformed')];
  const egress = policy['egress'] ?? [];
  if (!Array.isArray(egress)) return [opening('malformed', 'egress')];
  return egress.flatMap((rule, index) => (isRecord(rule) && !isOpenEgressRule(rule) ? [] : [opening('open', 'egress', index)]));
}

/** Policies of other engines and tiers are read as far as their openness is plain. */
function isOpen(policy: InventoryObject): boolean {
  if (policy.group === 'cilium.io') return listCiliumSpecs(policy).some(spec => toRecords(spec['egress']).some(isOpenCiliumRule));
  if (policy.kindName !== 'NetworkPolicy') return false;
  return listRules(policy, 'egress').some(rule => isOpenEgressRule(rule.raw));
}

const DESTINATIONS = ['toEndpoints', 'toCIDR', 'toCIDRSet', 'toEntities', 'toFQDNs', 'toServices', 'toGroups', 'toNodes', 'toRequires'];

/** The empty rule allows nothing; one with ports alone allows them everywhere. */
function isOpenCiliumRule(rule: Raw): boolean {
  if (!DESTINATIONS.some(key => rule[key] !== undefined)) return toList(rule['toPorts']).length > 0;
  const ranges = [...toTexts(rule['toCIDR']), ...toRecords(rule['toCIDRSet']).map(entry => toText(entry['cidr']))];
  return (
    ranges.some(isEverything) ||
    toTexts(rule['toEntities']).some(entity => entity === 'all' || entity === 'world') ||
    toRecords(rule['toEndpoints']).some(isEmptySelector)
  );
}
