import { parentPort } from 'node:worker_threads';
import type { JobKind } from '@breakwater/protocol';
import { readResult } from './read-result.ts';

/** Reads results: unpacking and checking a large one takes longer than requests may wait. */
parentPort?.on('message', ({ kind, packed }: { readonly kind: JobKind; readonly packed: Uint8Array }) => {
  parentPort?.postMessage(readResult(kind, packed));
});
