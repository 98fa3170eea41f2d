/** For hints that come together, in milliseconds. */
const GATHER = 50;

export interface Refresher {
  /** Says that these are stale. */
  add(names: readonly string[]): void;
  stop(): void;
}

/**
 * Asks again for what is stale: almost at once, then at most once in a pause, and never before the last answer was there, so that a slow
 * server is not asked faster than it answers.
 */
export function createRefresher(refresh: (names: ReadonlySet<string>) => Promise<unknown>, pause: number): Refresher {
  const stale = new Set<string>();
  let isRunning = false;
  let isStopped = false;
  const run = async () => {
    isRunning = true;
    await wait(GATHER);
    while (stale.size > 0 && !isStopped) {
      const names = new Set(stale);
      stale.clear();
      await refresh(names).catch(() => undefined); // the queries keep their own failures
      await wait(pause);
    }
    isRunning = false;
  };
  return {
    add: names => {
      for (const name of names) stale.add(name);
      if (!isRunning && !isStopped) void run();
    },
    stop: () => {
      isStopped = true;
    },
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise(done => setTimeout(done, milliseconds));
}
