import { askCredentials } from './ask-credentials.ts';
import { type ClientTimeouts, createClient, type KubeClient } from './client.ts';

export interface ClusterOptions {
  /** Path of a kubeconfig; without one: $KUBECONFIG, ~/.kube/config, then the service account of the pod. */
  readonly kubeconfig?: string;
  /** Context of the kubeconfig; its current one when absent. */
  readonly context?: string;
  readonly timeouts?: ClientTimeouts;
}

/** Reads who and where by kubeconfig or service account; sends nothing yet. Throws KubeError `kubeconfig-missing`, `kubeconfig-invalid`. */
export async function connectCluster({ kubeconfig, context, timeouts }: ClusterOptions = {}): Promise<KubeClient> {
  const options = { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(context === undefined ? {} : { context }) };
  return createClient(await askCredentials(options), timeouts);
}
