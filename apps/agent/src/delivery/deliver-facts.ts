import { setTimeout } from 'node:timers/promises';
import { Backoff, type Log } from '@breakwater/daemon';
import { type NodeFacts, toErrorMessage } from '@breakwater/model';
import { FACTS_SECONDS, type TakenAnswer } from '@breakwater/protocol';
import { AgentError } from '../errors.ts';

const RETRY = { first: 5000, longest: 5 * 60_000 } as const;

export interface FactsOptions {
  /** Looks at the node. */
  readonly collect: () => Promise<NodeFacts>;
  readonly send: (facts: NodeFacts, signal: AbortSignal) => Promise<TakenAnswer>;
  readonly log: Log;
  /** Milliseconds between two looks; an hour when absent. */
  readonly pauseMs?: number;
  /** Milliseconds before it is told again, the first and the longest wait. */
  readonly retry?: { readonly first: number; readonly longest: number };
}

/**
 * Tells what the node is like, at once and every hour. What was not taken is collected and told again, later each time; a sensor that does not take facts at all is
 * asked again in an hour.
 *
 * @returns ends it
 */
export function deliverFacts(options: FactsOptions): () => Promise<void> {
  const stop = new AbortController();
  const done = run(options, stop.signal);
  return async () => {
    stop.abort();
    await done;
  };
}

async function run(
  { collect, send, log, pauseMs = FACTS_SECONDS * 1000, retry = RETRY }: FactsOptions,
  signal: AbortSignal,
): Promise<void> {
  const backoff = new Backoff(retry.first, retry.longest);
  while (!signal.aborted) {
    const isTaken = await tell({ collect, send, log }, signal);
    if (isTaken) backoff.reset();
    await setTimeout(isTaken ? pauseMs : backoff.next(), undefined, { signal }).catch(() => undefined);
  }
}

/** Whether it is over for now. */
async function tell({ collect, send, log }: Pick<FactsOptions, 'collect' | 'send' | 'log'>, signal: AbortSignal): Promise<boolean> {
  try {
    const { taken, refused } = await send(await collect(), signal);
    for (const { message } of refused) log.warn({ error: message }, 'the sensor does not take the facts of this node');
    return taken > 0 || refused.length > 0;
  } catch (cause) {
    if (signal.aborted) return true;
    log.warn({ error: toErrorMessage(cause) }, 'the facts of this node were not told');
    return cause instanceof AgentError && cause.code === 'sensor-refused';
  }
}
