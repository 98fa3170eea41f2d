import { Inventory, type InventoryOptions } from '@breakwater/inventory';
import type { PolicyDefinition } from '@breakwater/model';
import { CompiledPolicy } from '../compiled-policy.ts';

type Raw = Readonly<Record<string, unknown>>;

/** A complete set unless the options say otherwise. */
export function buildInventory(objects: readonly Raw[], options: Partial<InventoryOptions> = {}): Inventory {
  return new Inventory(
    objects.map(value => ({ value })),
    { cluster: 'file:test', kubeMinor: 37, complete: true, namespace: '', ...options },
  );
}

export function buildPod(name: string, spec: Raw = {}): Raw {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec },
  };
}

/** A policy that any container complies with, changed where parts are given. */
export function buildDefinition(parts: Partial<PolicyDefinition> = {}): PolicyDefinition {
  return {
    id: 'test-policy',
    title: 'Test policy',
    severity: 'high',
    reason: 'hygiene',
    categories: ['test'],
    stages: ['build'],
    target: 'container',
    expression: 'true',
    message: 'it is wrong',
    rationale: 'because',
    remediation: 'change it',
    ja: { title: 'テスト', message: '違反です', rationale: '理由', remediation: '直してください' },
    standards: {},
    ...parts,
  };
}

export function buildPolicy(parts: Partial<PolicyDefinition> = {}, params?: Raw): CompiledPolicy {
  return new CompiledPolicy(buildDefinition(parts), params);
}
