import { setTimeout } from 'node:timers/promises';

/** Asks again until the answer is neither false nor undefined. Throws with what it waited for. */
export async function waitFor<T>(what: string, ask: () => T | undefined | false | Promise<T | undefined | false>, ms = 60_000): Promise<T> {
  const until = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > until) throw new Error(`waited ${ms} ms for ${what}`);
    await setTimeout(5);
  }
}
