import { type Raw, toRecord, toText } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { Faults } from './faults.ts';
import type { Policy, PolicySource } from './normal-form.ts';
import { readAdminPolicy, readBaselineAdminPolicy } from './read-admin-policy.ts';
import { readCiliumPolicy } from './read-cilium-policy.ts';
import { readClusterPolicy } from './read-cluster-policy.ts';
import { readNetworkPolicy } from './read-network-policy.ts';

/** Undefined: it says more than is read, so that none of it is; `findUnreadPolicies` tells of it. */
type Reader = (raw: Raw, source: PolicySource, faults: Faults) => Policy | undefined;

/** By API group and kind; the versions of one kind do not contradict each other. */
const READERS: Readonly<Record<string, Reader>> = {
  'networking.k8s.io/NetworkPolicy': readNetworkPolicy,
  'policy.networking.k8s.io/AdminNetworkPolicy': readAdminPolicy,
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy': readBaselineAdminPolicy,
  'policy.networking.k8s.io/ClusterNetworkPolicy': readClusterPolicy,
  'cilium.io/CiliumNetworkPolicy': readCiliumPolicy,
};

/** Most objects are of no such kind, and are not looked at further. */
const KINDS = new Set(Object.keys(READERS).map(name => name.split('/')[1]));

const NAMESPACED = new Set(['NetworkPolicy', 'CiliumNetworkPolicy']);

export interface ReadPolicies {
  readonly policies: readonly Policy[];
  readonly problems: readonly Problem[];
}

/** The policies among some objects. One that the API server would refuse is left out, and told of. */
export function readPolicies(objects: readonly Raw[]): ReadPolicies {
  const policies: Policy[] = [];
  const problems: Problem[] = [];
  for (const raw of objects) {
    const read = KINDS.has(toText(raw['kind'])) ? readOnce(raw) : undefined;
    if (read === undefined) continue;
    problems.push(...read.problems);
    policies.push(...read.policies);
  }
  return { policies, problems };
}

const NONE: ReadPolicies = { policies: [], problems: [] };

/** An object may be part of many sets. */
const known = new WeakMap<Raw, ReadPolicies>();

function readOnce(raw: Raw): ReadPolicies {
  const found = known.get(raw) ?? readPolicy(raw);
  known.set(raw, found);
  return found;
}

function readPolicy(raw: Raw): ReadPolicies {
  const source = toSource(raw);
  const read = READERS[`${source.apiVersion.split('/')[0]}/${source.kind}`];
  if (read === undefined) return NONE;
  const faults = new Faults(source);
  const policy = read(raw, source, faults);
  return { policies: policy === undefined || faults.isRefused ? [] : [policy], problems: faults.problems };
}

function toSource(raw: Raw): PolicySource {
  const metadata = toRecord(raw['metadata']);
  const kind = toText(raw['kind']);
  return {
    apiVersion: toText(raw['apiVersion']),
    kind,
    namespace: NAMESPACED.has(kind) ? toText(metadata['namespace']) || 'default' : '',
    name: toText(metadata['name']),
  };
}
