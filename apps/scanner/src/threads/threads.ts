import { WorkerThread } from './worker-thread.ts';

/** An image of hundreds of thousands of files takes some. */
const INSPECT_HEAP_MB = 2048;
const MATCH_HEAP_MB = 1024;
const UPDATE_HEAP_MB = 4096;

export function createInspectThread(): WorkerThread {
  return new WorkerThread({
    name: 'inspect',
    source: new URL('./inspect-thread.ts', import.meta.url),
    bundled: new URL('./scanner-inspect.mjs', import.meta.url),
    heapMb: INSPECT_HEAP_MB,
  });
}

export function createMatchThread(): WorkerThread {
  return new WorkerThread({
    name: 'match',
    source: new URL('./match-thread.ts', import.meta.url),
    bundled: new URL('./scanner-match.mjs', import.meta.url),
    heapMb: MATCH_HEAP_MB,
  });
}

export function createUpdateThread(): WorkerThread {
  return new WorkerThread({
    name: 'update',
    source: new URL('./update-thread.ts', import.meta.url),
    bundled: new URL('./scanner-update.mjs', import.meta.url),
    heapMb: UPDATE_HEAP_MB,
  });
}
