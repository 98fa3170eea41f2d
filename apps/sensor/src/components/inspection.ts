import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Log } from '@breakwater/daemon';
import type { Credentials } from '@breakwater/kube';
import { type Event, type Problem, toErrorMessage } from '@breakwater/model';
import type { BaselineChange, BaselineOutcome, EnforcementState, ImageFacts, PolicySet } from '@breakwater/protocol';
import { SensorError } from '../errors.ts';
import type { DecidedResponse } from '../evaluation/decide-responses.ts';
import type { Command, ItemChange, NativePlans, Report, ThreadOptions } from '../thread/messages.ts';
import { isUnwritable } from './disk.ts';
import { PendingJoins } from './pending-joins.ts';

export interface InspectionOptions {
  readonly thread: ThreadOptions;
  /** Of the cluster, for a source that is one. */
  readonly credentials: Credentials | undefined;
  readonly log: Log;
  /** Of the thread, in MB, as `findHeap` gives it. */
  readonly heapMb: number;
  /** Writes a batch; throws when it cannot be written. */
  readonly onItems: (items: readonly ItemChange[]) => void;
  /** The disk does not take a batch of so many: it is given up, so that judging goes on. */
  readonly onLost: (changes: number) => void;
  readonly onComplete: () => void;
  /** What the API server is to enforce by itself, by the policy set of a revision. */
  readonly onPlans: (plans: NativePlans, revision: number) => void;
  /** What admission decides by is another one. */
  readonly onBundle: (etag: string, bytes: Uint8Array) => void;
  /** A policy wants something done. */
  readonly onDecided: (decided: DecidedResponse) => void;
  /** What came of changes of baselines. */
  readonly onOutcomes: (outcomes: readonly BaselineOutcome[]) => void;
  /** The thread ended by itself; another one has to be started. */
  readonly onFailure: (cause: SensorError) => void;
}

/** The thread that watches and judges, seen from the main thread. */
export interface Inspection {
  readonly counts: { readonly objects: number; readonly pending: number };
  applyPolicies(set: PolicySet): void;
  applyImages(entries: readonly ImageFacts[], gone: readonly string[]): void;
  tellEnforcement(states: ReadonlyMap<string, EnforcementState>, problems: readonly Problem[]): void;
  /** Says of what pods and workloads events are. Rejects when the thread ends meanwhile. */
  joinEvents(events: readonly Event[]): Promise<readonly Event[]>;
  tellAgentProblems(problems: readonly Problem[]): void;
  changeBaselines(changes: readonly BaselineChange[]): void;
  retell(): void;
  stop(): Promise<void>;
}

/** How long a batch that could not be written waits before it is tried again. */
const RETRY_MS = 1000;
/** How long the thread may take to write what it has learned. */
const CLOSE_MS = 3000;

/**
 * V8 lets a heap grow to a multiple of what lives in it, and the more of it the larger the heap may become at most. What lives for 10,000 pods are
 * about 90 MB; a larger cluster gets more when it turns out to need it.
 */
const FIRST_HEAP_MB = 256;
const LARGEST_HEAP_MB = 8192;

/** How much the heap of the next thread may hold, by what ended the last one. */
export function findHeap(last: number | undefined, cause: unknown): number {
  if (last === undefined) return FIRST_HEAP_MB;
  const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isFull ? Math.min(LARGEST_HEAP_MB, last * 2) : last;
}

/** The source, or what stands for it beside a bundle. */
function findThread(): URL {
  const source = new URL('../thread/main.ts', import.meta.url);
  return existsSync(source) ? source : new URL('./sensor-thread.mjs', import.meta.url);
}

export function startInspection(options: InspectionOptions): Inspection {
  const { thread, credentials, log, onItems, onLost, onComplete, onPlans, onBundle, onDecided, onOutcomes, onFailure } = options;
  const resourceLimits = { maxOldGenerationSizeMb: options.heapMb, maxYoungGenerationSizeMb: 12 };
  const worker = new Worker(findThread(), { workerData: thread, name: 'inspection', resourceLimits });
  const send = (command: Command): void => worker.postMessage(command);
  let counts = { objects: 0, pending: 0 };
  let stopped = false;
  const joins = new PendingJoins(send);

  const take = (items: readonly ItemChange[]): void => {
    if (stopped) return;
    try {
      onItems(items);
    } catch (cause) {
      if (!isUnwritable(cause)) {
        // It may pass; until then nothing more is taken, and the thread waits.
        log.error({ error: toErrorMessage(cause) }, 'what was found cannot be written; trying again');
        setTimeout(() => take(items), RETRY_MS);
        return;
      }
      onLost(items.length);
    }
    send({ type: 'taken' });
  };
  const authorize = async (id: number, renew: boolean): Promise<void> => {
    try {
      if (renew) credentials?.renew();
      const authorization = await credentials?.authorize();
      send({ type: 'authorization', id, ...(authorization === undefined ? {} : { authorization }) });
    } catch (cause) {
      send({ type: 'authorization', id, failure: toErrorMessage(cause) });
    }
  };
  worker.on('message', (report: Report) => {
    if (report.type === 'items') take(report.items);
    else if (report.type === 'complete') onComplete();
    else if (report.type === 'native-plans') onPlans(report.plans, report.revision);
    else if (report.type === 'bundle') onBundle(report.etag, report.bytes);
    else if (report.type === 'decided') onDecided(report.decided);
    else if (report.type === 'events') joins.answer(report.id, report.events);
    else if (report.type === 'baseline-outcomes') onOutcomes(report.outcomes);
    else if (report.type === 'counts') counts = { objects: report.objects, pending: report.pending };
    else void authorize(report.id, report.renew);
  });
  worker.once('error', cause => onFailure(new SensorError('evaluation-ended', toErrorMessage(cause), { cause })));
  worker.once('exit', () => joins.end());
  return {
    get counts() {
      return counts;
    },
    applyPolicies: set => send({ type: 'policies', set }),
    applyImages: (entries, gone) => send({ type: 'images', entries, gone }),
    tellEnforcement: (states, problems) => send({ type: 'enforcement', states, problems }),
    joinEvents: events => joins.ask(events),
    tellAgentProblems: problems => send({ type: 'agent-problems', problems }),
    changeBaselines: changes => send({ type: 'baseline-changes', changes }),
    retell: () => send({ type: 'retell' }),
    stop: async () => {
      stopped = true;
      send({ type: 'close' });
      // One that has ended already says so no more.
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, CLOSE_MS);
      worker.once('exit', () => resolve());
      await promise;
      clearTimeout(timer);
      await worker.terminate();
    },
  };
}
