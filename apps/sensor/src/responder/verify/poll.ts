const PAUSE_MS = 500;

/** Asks until it is as wanted or the time is over; the last answer. */
export async function poll<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  { pause, patienceMs }: { readonly pause: (milliseconds: number) => Promise<void>; readonly patienceMs: number },
): Promise<T> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const answer = await ask();
    if (isWanted(answer) || waited >= patienceMs) return answer;
    await pause(PAUSE_MS);
  }
}
