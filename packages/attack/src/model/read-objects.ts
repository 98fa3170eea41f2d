import { type InventoryObject, toRecord, toText } from '@breakwater/inventory';
import type { AccountPart, SecretPart } from './parts.ts';

/** Annotations by which a service account is somebody in a cloud. */
const CLOUD_ANNOTATIONS: readonly (readonly [annotation: string, cloud: string])[] = [
  ['eks.amazonaws.com/role-arn', 'AWS'],
  ['iam.gke.io/gcp-service-account', 'Google'],
  ['azure.workload.identity/client-id', 'Azure'],
];

export function toObjectKey({ namespace, name }: Pick<InventoryObject, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

export function readAccount({ namespace, name, raw, annotations }: InventoryObject): AccountPart {
  const [annotation, cloud] = CLOUD_ANNOTATIONS.find(([key]) => annotations[key] !== undefined) ?? [];
  return {
    namespace,
    name,
    automounts: raw['automountServiceAccountToken'] !== false,
    cloud: annotation === undefined ? '' : `${annotations[annotation]} (${cloud})`,
  };
}

/** Type and key names only: values are never looked at. */
export function readSecret({ namespace, name, raw, annotations }: InventoryObject): SecretPart {
  const type = toText(raw['type']) || 'Opaque';
  return {
    namespace,
    name,
    type,
    keys: ['data', 'stringData'].flatMap(field => Object.keys(toRecord(raw[field]))),
    account: type === 'kubernetes.io/service-account-token' ? (annotations['kubernetes.io/service-account.name'] ?? '') : '',
  };
}
