import { askCredentials } from './ask-credentials.ts';
import type { Credentials } from './authorization.ts';
import { chooseProxy, type Proxies } from './choose-proxy.ts';
import { type ClientTimeouts, createClient, createWriter, type KubeClient, type KubeWriter } from './client.ts';

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
export async function connectCluster(options: ClusterOptions = {}): Promise<KubeClient> {
  return createClient(await findCredentials(options), options.timeouts);
}

/** The same for what is meant to write. */
export async function connectWriter(options: ClusterOptions = {}): Promise<KubeWriter> {
  return createWriter(await findCredentials(options), options.timeouts);
}

async function findCredentials({ kubeconfig, context, proxies }: ClusterOptions): Promise<Credentials> {
  const options = { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(context === undefined ? {} : { context }) };
  const credentials = await askCredentials(options);
  if (credentials.proxy !== '' || proxies === undefined) return credentials;
  return { ...credentials, proxy: chooseProxy(credentials.server, proxies) };
}
