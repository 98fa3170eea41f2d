import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type KubeClient } from '@breakwater/kube';
import { ApiServer, type ApiServerOptions } from '@breakwater/testkit';
import { onTestFinished } from 'vitest';
import { createFolder } from './folder.ts';

/** A simulated API server that ends with the test. */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const server = new ApiServer({ bookmarkMs: 50, ...options });
  await server.start();
  onTestFinished(() => server.stop());
  return server;
}

/** A kubeconfig for it. */
export function writeKubeconfig(server: ApiServer): string {
  const kubeconfig = join(createFolder(), 'kubeconfig');
  writeFileSync(kubeconfig, server.kubeconfig);
  return kubeconfig;
}

const NOBODY = { header: '', ca: '', certificate: '', key: '', serverName: '', insecure: false };

/** A client of a simulated API server, that needs no kubeconfig. */
export function connect(server: ApiServer): KubeClient {
  const credentials = { server: server.url, context: 'simulated', proxy: '', authorize: async () => NOBODY, renew: () => undefined };
  const client = createClient(credentials, { connect: 2000, answer: 2000 });
  onTestFinished(() => client.close());
  return client;
}
