import type { Log } from '@breakwater/daemon';
import { connectCluster, type KubeClient, type Proxies, readPullSecret } from '@breakwater/kube';
import { toErrorMessage } from '@breakwater/model';
import type { PullSecrets } from '@breakwater/protocol';

/** A cluster that does not answer is asked again after so long. */
const RETRY_MS = 30_000;
/** Secrets of one image that are looked at. */
const MAX_SECRETS = 50;

/** Logins for one pull, and which of the named secrets could not be read. */
export interface Logins {
  readonly logins: readonly Uint8Array[];
  readonly unread: readonly string[];
}

/**
 * Reads pull secrets of the cluster beside this scanner at the time of need, and keeps none. Without a cluster, or while it does not answer,
 * there are none.
 */
export class PullSecretReader {
  readonly #options: { readonly kubeconfig?: string; readonly proxies: Proxies };
  readonly #log: Log;
  #client: KubeClient | undefined;
  #cluster: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: { readonly kubeconfig?: string; readonly proxies: Proxies }, log: Log) {
    this.#options = options;
    this.#log = log;
  }

  /** Ids of clusters whose secrets can be read. */
  get clusters(): readonly string[] {
    return this.#cluster === undefined ? [] : [this.#cluster];
  }

  /** Resolves after the first attempt; it goes on trying by itself. */
  async connect(): Promise<void> {
    try {
      this.#client ??= await connectCluster(this.#options);
      this.#cluster = await this.#client.readClusterId();
      this.#log.info({ cluster: this.#cluster, server: this.#client.server }, 'pull secrets of this cluster are used for its images');
    } catch (cause) {
      this.#log.warn({ error: toErrorMessage(cause) }, 'the cluster does not answer: its pull secrets are not used until it does');
      if (!this.#closed) this.#timer = setTimeout(() => void this.connect(), RETRY_MS).unref();
    }
  }

  /** Reads what the job names. A secret that cannot be read hinders nothing: others may do. */
  async read(named: readonly PullSecrets[]): Promise<Logins> {
    const logins: Uint8Array[] = [];
    const unread: string[] = [];
    const own = named
      .filter(({ cluster }) => cluster === this.#cluster)
      .flatMap(({ namespace, names }) => names.map(name => ({ namespace, name })));
    for (const { namespace, name } of own.slice(0, MAX_SECRETS)) {
      try {
        const login = this.#client === undefined ? undefined : await readPullSecret(this.#client, namespace, name);
        if (login === undefined) unread.push(`${namespace}/${name} is no pull secret`);
        else logins.push(login);
      } catch (cause) {
        unread.push(`${namespace}/${name}: ${toErrorMessage(cause)}`);
      }
    }
    return { logins, unread };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.close();
  }
}
