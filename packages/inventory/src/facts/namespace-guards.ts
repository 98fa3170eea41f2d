import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { NamespaceUse } from '../model/namespace-use.ts';
import type { InventoryObject } from '../model/object.ts';
import { readPath, toRecords, toText, toTexts } from '../raw.ts';
import { matchSelector } from '../selector.ts';

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS = new Set(['privileged', 'baseline', 'restricted']);
/** Names of policy engines that judge pods by webhook. */
const ENGINES = ['gatekeeper', 'kyverno', 'kubewarden', 'jspolicy', 'polaris', 'datree', 'stackrox', 'breakwater'];

/** A label as Pod Security reads it: an invalid level of enforce counts as restricted, of the others as privileged. */
function readLevel({ object }: NamespaceUse, mode: 'enforce' | 'audit' | 'warn'): string | undefined {
  const label = object?.labels[PREFIX + mode];
  if (label === undefined) return undefined;
  if (LEVELS.has(label)) return label;
  return mode === 'enforce' ? 'restricted' : 'privileged';
}

/** Webhooks of pod-policy engines whose namespaceSelector takes the namespace. */
function listEngines(namespace: NamespaceUse, inventory: Inventory): readonly string[] {
  const labels = { ...namespace.object?.labels, 'kubernetes.io/metadata.name': namespace.name };
  return inventory
    .listKind('ValidatingWebhookConfiguration')
    .filter(configuration => isEngine(configuration))
    .filter(configuration =>
      toRecords(configuration.raw['webhooks']).some(webhook => takesPods(webhook) && matchSelector(webhook['namespaceSelector'], labels)),
    )
    .map(configuration => configuration.name);
}

function isEngine(configuration: InventoryObject): boolean {
  const names = [
    configuration.name,
    ...toRecords(configuration.raw['webhooks']).flatMap(webhook => [
      toText(webhook['name']),
      toText(readPath(webhook, 'clientConfig', 'service', 'name')),
    ]),
  ];
  return names.some(name => ENGINES.some(engine => name.includes(engine)));
}

const POD_RESOURCES = new Set(['*', '*/*', 'pods']);

/** A webhook without rules says nothing about what it takes; those of the engines take everything then. */
function takesPods(webhook: Readonly<Record<string, unknown>>): boolean {
  const rules = toRecords(webhook['rules']);
  return rules.length === 0 || rules.some(rule => toTexts(rule['resources']).some(resource => POD_RESOURCES.has(resource)));
}

export const facts = defineFacts<NamespaceUse>('Namespace', {
  'podSecurity.enforce': {
    type: 'string',
    doc: 'Level that Pod Security enforces; not set without the label',
    source: `label ${PREFIX}enforce`,
    native:
      "ns.?metadata.?labels[?'pod-security.kubernetes.io/enforce'].optMap(l, l in ['privileged', 'baseline', 'restricted'] ? l : 'restricted')",
    get: n => readLevel(n, 'enforce'),
  },
  'podSecurity.audit': {
    type: 'string',
    doc: 'Level that Pod Security audits; not set without the label',
    source: `label ${PREFIX}audit`,
    native:
      "ns.?metadata.?labels[?'pod-security.kubernetes.io/audit'].optMap(l, l in ['privileged', 'baseline', 'restricted'] ? l : 'privileged')",
    get: n => readLevel(n, 'audit'),
  },
  'podSecurity.warn': {
    type: 'string',
    doc: 'Level that Pod Security warns about; not set without the label',
    source: `label ${PREFIX}warn`,
    native:
      "ns.?metadata.?labels[?'pod-security.kubernetes.io/warn'].optMap(l, l in ['privileged', 'baseline', 'restricted'] ? l : 'privileged')",
    get: n => readLevel(n, 'warn'),
  },
  policyEngines: {
    type: 'list(string)',
    doc: 'Webhooks of other pod-policy engines that take pods of the namespace',
    source: 'ValidatingWebhookConfigurations',
    get: listEngines,
  },
  limitRanges: {
    type: 'list(Resource)',
    doc: 'LimitRanges in it',
    source: 'LimitRange objects',
    get: (n, inventory) => inventory.listInNamespace(n.name, 'LimitRange'),
  },
  resourceQuotas: {
    type: 'list(Resource)',
    doc: 'ResourceQuotas in it',
    source: 'ResourceQuota objects',
    get: (n, inventory) => inventory.listInNamespace(n.name, 'ResourceQuota'),
  },
});
