import type { Outbox } from './outbox.ts';

const MOST = 1000;
const MAX_BYTES = 1024 * 1024;
const PATIENCE_MS = 1000;

/** Writes what waits as lines of JSON, as fast as whoever reads takes them. Returns what ends it. */
export function printEvents(outbox: Outbox, write: (text: string) => Promise<void>): () => Promise<void> {
  const stop = new AbortController();
  const done = run(outbox, write, stop.signal);
  return async () => {
    stop.abort();
    await done;
  };
}

async function run(outbox: Outbox, write: (text: string) => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted || outbox.size > 0) {
    await outbox.wait(PATIENCE_MS, signal);
    const events = outbox.take(MOST, MAX_BYTES);
    if (events.length > 0) await write(`${events.map(({ text }) => text).join('\n')}\n`);
  }
}
