import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Raw } from '@breakwater/inventory';
import { isRecord } from '@breakwater/inventory';
import type { RebuildAnswer } from './contract.ts';
import { ResponderError } from './errors.ts';

/** Where images are built anew. */
export interface RebuildHook {
  /** http or https. */
  readonly url: string;
  /** Value of the Authorization header; empty for none. */
  readonly authorization: string;
}

const TIMEOUT_MS = 30_000;
const MAX_ANSWER = 64 * 1024;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Posts `{key, image, container, workload, reason}` with the header `idempotency-key`. The builder answers 200 `{"digest": "sha256:…"}` once the
 * image is built and pushed, and 202 while it is not: then it is asked again with the same key. Throws ResponderError `rebuild-failed`.
 */
export async function postRebuild(hook: RebuildHook | undefined, key: string, body: Raw): Promise<RebuildAnswer> {
  if (hook === undefined)
    throw new ResponderError(
      'rebuild-failed',
      'no rebuild webhook is set: start the responder with --rebuild-url, or restart without a rebuild',
    );
  const { status, text } = await post(hook, key, JSON.stringify({ key, ...body }));
  if (status === 202) return { digest: undefined };
  const digest = status === 200 ? readDigest(text) : undefined;
  if (digest !== undefined) return { digest };
  throw new ResponderError('rebuild-failed', `the rebuild webhook answered ${status} and not 202, or 200 with {"digest": "sha256:…"}`);
}

function readDigest(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && typeof value['digest'] === 'string' && DIGEST.test(value['digest']) ? value['digest'] : undefined;
  } catch {
    return undefined;
  }
}

function post({ url, authorization }: RebuildHook, key: string, body: string): Promise<{ readonly status: number; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly text: string }>();
  const fail = (cause: Error): void =>
    reject(new ResponderError('rebuild-failed', `the rebuild webhook cannot be reached: ${cause.message}`, { cause }));
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'idempotency-key': key,
    ...(authorization === '' ? {} : { authorization }),
  };
  const sent = send(url, { method: 'POST', headers, signal: AbortSignal.timeout(TIMEOUT_MS) }, answer => {
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER) sent.destroy(new Error(`it says more than ${MAX_ANSWER} bytes`));
      else chunks.push(chunk);
    });
    answer.once('error', fail);
    answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
  });
  sent.once('error', fail);
  sent.end(body);
  return promise;
}
