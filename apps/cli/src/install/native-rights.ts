import { exportPolicy, NEWEST_MINOR } from '@breakwater/policy';
import { builtInPolicies } from '../catalogue.ts';
import type { InstallOptions, Rule } from './install-options.ts';

const GROUP = 'admissionregistration.k8s.io';
const RESOURCES = ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'];
/** Places of a pod template, each with an object of its own. */
const PATHS = ['', '-pod', '-template', '-cronjob'];
/** A policy that is refused in one part and warned of in another has a second set of objects. */
const SETS = ['', '-2'];

/**
 * What the sensor may write: a new object only makes the API server stricter, so making one is not bounded, and cannot be. Changing and deleting is for
 * the names that it uses, so that nobody's guards are weakened by whoever takes the sensor over.
 */
export function listNativeRules({ nativePolicies }: Pick<InstallOptions, 'nativePolicies'>): readonly Rule[] {
  const own = nativePolicies.flatMap(id => PATHS.map(path => `breakwater-${id}${path}`));
  const names = [...listCatalogueNames(), ...own].flatMap(name => SETS.map(set => `${name}${set}`));
  return [
    { apiGroups: [GROUP], resources: RESOURCES, verbs: ['create'] },
    { apiGroups: [GROUP], resources: RESOURCES, resourceNames: [...new Set(names)].toSorted(), verbs: ['update', 'delete'] },
  ];
}

/** Names of everything of the catalogue that the API server can enforce by itself. */
function listCatalogueNames(): readonly string[] {
  return builtInPolicies.flatMap(policy => {
    const outcome = exportPolicy(policy, { kubeMinor: NEWEST_MINOR });
    return outcome.exportable ? outcome.pairs.map(pair => pair.policy.metadata.name) : [];
  });
}
