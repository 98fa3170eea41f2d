import type { Inventory, Workload } from '@breakwater/inventory';
import type { RiskInput } from '@breakwater/risk';
import { isBoolean, isList, isText, readFact } from './read-fact.ts';

/** Lines that say more than anybody reads are cut there. */
const MOST = 100;
const MOST_RULES = 20;

interface Binding {
  readonly clusterWide: boolean;
  readonly roleKind: string;
  readonly roleName: string;
}

export interface PermissionSummary {
  readonly name: string;
  readonly tokenMounted: boolean;
  readonly permissions: string[];
  /** What the token may do that leads further; empty when no pod has it. */
  readonly powers: RiskInput['powers'];
}

/** What the service account of a workload may do. */
export function summarizePermissions(workload: Workload, inventory: Inventory): PermissionSummary {
  const { pod } = workload;
  const account = readFact('Workload.account', workload, inventory, isPresent);
  const bindings = account === undefined ? [] : (readFact('ServiceAccount.bindings', account, inventory, isList<Binding>) ?? []);
  // Unless it is known to be left out, it is taken to be there.
  const tokenMounted = readFact('Pod.tokenAutomounted', pod, inventory, isBoolean) ?? true;
  return {
    name: pod.accountName,
    tokenMounted,
    permissions: bindings.flatMap(binding => describe(binding, inventory)).slice(0, MOST),
    powers: tokenMounted ? bindings.flatMap(binding => listPowers(binding, inventory)) : [],
  };
}

function isPresent(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function describe(binding: Binding, inventory: Inventory): readonly string[] {
  const role = `${binding.roleKind} ${binding.roleName}${binding.clusterWide ? '' : ' in its namespace'}`;
  const rules = readFact('Binding.permissions', binding, inventory, isList<object>);
  if (rules === undefined) return [`${role}: not known`];
  return rules
    .slice(0, MOST_RULES)
    .map(rule => `${role}: ${readFact('Rule.text', rule, inventory, isText)?.replace(/^rules\[\d+\]: /, '') ?? ''}`);
}

function listPowers(binding: Binding, inventory: Inventory): RiskInput['powers'] {
  const powers = readFact('Binding.powers', binding, inventory, isList<string>) ?? [];
  const administrative = readFact('Binding.administrative', binding, inventory, isBoolean) === true;
  // An administrator has every other power too.
  return (administrative ? ['administrative'] : powers).map(power => ({ power, clusterWide: binding.clusterWide }));
}
