import { setTimeout } from 'node:timers/promises';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { toPath } from '../resource-paths.ts';

/** Creates objects of a namespace, and the namespace. Throws for what the API server refuses. */
export async function createObjects(client: ApiClient, namespace: string, objects: readonly Raw[]): Promise<void> {
  const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  for (const object of [space, ...objects.map(each => withNamespace(each, namespace))]) {
    for (let tries = 0; ; tries++) {
      const { status, body } = await client.request('POST', toPath(object), object);
      if (status === 201 || status === 409) break;
      // The service account of a new namespace comes a moment after it.
      if (tries > 30) throw new Error(`${String(object['kind'])} was refused: ${String(body['message'])}`);
      await setTimeout(300);
    }
  }
}

function withNamespace(object: Raw, namespace: string): Raw {
  return { ...object, metadata: { ...(object['metadata'] as Raw), namespace } };
}

const CONTAINERS = [{ name: 'main', image: 'registry.example/web:1', env: [{ name: 'PASSWORD', value: 'hunter2' }] }];

export function toTemplate(app: string, more: Raw = {}): Raw {
  return {
    metadata: { labels: { app } },
    spec: { automountServiceAccountToken: false, terminationGracePeriodSeconds: 1, containers: CONTAINERS, ...more },
  };
}

export function toDeployment(name: string, replicas: number, more: Raw = {}): Raw {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: toTemplate(name, more) },
  };
}

/** A value inside what the API server has. */
export function read(object: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], object);
}

/** Pods of an app that do not end. */
export async function listPods(client: ApiClient, namespace: string, selector: string): Promise<readonly Raw[]> {
  const { body } = await client.request('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`);
  return ((body['items'] ?? []) as readonly Raw[]).filter(pod => read(pod, 'metadata', 'deletionTimestamp') === undefined);
}

export function isReady(pod: Raw): boolean {
  const conditions = (read(pod, 'status', 'conditions') ?? []) as readonly { readonly type: string; readonly status: string }[];
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
