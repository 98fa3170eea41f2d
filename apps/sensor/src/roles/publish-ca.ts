import type { Log } from '@breakwater/daemon';
import type { KubeWriter } from '@breakwater/kube';
import { toErrorMessage } from '@breakwater/model';
import { ROLE_CA_FILE } from './role-certificate.ts';

/** Somebody may apply the ConfigMap anew, without what stands in it. */
const AGAIN_MS = 300_000;
const RETRY_MS = 10_000;

/**
 * Keeps the authority of the role port in a ConfigMap that is there already: the one thing that the sensor writes for it, with a right to this one object.
 *
 * @returns ends it, and closes the client
 */
export function publishCa(
  client: KubeWriter,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  ca: string,
  log: Log,
): () => Promise<void> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps/${encodeURIComponent(name)}`;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const publish = async (): Promise<void> => {
    let wait = AGAIN_MS;
    try {
      await client.change({ method: 'PATCH', path, body: { data: { [ROLE_CA_FILE]: ca } } });
    } catch (cause) {
      wait = RETRY_MS;
      if (!isStopped)
        log.warn({ configMap: name, error: toErrorMessage(cause) }, 'the authority of the role port could not be published; trying again');
    }
    if (!isStopped) timer = setTimeout(() => void publish(), wait).unref();
  };
  void publish();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await client.close();
  };
}
