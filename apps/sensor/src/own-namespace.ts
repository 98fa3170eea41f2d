import { readFileSync } from 'node:fs';

const FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

/** Namespace of the pod that this process runs in; undefined outside of clusters. */
export function readOwnNamespace(): string | undefined {
  try {
    return readFileSync(FILE, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
