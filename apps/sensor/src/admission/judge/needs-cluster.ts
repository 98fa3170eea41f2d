import { facts } from '@breakwater/inventory';
import type { PolicyDefinition } from '@breakwater/model';

/** Fact types that a policy reads from its own variables; others are reached through one of their facts. */
const ENTRIES = new Set([
  'Binding',
  'Cluster',
  'Container',
  'Image',
  'Ingress',
  'Mount',
  'Namespace',
  'Network',
  'Pod',
  'Resource',
  'Role',
  'Secret',
  'Service',
  'ServiceAccount',
  'Storage',
  'Workload',
]);

/** Facts without a native form that look at nothing but their own object, or at what is known of its images. */
const ALONE = new Set([
  'Cluster.complete',
  'Cluster.minor',
  'Container.imageEnvironment',
  'Container.secretVariables',
  'Image.container',
  'Image.version',
  'Ingress.paths',
  'Resource.apiDeprecatedIn',
  'Resource.apiRemovedIn',
  'Resource.apiSuccessor',
  'Resource.invalidLabels',
  'Resource.keyLiterals',
  'Resource.structureIssues',
  'Resource.unsortedKeys',
  'Role.rules',
  'Secret.secretEntries',
  'Workload.podSecurity.baselineViolations',
  'Workload.podSecurity.restrictedViolations',
]);

/** Names of facts that look at other objects of the cluster. */
export const JOINED: readonly string[] = facts
  .filter(({ subject, name, native }) => native === undefined && ENTRIES.has(subject) && !isAlone(subject, name))
  .map(({ name }) => name);

export function isAlone(subject: string, name: string): boolean {
  return ALONE.has(`${subject}.${name}`) || (subject === 'Image' && /^(?:content|scan)\./.test(name));
}

const READS_JOINED = new RegExp(`\\.(?:${[...new Set(JOINED)].map(name => name.replaceAll('.', '\\.')).join('|')})\\b`);

/** Whether a policy may look at other objects than its own; by its text, so that at worst more is looked at than is needed. */
export function needsCluster({ expression, matchConditions = [], variables = [], message, ...rest }: PolicyDefinition): boolean {
  const texts = [
    expression,
    message,
    ...matchConditions,
    ...variables.map(variable => variable.expression),
    ...[rest.outcomeExpression, rest.severityExpression, rest.fieldExpression].filter(text => text !== undefined),
    ...Object.values(rest.evidence ?? {}),
  ];
  return texts.some(text => READS_JOINED.test(text));
}
