import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { Cron } from 'croner';
import type { Db } from '../database/connection.ts';
import { deleteOld, dropOldDays, endApprovals, expireExceptions } from './store.ts';

interface Job {
  readonly name: string;
  /** https://croner.56k.guru/usage/pattern/ */
  readonly pattern: string;
  readonly run: (db: Db) => Promise<unknown>;
}

/** All of them may run on several servers at once: each is one or a few statements that find nothing the second time. */
const JOBS: readonly Job[] = [
  { name: 'expire exceptions', pattern: '*/20 * * * * *', run: expireExceptions },
  { name: 'end approvals of base images', pattern: '*/20 * * * * *', run: endApprovals },
  { name: 'delete what is old', pattern: '17 * * * *', run: deleteOld },
  { name: 'drop old days', pattern: '37 * * * *', run: dropOldDays },
];

/** @returns ends the schedule */
export function scheduleJobs(db: Db, log: Log): () => void {
  const jobs = JOBS.map(
    ({ name, pattern, run }) =>
      new Cron(pattern, { protect: true, unref: true, timezone: 'UTC' }, async () => {
        try {
          log.debug({ job: name, result: await run(db) }, 'job done');
        } catch (error) {
          log.warn({ job: name, error: toErrorMessage(error) }, 'a job failed and is tried again at its next time');
        }
      }),
  );
  return () => {
    for (const job of jobs) job.stop();
  };
}
