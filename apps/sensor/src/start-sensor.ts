import { join } from 'node:path';
import { type Log, startSteps } from '@breakwater/daemon';
import { type ClusterVersion, connectCluster, type KubeClient } from '@breakwater/kube';
import { type Hello, PROTOCOL } from '@breakwater/protocol';
import { Connection } from './components/connection.ts';
import { type ConnectionTiming, TIMING } from './components/connection-options.ts';
import { readIdentity } from './components/identity.ts';
import { findHeap, type Inspection, startInspection } from './components/inspection.ts';
import { State } from './components/state.ts';
import { createStatus } from './components/status.ts';
import { findDistribution } from './find-distribution.ts';
import { createIdentifier } from './identify.ts';
import { SpoolProblem } from './spool-problem.ts';
import type { ThreadSource } from './thread/messages.ts';

export type SensorSource =
  | { readonly type: 'cluster'; readonly client?: KubeClient; readonly kubeconfig?: string; readonly context?: string }
  /** Manifests that are watched as if they were a cluster of that name. */
  | { readonly type: 'folder'; readonly paths: readonly string[]; readonly name: string };

export interface SensorOptions {
  readonly source: SensorSource;
  /** Folder of identity, state and spool; made when it is not there. */
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
  /** Name of the cluster, as people know it; that of the context or folder when absent. */
  readonly name?: string;
  /** Gives a join token; asked when there is no identity that the server takes. Without any of both the sensor judges for itself. */
  readonly joinToken?: () => Promise<string>;
  /** Read nothing but metadata of objects; or of these resources, as `secrets`. */
  readonly metadataOnly?: boolean | readonly string[];
  /** Bound of the spool on disk; 512 MiB when absent. */
  readonly spoolBytes?: number;
  readonly timing?: Partial<ConnectionTiming>;
}

export interface RunningSensor {
  readonly cluster: { readonly id: string; readonly name: string };
  /** Resolves once everything that exists was judged, and stored by the server where there is one. */
  readonly synced: Promise<void>;
  /** Things that wait to be judged, written or sent. */
  readonly pending: () => number;
  close(): Promise<void>;
}

const RENEWAL_MS = 3_600_000;
const SPOOL_BYTES = 512 * 1024 * 1024;

/** What is watched, once it is known that it is there. */
interface Subject {
  readonly cluster: Hello['cluster'];
  /** Minor version of Kubernetes; undefined for the newest that is known. */
  readonly kubeMinor: number | undefined;
  readonly client: KubeClient | undefined;
  readonly source: ThreadSource;
  /** Whether the client was made here, and is closed here. */
  readonly ownsClient: boolean;
}

/** Watches a cluster or a folder, judges it, and tells a server. Throws KubeError when the cluster cannot be reached. */
export async function startSensor(options: SensorOptions): Promise<RunningSensor> {
  const subject = await findSubject(options);
  const { id, name } = subject.cluster;
  const log = options.log.child({ cluster: name });
  const synced = Promise.withResolvers<void>();
  const parts: Partial<Parts> = {};
  const stop = await startSteps(
    [
      { name: 'cluster', start: () => () => closeClient(subject) },
      {
        name: 'state',
        start: () => {
          const state = openState(options, id, log);
          parts.state = state;
          return async () => state.close();
        },
      },
      {
        name: 'evaluation',
        start: () => {
          const running = new SensorLoop(options, subject, log, require(parts.state), () => synced.resolve());
          parts.loop = running;
          return () => running.stop();
        },
      },
    ],
    log,
  );
  return {
    cluster: { id, name },
    synced: synced.promise,
    pending: () => require(parts.loop).pending,
    close: stop,
  };
}

interface Parts {
  state: State;
  loop: SensorLoop;
}

function require<T>(part: T | undefined): T {
  if (part === undefined) throw new TypeError('a step was skipped');
  return part;
}

async function closeClient({ client, ownsClient }: Subject): Promise<void> {
  if (ownsClient) await client?.close();
}

function openState({ dataDir, joinToken, spoolBytes = SPOOL_BYTES }: SensorOptions, cluster: string, log: Log): State {
  const hasServer = joinToken !== undefined || readIdentity(dataDir, cluster) !== undefined;
  if (!hasServer) log.warn({}, 'there is no server to tell: the sensor judges by the built-in policies, for itself');
  return State.open(dataDir, cluster, hasServer ? spoolBytes : 0, reason =>
    log.warn({ file: join(dataDir, 'state.sqlite'), reason }, 'the state on disk is started anew'),
  );
}

async function findSubject({ source, name, metadataOnly = false }: SensorOptions): Promise<Subject> {
  if (source.type === 'folder') {
    return {
      cluster: { id: `file:${source.name}`, name: name ?? source.name, type: 'folder' },
      kubeMinor: undefined,
      client: undefined,
      source: { type: 'folder', paths: source.paths },
      ownsClient: false,
    };
  }
  const { client = await connectCluster(source) } = source;
  const [version, id] = await readCluster(client);
  const { server, context, proxy } = client.credentials;
  const distribution = findDistribution(version.text);
  const resources = metadataOnly === true ? ['*'] : metadataOnly === false ? [] : metadataOnly;
  return {
    cluster: {
      id,
      name: (name ?? context).slice(0, 200),
      type: 'kubernetes',
      version: version.text,
      ...(distribution === undefined ? {} : { distribution }),
    },
    kubeMinor: version.minor,
    client,
    source: { type: 'cluster', server, context, proxy, metadataOnly: resources },
    ownsClient: source.client === undefined,
  };
}

async function readCluster(client: KubeClient): Promise<readonly [ClusterVersion, string]> {
  try {
    return [await client.readVersion(), await client.readClusterId()];
  } catch (cause) {
    await client.close();
    throw cause;
  }
}

/** The parts of a running sensor, and what they tell each other. */
class SensorLoop {
  readonly #options: SensorOptions;
  readonly #subject: Subject;
  readonly #log: Log;
  readonly #state: State;
  readonly #onSynced: () => void;
  readonly #connection: Connection | undefined;
  readonly #problem: SpoolProblem;
  #inspection: Inspection;
  #heapMb = findHeap(undefined, undefined);
  #stopped = false;
  #renewal: NodeJS.Timeout | undefined;
  #revision: number;

  constructor(options: SensorOptions, subject: Subject, log: Log, state: State, onSynced: () => void) {
    this.#options = options;
    this.#subject = subject;
    this.#log = log;
    this.#state = state;
    this.#onSynced = onSynced;
    this.#problem = new SpoolProblem(state);
    this.#revision = state.readPolicySet()?.revision ?? 0;
    this.#connection = this.#createConnection();
    this.#inspection = this.#inspect();
    this.#connection?.start();
  }

  get pending(): number {
    return this.#inspection.counts.pending + this.#state.spool.items;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#renewal);
    await this.#inspection.stop();
    await this.#connection?.stop();
  }

  #inspect(): Inspection {
    const { cluster, kubeMinor, client, source } = this.#subject;
    return startInspection({
      thread: { source, cluster: cluster.id, kubeMinor, policies: this.#state.readPolicySet() },
      credentials: client?.credentials,
      log: this.#log,
      heapMb: this.#heapMb,
      onItems: items => {
        this.#state.apply(items);
        this.#problem.update();
        this.#connection?.notify();
      },
      onComplete: () => {
        this.#state.finishRun();
        if (this.#connection === undefined) this.#onSynced();
        else this.#connection.setComplete();
      },
      onFailure: cause => this.#restart(cause),
    });
  }

  /** A thread that ended takes nothing with it: what it knew is observed again. */
  #restart(cause: Error): void {
    if (this.#stopped) return;
    this.#heapMb = findHeap(this.#heapMb, cause.cause);
    this.#log.error({ error: cause.message, heapMb: this.#heapMb }, 'evaluation ended by itself; it is started again');
    setTimeout(() => {
      if (!this.#stopped) this.#inspection = this.#inspect();
    }, 1000);
  }

  #createConnection(): Connection | undefined {
    const { dataDir, joinToken, version, timing } = this.#options;
    const { cluster } = this.#subject;
    if (joinToken === undefined && readIdentity(dataDir, cluster.id) === undefined) return undefined;
    const status = createStatus(this.#state, () => ({ revision: this.#revision, objects: this.#inspection.counts.objects }));
    const identify = createIdentifier({ dataDir, cluster, joinToken, log: this.#log });
    // A connection may last longer than the certificate that opened it.
    this.#renewal = setInterval(() => void identify('ended').catch(() => undefined), RENEWAL_MS);
    return new Connection({
      state: this.#state,
      log: this.#log,
      timing: { ...TIMING, ...timing },
      identify,
      hello: () => ({ protocol: PROTOCOL, version, capabilities: ['items', 'policy-set'], cluster, revision: this.#revision }),
      status,
      onPolicies: set => {
        if (set.revision === this.#revision) return;
        this.#revision = set.revision;
        this.#state.writePolicySet(set);
        this.#inspection.applyPolicies(set);
        this.#connection?.sendStatus();
      },
      onWanted: () => this.#inspection.retell(),
      onSynced: () => {
        this.#problem.update();
        this.#onSynced();
      },
      onConnected: () => this.#problem.update(),
    });
  }
}
