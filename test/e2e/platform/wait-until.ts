import { setTimeout } from 'node:timers/promises';

/** Asks again and again until something holds. Throws after some seconds, with what was wanted and the last failure. */
export async function waitUntil(what: string, seconds: number, ask: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + seconds * 1000;
  let failure = '';
  while (Date.now() < end) {
    try {
      if (await ask()) return;
    } catch (cause) {
      failure = `: ${(cause as Error).message}`;
      if (/ ended with /.test(failure)) throw cause;
    }
    await setTimeout(100);
  }
  throw new Error(`waited ${seconds} s for: ${what}${failure}`);
}
