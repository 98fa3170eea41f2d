import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { toErrorMessage } from '@breakwater/model';
import { type Http, RefusedError } from './http.ts';

export type Fetched = 'changed' | 'unchanged';

const MAX_BYTES = 4 * 1024 * 1024 * 1024;
const ATTEMPTS = 3;
const PAUSE_MS = 500;

/** What is remembered of a file: which answer it is of. */
interface Stamp {
  readonly url: string;
  readonly etag: string;
}

/**
 * Fetches a file where it has changed since the last time. A download that breaks off goes on where it ended, as long as the server still has the
 * same one; the file that was there stays until the new one is whole.
 *
 * @throws Error when no attempt came to an end
 */
export async function download(url: string, file: string, http: Http): Promise<Fetched> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await fetchOnce(url, file, http);
    } catch (cause) {
      if (cause instanceof RefusedError) throw cause;
      failure = cause;
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS * attempt));
    }
  }
  throw failure;
}

async function fetchOnce(url: string, file: string, http: Http): Promise<Fetched> {
  const part = `${file}.part`;
  const [known, begun] = [readStamp(file, url), readStamp(part, url)];
  const size = begun === undefined ? 0 : statSync(part).size;
  const response = await http.get(url, toHeaders(known, begun, size));
  if (response.status === 304 && known !== undefined) return 'unchanged';
  const isRest = response.status === 206 && size > 0;
  if (response.status === 416) remove(part);
  if (response.status >= 500 || response.status === 429 || response.status === 416)
    throw new Error(`the server answered ${response.status}`);
  if (!response.ok || response.body === null) throw new RefusedError(`the server answered ${response.status}`);
  const etag = response.headers.get('etag') ?? '';
  if (!isRest) writeStamp(part, { url, etag });
  await save(response.body, part, isRest ? size : 0);
  renameSync(part, file);
  renameSync(toStampPath(part), toStampPath(file));
  return 'changed';
}

function toHeaders(known: Stamp | undefined, begun: Stamp | undefined, size: number): Record<string, string> {
  if (begun !== undefined && begun.etag !== '' && size > 0) return { range: `bytes=${size}-`, 'if-range': begun.etag };
  return known === undefined || known.etag === '' ? {} : { 'if-none-match': known.etag };
}

/** What has arrived is on disk at once, so that nothing of it is lost when the rest does not come. */
async function save(body: AsyncIterable<Uint8Array>, part: string, start: number): Promise<void> {
  const file = openSync(part, start > 0 ? 'a' : 'w');
  let total = start;
  try {
    for await (const chunk of body) {
      total += chunk.length;
      if (total > MAX_BYTES) throw new RefusedError('the answer has more than 4 GiB');
      writeSync(file, chunk);
    }
  } finally {
    closeSync(file);
  }
}

function toStampPath(file: string): string {
  return `${file}.etag`;
}

/** Of another place, or without its file, a stamp says nothing. */
function readStamp(file: string, url: string): Stamp | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const stamp = JSON.parse(readFileSync(toStampPath(file), 'utf8')) as Stamp;
    return stamp.url === url ? stamp : undefined;
  } catch {
    return undefined;
  }
}

function writeStamp(file: string, stamp: Stamp): void {
  writeFileSync(toStampPath(file), JSON.stringify(stamp));
}

function remove(file: string): void {
  rmSync(file, { force: true });
  rmSync(toStampPath(file), { force: true });
}

/** One line: what a failed request says hides in its cause. */
export function describeFailure(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause !== undefined ? `: ${toErrorMessage(cause.cause)}` : '';
  return `${toErrorMessage(cause)}${inner}`;
}
