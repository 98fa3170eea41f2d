import { readdirSync, readFileSync } from 'node:fs';
import type { Policy, PolicyExample } from '@breakwater/model';
import { type ExportedBinding, type ExportedPolicy, exportPolicy, loadPolicy } from '@breakwater/policy';
import type { Raw } from '../cluster/api-client.ts';

const CONTENT = new URL('../../content/policies/', import.meta.url);

/** One policy with one set of parameters, exported under a name of its own, and the examples that go with it. */
export interface NativeCase {
  readonly policy: Policy;
  /** Names of the exported policies. */
  readonly names: ReadonlySet<string>;
  readonly documents: readonly (ExportedPolicy | ExportedBinding)[];
  readonly examples: readonly PolicyExample[];
  /** Namespace of the examples that name none. */
  readonly namespace: string;
}

/** Every policy that exports, by the parameters of its examples; examples for another Kubernetes version are left out. */
export function listNativeCases(kubeMinor: number): readonly NativeCase[] {
  return readdirSync(CONTENT)
    .toSorted()
    .flatMap(file => listCases(loadPolicy(readFileSync(new URL(file, CONTENT), 'utf8'), file).policy, kubeMinor));
}

function listCases(policy: Policy, kubeMinor: number): readonly NativeCase[] {
  // Their examples are requests of others, which a dry run does not make.
  if (policy.target === 'request') return [];
  const examples = [...policy.examples.comply, ...policy.examples.violate].filter(example => example.kubeVersion === undefined);
  const variants = [...Map.groupBy(examples, example => JSON.stringify(example.params ?? {})).values()];
  return variants.flatMap((members, index) => toCase(policy, members, index, kubeMinor) ?? []);
}

function toCase(policy: Policy, examples: readonly PolicyExample[], index: number, kubeMinor: number): NativeCase | undefined {
  const params = examples[0]?.params;
  const outcome = exportPolicy(policy, { kubeMinor, action: 'warn', ...(params === undefined ? {} : { params }) });
  if (!outcome.exportable || outcome.needs.minor > kubeMinor) return undefined;
  const suffix = `v${index}`;
  const namespace = `e2e-${policy.id}-${suffix}`.slice(0, 63);
  const rename = (name: string) => `${name}-${suffix}`;
  const documents = outcome.pairs.flatMap(({ policy: exported, binding }) => [
    { ...exported, metadata: { ...exported.metadata, name: rename(exported.metadata.name) } },
    narrow(binding, rename, listNamespaces(examples, namespace)),
  ]);
  return { policy, names: new Set(outcome.pairs.map(pair => rename(pair.policy.metadata.name))), documents, examples, namespace };
}

/** Each policy sees only its own examples: an answer holds few warnings. */
function narrow(binding: ExportedBinding, rename: (name: string) => string, namespaces: readonly string[]): ExportedBinding {
  const own = { key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces };
  const { matchExpressions = [] } = (binding.spec.matchResources?.namespaceSelector ?? {}) as { matchExpressions?: readonly unknown[] };
  return {
    ...binding,
    metadata: { ...binding.metadata, name: rename(binding.metadata.name) },
    spec: {
      ...binding.spec,
      policyName: rename(binding.spec.policyName),
      matchResources: { namespaceSelector: { matchExpressions: [...matchExpressions, own] } },
    },
  };
}

const metadataOf = (object: Raw) => (object['metadata'] ?? {}) as { readonly name?: string; readonly namespace?: string };

/** Namespaces of the examples; a Namespace is selected by its own name. */
function listNamespaces(examples: readonly PolicyExample[], own: string): readonly string[] {
  const named = examples.flatMap(({ objects = [] }) =>
    objects.flatMap(object => (object['kind'] === 'Namespace' ? metadataOf(object).name : metadataOf(object).namespace) ?? []),
  );
  return [...new Set([own, ...named])].toSorted();
}

/** Every namespace that objects of the cases live in. */
export function listCaseNamespaces(cases: readonly NativeCase[]): readonly string[] {
  const named = cases.flatMap(({ examples }) =>
    examples.flatMap(({ objects = [] }) => objects.flatMap(object => metadataOf(object).namespace ?? [])),
  );
  return [...new Set([...cases.map(({ namespace }) => namespace), ...named])].toSorted();
}
