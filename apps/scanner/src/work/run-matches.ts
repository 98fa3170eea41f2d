import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { MatchJob } from '@breakwater/protocol';
import { ScannerError } from '../errors.ts';
import type { ScannerTiming } from '../options.ts';
import { insist, type JobClient } from './job-runner.ts';
import type { Matcher } from './matcher.ts';
import { toFailure } from './to-failure.ts';

interface MatchParts {
  readonly client: JobClient;
  readonly matcher: Matcher;
  readonly log: Log;
  readonly timing: ScannerTiming;
  readonly stop: AbortSignal;
}

/** Results that are on their way while the next image is matched. */
const AT_ONCE = 4;

/** Matches what was leased and sends what was found. Throws nothing. */
export async function runMatches(jobs: readonly MatchJob[], parts: MatchParts): Promise<void> {
  const pending = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = pending.shift(); job !== undefined; job = pending.shift()) {
      const { id } = job;
      await runMatch(job, parts).catch(error =>
        parts.log.warn({ job: id, error: toErrorMessage(error) }, 'the server was not told of a match'),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, jobs.length) }, work));
}

async function runMatch(job: MatchJob, { client, matcher, timing, stop }: MatchParts): Promise<void> {
  if (stop.aborted) return client.release(job);
  try {
    const packed = await matcher.matchStored(job);
    if (packed === undefined) return await client.release(job);
    return await insist(() => client.sendResult(job, packed), timing, stop);
  } catch (cause) {
    if (stop.aborted) return client.release(job);
    const isTold = cause instanceof ScannerError && (cause.code === 'lease-lost' || cause.code === 'result-refused');
    return isTold ? undefined : insist(() => client.tellFailure(job, toFailure(cause)), timing, stop);
  }
}
