import type { IncomingMessage } from 'node:http';
import { type JobKind, MAX_RESULT_BYTES } from '@breakwater/protocol';
import type { Pool } from '../../database/connection.ts';
import { PortRefusal } from '../../sensors/port-request.ts';
import { readBytes } from '../../sensors/read-body.ts';
import { storeFailure } from '../failures/store.ts';
import type { Holder } from '../holder.ts';
import { storeTags } from '../watched/store.ts';
import type { ReadResult } from './read-result.ts';
import type { ResultThread } from './result-thread.ts';
import { findHeld, type Stored, storeInspection, storeMatch, storeSame } from './store.ts';

/** Reading the largest takes some seconds. */
const READ_MS = 60_000;

interface ResultContext {
  readonly pool: Pool;
  readonly thread: ResultThread;
}

/** Takes what a scanner sends of a job. Throws PortRefusal; what cannot be used is the job's failure, so that it does not come back at once. */
export async function takeResult(request: IncomingMessage, holder: Holder, { pool, thread }: ResultContext): Promise<object> {
  const job = await findHeld(pool, holder);
  if (job === undefined) throw lost();
  // What is packed is never larger than what it is unpacked.
  const packed = await readBytes(request, MAX_RESULT_BYTES);
  const kind = job.kind as JobKind;
  const result: ReadResult =
    packed === undefined
      ? { kind: 'refused', code: 'result-too-large', message: `the result has more than ${MAX_RESULT_BYTES} bytes` }
      : await thread.use(talk => talk.ask({ kind, packed }, READ_MS));
  if (result.kind === 'refused') return refuse(pool, holder, result);
  const stored = await store(pool, holder, result).catch(asFault);
  if (stored === 'lease-lost') throw lost();
  if (stored === 'other-image') return refuse(pool, holder, { code: 'result-invalid', message: 'the result is of another image' });
  if (stored === 'unfit') return refuse(pool, holder, { code: 'result-invalid', message: 'the database does not take the result' });
  return {};
}

function store(pool: Pool, holder: Holder, result: Exclude<ReadResult, { kind: 'refused' }>): Promise<Stored> {
  if (result.kind === 'inspect') return storeInspection(pool, holder, result);
  if (result.kind === 'same') return storeSame(pool, holder, result.digest);
  return result.kind === 'match' ? storeMatch(pool, holder, result.match) : storeTags(pool, holder, result.tags);
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html: the data is at fault, and would be at every attempt. */
function asFault(error: unknown): 'unfit' {
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string' && /^(?:22|23|54)\w{3}$/.test(code)) return 'unfit';
  throw error;
}

async function refuse(pool: Pool, holder: Holder, { code, message }: { readonly code: string; readonly message: string }): Promise<never> {
  await storeFailure(pool, holder, { code, message, retryable: true });
  throw new PortRefusal(code === 'result-too-large' ? 413 : 422, code, message);
}

function lost(): PortRefusal {
  return new PortRefusal(409, 'lease-lost', 'the job is not this scanner’s any more; what it found is dropped');
}
