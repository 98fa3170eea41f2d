import { readdirSync, readFileSync } from 'node:fs';
import type { Policy, PolicyExample } from '@breakwater/model';
import { loadPolicy } from '@breakwater/policy';
import type { Raw } from '../../cluster/api-client.ts';
import { readKind } from '../resource-paths.ts';

const CONTENT = new URL('../../../content/policies/', import.meta.url);

/** One policy with one set of parameters, in a namespace of its own, and the examples that a single request can show. */
export interface WebhookCase {
  readonly policy: Policy;
  readonly namespace: string;
  /** Policies whose finding at the same place stands for this one's. */
  readonly mutedBy: readonly string[];
  readonly params: Raw | undefined;
  readonly examples: readonly PolicyExample[];
}

/** Every policy of the checkout. */
export function listPolicies(): readonly Policy[] {
  const files = readdirSync(CONTENT).toSorted();
  return files.map(file => loadPolicy(readFileSync(new URL(file, CONTENT), 'utf8'), file).policy);
}

/** Every policy that judges at deploy, by the parameters of its examples. */
export function listWebhookCases(): readonly WebhookCase[] {
  const policies = listPolicies();
  const judging = policies.filter(({ stages, target }) => stages.includes('deploy') && target !== 'request');
  return judging.flatMap(policy => {
    const mutedBy = listMuting(policy.id, policies);
    return listCases(policy, mutedBy);
  });
}

/** Policies that imply one, directly or by way of others. */
function listMuting(id: string, policies: readonly Policy[]): readonly string[] {
  const found = new Set([id]);
  for (const weaker of found) for (const { id: stronger, implies = [] } of policies) if (implies.includes(weaker)) found.add(stronger);
  found.delete(id);
  return [...found];
}

function listCases(policy: Policy, mutedBy: readonly string[]): readonly WebhookCase[] {
  const examples = [...policy.examples.comply, ...policy.examples.violate].filter(isOneRequest);
  const variants = [...Map.groupBy(examples, example => JSON.stringify(example.params ?? {})).values()];
  return variants.map((members, index) => ({
    policy,
    namespace: `hook-${policy.id}-v${index}`.slice(0, 63).replace(/-+$/, ''),
    mutedBy,
    params: members[0]?.params,
    examples: members,
  }));
}

/** What other objects, images or another version of Kubernetes decide, is shown by tests that have these. */
function isOneRequest(example: PolicyExample): boolean {
  const { objects = [], kubeVersion, imageContent, imageScan, imageEnvironment, complete } = example;
  const isAlone = [kubeVersion, imageContent, imageScan, imageEnvironment].every(part => part === undefined);
  return isAlone && complete !== false && objects.length === 1 && (example.params === undefined || standsInCase(objects[0] ?? {}));
}

/** Parameters count in the namespace of their case: not for what names another one, or lives in none. */
function standsInCase(object: Raw): boolean {
  const { namespace } = (object['metadata'] ?? {}) as { readonly namespace?: string };
  return namespace === undefined && readKind(object).namespaced;
}
