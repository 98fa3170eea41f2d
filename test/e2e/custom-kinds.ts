import { setTimeout } from 'node:timers/promises';
import type { ApiClient, Raw } from '../cluster/api-client.ts';
import { applyAll } from './platform/apply.ts';
import { isServedByItself, readKind } from './resource-paths.ts';

/** Custom resource definitions without a schema, for every custom kind among the objects: policies may speak of them. */
export async function installCustomKinds(client: ApiClient, objects: readonly Raw[]): Promise<readonly string[]> {
  const kinds = new Map(
    objects.filter(object => !isServedByItself(object)).map(object => [JSON.stringify(readKind(object)), readKind(object)]),
  );
  const byName = Map.groupBy(kinds.values(), ({ group, resource }) => `${resource}.${group}`);
  const { refused } = await applyAll(
    client,
    [...byName].map(([name, versions]) => toDefinition(name, versions)),
  );
  await setTimeout(2000);
  return refused;
}

function toDefinition(name: string, versions: readonly ReturnType<typeof readKind>[]): Raw {
  const [first] = versions;
  const { group = '', kind = '', resource = '', namespaced = true } = first ?? {};
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name, annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' } },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { kind, plural: resource, singular: kind.toLowerCase() },
      versions: versions.map(({ version }, index) => ({
        name: version,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      })),
    },
  };
}
