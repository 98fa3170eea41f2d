import type { PullSecrets, ScanJob } from '@breakwater/protocol';
import type { Pool } from '../database/connection.ts';
import { type LeasedJob, listKnown, readStored, releaseJob } from './jobs/store.ts';
import { listPullSecrets } from './pull-secrets/store.ts';

/** What images of one answer take together; the rest goes with the next. */
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

/** Jobs with all that their scanner needs. What does not fit into one answer is given back. */
export async function describeJobs(
  pool: Pool,
  scanner: string,
  clusters: readonly string[],
  leased: readonly LeasedJob[],
): Promise<readonly ScanJob[]> {
  const matches = leased.filter(({ kind }) => kind === 'match');
  const pulls = leased.filter(({ kind }) => kind !== 'match');
  return [...(await describePulls(pool, clusters, pulls)), ...(await describeMatches(pool, scanner, matches))];
}

async function describePulls(pool: Pool, clusters: readonly string[], pulls: readonly LeasedJob[]): Promise<readonly ScanJob[]> {
  if (pulls.length === 0) return [];
  const ids = pulls.map(({ id }) => id);
  const secrets = clusters.length === 0 ? new Map<string, PullSecrets[]>() : await listPullSecrets(pool, ids, clusters);
  const known = await listKnown(pool, ids);
  return pulls.map(({ id, lease, attempts, kind, reference, digest, platform }) => {
    const base = { id, lease, attempt: attempts, reference, pullSecrets: secrets.get(id) ?? [] };
    if (kind === 'list-tags') return { ...base, kind };
    const exact = { ...(digest === '' ? {} : { digest }), ...(platform === '' ? {} : { platform }) };
    return { ...base, kind: 'inspect', ...exact, known: [...(known.get(id) ?? [])] };
  });
}

async function describeMatches(pool: Pool, scanner: string, matches: readonly LeasedJob[]): Promise<readonly ScanJob[]> {
  if (matches.length === 0) return [];
  const digests = matches.map(({ digest }) => digest);
  const stored = await readStored(pool, digests);
  let bytes = 0;
  const jobs: ScanJob[] = [];
  for (const { id, lease, attempts, digest } of matches) {
    const found = stored.get(digest);
    bytes += found?.output.length ?? 0;
    if (found === undefined || (bytes > MAX_OUTPUT_BYTES && jobs.length > 0)) {
      await releaseJob(pool, { scanner, job: id, lease });
      continue;
    }
    const known = found.known === null ? {} : { known: found.known };
    jobs.push({ id, lease, attempt: attempts, kind: 'match', digest, output: found.output.toString('base64'), ...known });
  }
  return jobs;
}
