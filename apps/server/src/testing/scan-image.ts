import type { ImageOutput, Vulnerability } from '@breakwater/model';
import type { InspectJob, ScannerDatabase } from '@breakwater/protocol';
import { buildDatabase, buildInspection, buildMatch, type TestScanner, toDigest } from './test-scanner.ts';

/** What a scanner tells of an image, where that is not what the builders say. */
export interface Scanned {
  /** Code of the failure, where it cannot be read. */
  readonly failure?: string;
  readonly findings?: readonly Vulnerability[];
  /** Read by a scanner that has no advisories. */
  readonly unmatched?: true;
  readonly output?: Partial<ImageOutput>;
  readonly signature?: 'verified' | 'not-verified' | 'none';
}

/** Reads images that wait, as a scanner does, until each of those was; what is found is looked up by the reference. */
export async function scanImages(
  scanner: TestScanner,
  images: Readonly<Record<string, Scanned>>,
  built = '2026-11-30T12:00:00.000Z',
): Promise<void> {
  const database = buildDatabase(built);
  scanner.database = database;
  for (let left = Object.keys(images).length; left > 0; ) {
    const jobs = await scanner.lease(['inspect'], { waitSeconds: 10 });
    if (jobs.length === 0) throw new Error(`nothing waits, and ${left} are left`);
    for (const job of jobs) await scanImage(scanner, job as InspectJob, images, database);
    left -= jobs.length;
  }
}

async function scanImage(
  scanner: TestScanner,
  job: InspectJob,
  images: Readonly<Record<string, Scanned>>,
  database: ScannerDatabase,
): Promise<void> {
  const scanned = images[job.reference];
  if (scanned === undefined) throw new TypeError(`nobody said what is in ${job.reference}`);
  const { failure, findings = [], unmatched, output, signature } = scanned;
  if (failure !== undefined) return void (await scanner.fail(job, { code: failure, retryable: false }));
  const result = buildInspection(job.digest ?? toDigest(job.reference), unmatched ? {} : { match: buildMatch(database, findings) });
  const content = { ...result.content, ...(signature === undefined ? {} : { signature }) };
  const { status, body } = await scanner.deliver(job, { ...result, output: { ...result.output, ...output }, content });
  if (status !== 200) throw new Error(JSON.stringify(body));
}
