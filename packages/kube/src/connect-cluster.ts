import { askCredentials } from './ask-credentials.ts';
import { chooseProxy, type Proxies } from './choose-proxy.ts';
import { type ClientTimeouts, createClient, type KubeClient } from './client.ts';

export interface ClusterOptions {
  /** Path of a kubeconfig; without one: $KUBECONFIG, ~/.kube/config, then the service account of the pod. */
  readonly kubeconfig?: string;
  /** Context of the kubeconfig; its current one when absent. */
  readonly context?: string;
  readonly timeouts?: ClientTimeouts;
  /** Of the environment; a kubeconfig that names one is asked first. */
  readonly proxies?: Proxies;
}

/** Reads who and where by kubeconfig or service account; sends nothing yet. Throws KubeError `kubeconfig-missing`, `kubeconfig-invalid`. */
export async function connectCluster({ kubeconfig, context, timeouts, proxies }: ClusterOptions = {}): Promise<KubeClient> {
  const options = { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(context === undefined ? {} : { context }) };
  const credentials = await askCredentials(options);
  if (credentials.proxy !== '' || proxies === undefined) return createClient(credentials, timeouts);
  return createClient({ ...credentials, proxy: chooseProxy(credentials.server, proxies) }, timeouts);
}
