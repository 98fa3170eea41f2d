import { setFlagsFromString } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { ScannerError } from '../errors.ts';
import { pull } from '../work/pull-image.ts';
import { toFailure } from '../work/to-failure.ts';
import type { PullAnswer, PullCommand, PullProgress } from './inspect-messages.ts';

/** Progress that nobody could read anyway costs a message each. */
const TELL_MS = 500;

// Large buffers come and go: V8 else starts to collect garbage each time that a few of them did, for a third of the whole time.
setFlagsFromString('--no-incremental-marking');

let stop = new AbortController();

async function answer(command: PullCommand): Promise<PullAnswer> {
  stop = new AbortController();
  let last = 0;
  try {
    return await pull(command, stop.signal, progress => {
      const now = performance.now();
      if (progress.phase === 'layers' && now - last < TELL_MS) return;
      last = now;
      parentPort?.postMessage({ type: 'progress', ...progress } satisfies PullProgress);
    });
  } catch (cause) {
    return { type: 'failure', failure: toFailure(cause) };
  }
}

parentPort?.on('message', (command: PullCommand | { readonly type: 'stop' }) => {
  if (command.type === 'stop') stop.abort(new ScannerError('scanner-stopping', 'stopped'));
  else void answer(command).then(found => parentPort?.postMessage(found));
});
