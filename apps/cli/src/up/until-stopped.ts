import process from 'node:process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits for Ctrl-C or a polite signal, then runs `stop`; a second Ctrl-C ends the process at once. */
export async function runUntilStopped(announce: () => Promise<void>, stop: () => Promise<void>): Promise<void> {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const onSignal = (): void => resolve();
  for (const signal of SIGNALS) process.once(signal, onSignal);
  try {
    await announce();
    await asked;
    process.once('SIGINT', () => process.exit(130));
    await stop();
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
