import { setTimeout } from 'node:timers/promises';
import { Backoff, type Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { AGENT_ALIVE_SECONDS, type AgentWord, MAX_AGENT_EVENTS, type TakenAnswer } from '@breakwater/protocol';
import { AgentError } from '../errors.ts';
import type { Outbox, WaitingEvent } from './outbox.ts';

/** Bytes of one POST; the sensor takes eight times as many. */
const MAX_BYTES = 1024 * 1024;
/** Milliseconds between two POSTs, in which what comes is gathered: as many as there were events, within bounds, and least after a pause. */
const GATHER = { least: 10, most: 40 } as const;
const FIRST_MS = 5;
const RETRY = { first: 200, longest: 10_000 } as const;

export interface DeliveryOptions {
  readonly outbox: Outbox;
  readonly send: (agent: AgentWord, events: readonly WaitingEvent[], signal: AbortSignal) => Promise<TakenAnswer>;
  /** How the agent is, now. */
  readonly describe: () => AgentWord;
  readonly log: Log;
}

/**
 * Sends what waits, in order, one POST after the other; what was not taken is sent again, the same and first. Without events it still says that it is alive.
 *
 * @returns ends it; what waits then is lost
 */
export function deliverEvents(options: DeliveryOptions): () => Promise<void> {
  const stop = new AbortController();
  const done = run(options, stop.signal);
  return async () => {
    stop.abort();
    await done;
  };
}

async function run({ outbox, send, describe, log }: DeliveryOptions, signal: AbortSignal): Promise<void> {
  let nextAt = 0;
  while (!signal.aborted) {
    await outbox.wait(AGENT_ALIVE_SECONDS * 1000, signal);
    await pause(Math.max(FIRST_MS, nextAt - performance.now()), signal);
    const batch = outbox.take(MAX_AGENT_EVENTS, MAX_BYTES);
    nextAt = performance.now() + Math.min(Math.max(batch.length, GATHER.least), GATHER.most);
    await sendUntilTaken({ send: end => send(describe(), batch, end), log }, signal);
  }
}

export interface Sending {
  readonly send: (signal: AbortSignal) => Promise<TakenAnswer>;
  readonly log: Log;
}

/** Sends the same again, later each time, until it is taken or the signal ends it. */
export async function sendUntilTaken({ send, log }: Sending, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff(RETRY.first, RETRY.longest);
  while (!signal.aborted) {
    try {
      const { refused } = await send(signal);
      for (const { message } of refused.slice(0, 5)) log.warn({ error: message }, 'the sensor does not take an event');
      return;
    } catch (cause) {
      if (signal.aborted) return;
      log.warn(
        { error: toErrorMessage(cause), code: cause instanceof AgentError ? cause.code : '' },
        'the sensor was not told; trying again',
      );
      await pause(backoff.next(), signal);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
