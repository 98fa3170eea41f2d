import { setTimeout } from 'node:timers/promises';
import { Backoff, type Log, startSteps } from '@breakwater/daemon';
import { connectWriter, type KubeWriter, type Proxies } from '@breakwater/kube';
import { toErrorMessage } from '@breakwater/model';
import { MAX_WORK, type PodProcesses, type ResponseWork } from '@breakwater/protocol';
import { RoleClient, type RoleClientOptions } from '../roles/role-client.ts';
import { ResponderError } from './errors.ts';
import type { GuardSettings } from './guards.ts';
import { type OpenResponder, openResponder } from './open-responder.ts';
import type { RebuildHook } from './rebuild-hook.ts';

export interface ResponderRoleOptions {
  readonly sensor: RoleClientOptions;
  /** Folder of journal and evidence. */
  readonly dataDir: string;
  readonly settings: GuardSettings;
  readonly log: Log;
  readonly client?: KubeWriter;
  readonly kubeconfig?: string;
  readonly proxies?: Proxies;
  readonly rebuild?: RebuildHook;
  /** How long the effect of a response is waited for, in milliseconds. */
  readonly patienceMs?: number;
  /** Between two looks at what ends and what others have taken back, in milliseconds. */
  readonly lookMs?: number;
}

export interface RunningResponder {
  readonly server: string;
  close(): Promise<void>;
}

const LOOK_MS = 10_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
/** Records are told when they change; those whose telling failed, after this time. */
const TELL_AGAIN_MS = 5000;

/** Does what the sensor of its cluster hands on, with rights of its own. Throws KubeError when it cannot know its cluster. */
export async function startResponder(options: ResponderRoleOptions): Promise<RunningResponder> {
  const { log, dataDir, settings, rebuild, patienceMs } = options;
  const client = options.client ?? (await connectWriter({ ...pick(options) }));
  const parts: { loop?: RoleLoop; open?: OpenResponder } = {};
  const close = await startSteps(
    [
      {
        name: 'journal',
        start: () => {
          const open = openResponder({
            client,
            folder: dataDir,
            settings,
            log,
            onRecord: () => parts.loop?.tell(),
            readProcesses: async uid => parts.loop?.readProcesses(uid),
            ...(rebuild === undefined ? {} : { rebuild }),
            ...(patienceMs === undefined ? {} : { patienceMs }),
          });
          parts.open = open;
          return () => open.close();
        },
      },
      {
        name: 'work',
        start: () => {
          const loop = new RoleLoop(options, parts.open as OpenResponder);
          parts.loop = loop;
          loop.start();
          return () => loop.stop();
        },
      },
    ],
    log,
  );
  return { server: client.server, close };
}

function pick({ kubeconfig, proxies }: ResponderRoleOptions) {
  return { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(proxies === undefined ? {} : { proxies }) };
}

/** Fetches work, does it, and tells of it; each goes on by itself when the sensor is away. */
class RoleLoop {
  readonly #options: ResponderRoleOptions;
  readonly #open: OpenResponder;
  readonly #sensor: RoleClient;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => {};

  constructor(options: ResponderRoleOptions, open: OpenResponder) {
    this.#options = options;
    this.#open = open;
    this.#log = options.log;
    this.#sensor = new RoleClient(options.sensor);
  }

  start(): void {
    this.#running = Promise.all([this.#resume(), this.#fetch(), this.#report(), this.#look()]);
  }

  /** A record has changed. */
  tell(): void {
    this.#wake();
  }

  readProcesses(uid: string): Promise<PodProcesses | undefined> {
    return this.#sensor.readProcesses(uid);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    this.#sensor.close();
    await this.#running;
  }

  async #resume(): Promise<void> {
    await this.#open.responder.resume().catch((cause: unknown) => this.#explain(cause, 'what was under way could not go on'));
  }

  async #fetch(): Promise<void> {
    const backoff = new Backoff(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    let after = 0;
    while (!this.#stop.signal.aborted) {
      try {
        const work = await this.#sensor.readWork(after, this.#stop.signal);
        backoff.reset();
        for (const one of work) {
          after = one.sequence;
          void this.#do(one.work);
        }
      } catch (cause) {
        this.#explain(cause, 'the sensor gives no work');
        await this.#pause(backoff.next());
      }
    }
  }

  /** Not waited for: one response may take a minute, and others are due. */
  async #do(work: ResponseWork): Promise<void> {
    const { responder } = this.#open;
    try {
      if (work.type === 'respond') await responder.respond(work.request);
      else await responder.undo(work.id, work.requestedBy, work.reason);
      // What was done before is told again: somebody asks.
      const id = work.type === 'respond' ? work.request.id : work.id;
      this.#open.journal.retell(id);
      this.tell();
    } catch (cause) {
      const code = cause instanceof ResponderError ? cause.code : '';
      if (code === 'undo-impossible' && work.type === 'undo') this.#open.journal.retell(work.id);
      this.#explain(cause, 'a response could not be dealt with');
      this.tell();
    }
  }

  async #report(): Promise<void> {
    const backoff = new Backoff(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    while (!this.#stop.signal.aborted) {
      const untold = this.#open.journal.listUntold(MAX_WORK);
      if (untold.length === 0) {
        await this.#sleep();
        continue;
      }
      try {
        await this.#sensor.sendReports(untold.map(({ record }) => record));
        for (const { record, revision } of untold) this.#open.journal.markTold(record.request.id, revision);
        backoff.reset();
      } catch (cause) {
        this.#explain(cause, 'the sensor takes no reports; they wait');
        await this.#pause(backoff.next());
      }
    }
  }

  async #look(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#open.responder.look().catch((cause: unknown) => this.#explain(cause, 'it could not be looked whether responses hold'));
      await this.#pause(this.#options.lookMs ?? LOOK_MS);
    }
  }

  #explain(cause: unknown, message: string): void {
    if (!this.#stop.signal.aborted) this.#log.warn({ error: toErrorMessage(cause) }, message);
  }

  async #sleep(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = globalThis.setTimeout(resolve, TELL_AGAIN_MS);
    if (this.#stop.signal.aborted) resolve();
    await promise;
    clearTimeout(timer);
  }

  async #pause(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
