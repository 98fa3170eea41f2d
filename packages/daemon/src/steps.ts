import { toErrorMessage } from '@breakwater/model';
import type { Log } from './log.ts';

/** One part of a process, in the order in which it starts. */
export interface Step {
  /** As a person would say it: `open the database`. */
  readonly name: string;
  /** Starts it, and gives what ends it. */
  readonly start: () => Promise<(() => Promise<void>) | undefined> | ((() => Promise<void>) | undefined);
}

/** A teardown that takes longer is given up, so that a process always ends. */
const TEARDOWN_MS = 10_000;

/**
 * Starts steps one after the other. When one fails, those before it are ended in the opposite order and the failure is thrown.
 *
 * @returns ends all of them in the opposite order; never throws, and does it once
 */
export async function startSteps(
  steps: readonly Step[],
  log: Log,
  onStart: (name: string) => void = () => {},
): Promise<() => Promise<void>> {
  const started: { readonly name: string; readonly stop: () => Promise<void> }[] = [];
  let ending: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    ending ??= stopAll(started, log);
    return ending;
  };
  for (const { name, start } of steps) {
    onStart(name);
    try {
      const end = await start();
      if (end !== undefined) started.push({ name, stop: end });
    } catch (cause) {
      log.error({ step: name, error: toErrorMessage(cause) }, 'could not start');
      await stop();
      throw cause;
    }
  }
  return stop;
}

async function stopAll(started: readonly { readonly name: string; readonly stop: () => Promise<void> }[], log: Log): Promise<void> {
  for (const { name, stop } of started.toReversed()) {
    try {
      await withDeadline(stop(), name);
    } catch (cause) {
      log.warn({ step: name, error: toErrorMessage(cause) }, 'could not be ended');
    }
  }
}

async function withDeadline(work: Promise<void>, name: string): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${name} did not end within ${TEARDOWN_MS / 1000} s`)), TEARDOWN_MS);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
