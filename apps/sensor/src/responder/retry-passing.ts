import { KubeError } from '@breakwater/kube';

const PASSING: readonly string[] = [
  'cluster-unreachable',
  'cluster-timeout',
  'cluster-throttled',
  'cluster-failed',
  'cluster-unauthorized',
];
const FIRST_MS = 200;
const LONGEST_MS = 5000;

/** Whether trying again may help. */
function isPassing(cause: unknown): cause is KubeError {
  return cause instanceof KubeError && PASSING.includes(cause.code);
}

/** Tries again while an API server is away or busy, up to a time. */
export async function retryPassing<T>(
  work: () => Promise<T>,
  { pause, retryMs }: { readonly pause: (milliseconds: number) => Promise<void>; readonly retryMs: number },
): Promise<T> {
  let wait = FIRST_MS;
  for (let waited = 0; ; ) {
    try {
      return await work();
    } catch (cause) {
      if (!isPassing(cause) || waited + wait > retryMs) throw cause;
      const next = Math.max(wait, cause.retryAfter ?? 0);
      await pause(next);
      waited += next;
      wait = Math.min(LONGEST_MS, wait * 2);
    }
  }
}
