import { KubeError } from '@breakwater/kube';

/** An object that changes all the time is changed between reading and writing now and then; more often than that it is not. */
const ATTEMPTS = 8;
const PAUSE_MS = 20;

/** Reads, decides and writes under the version that was read; again when somebody else wrote meanwhile. */
export async function retryConflicts<T>(work: () => Promise<T>, pause: (milliseconds: number) => Promise<void>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof KubeError && cause.code === 'cluster-conflict') || attempt === ATTEMPTS) throw cause;
      await pause(PAUSE_MS * attempt);
    }
  }
}
