/** The parts of `metadata` that everything else relies on; the rest is as it was written. */
export interface ObjectMetadata {
  name?: string;
  generateName?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [key: string]: unknown;
}

/** What makes a value a Kubernetes object; everything below is unchecked. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata?: ObjectMetadata;
  [key: string]: unknown;
}
