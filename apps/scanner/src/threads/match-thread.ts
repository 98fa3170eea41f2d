import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { AdvisoryError } from '@breakwater/advisory';
import { type ImageOutput, toErrorMessage } from '@breakwater/model';
import { MAX_RESULT_BYTES } from '@breakwater/protocol';
import { matchOutput } from '../work/match-output.ts';
import { AdvisoryFile } from '../work/open-advisories.ts';
import type { MatchAnswer, MatchCommand } from './match-messages.ts';

const file = new AdvisoryFile();

function answer(command: MatchCommand): MatchAnswer {
  const { database, described } = file.read(command.file);
  if (command.type === 'describe') return { type: 'database', database: described };
  const { output, known } = command;
  const text = typeof output === 'string' ? output : gunzipSync(output, { maxOutputLength: MAX_RESULT_BYTES }).toString('utf8');
  const options = { today: new Date().toISOString().slice(0, 10), known };
  return { type: 'matched', match: matchOutput(JSON.parse(text) as ImageOutput, database, described, options) };
}

parentPort?.on('message', (command: MatchCommand | { readonly type: 'stop' }) => {
  if (command.type === 'stop') return;
  try {
    parentPort?.postMessage(answer(command));
  } catch (cause) {
    const type = cause instanceof AdvisoryError ? 'unavailable' : 'failure';
    parentPort?.postMessage({ type, message: toErrorMessage(cause) } satisfies MatchAnswer);
  }
});
