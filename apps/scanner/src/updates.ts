import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { AdvisoryUpdate } from './options.ts';
import { createUpdateThread } from './threads/threads.ts';
import type { UpdateAnswer } from './threads/update-thread.ts';

/** Fetches advisories now and then every so often, in a thread of its own. @returns ends it */
export function startUpdates(file: string, { everyMs, folder, mirrors }: AdvisoryUpdate, log: Log): () => Promise<void> {
  const thread = createUpdateThread();
  let isBusy = false;
  const update = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      mkdirSync(dirname(file), { recursive: true });
      const answer = await thread.ask<UpdateAnswer>({ type: 'update', folder, file, mirrors });
      if (answer.type === 'failure') log.warn({ error: answer.message }, 'advisories were not fetched; what was fetched before counts');
      else log.info({ changed: answer.changed, records: answer.records, problems: answer.problems.slice(0, 10) }, 'advisories fetched');
    } catch (cause) {
      log.warn({ error: toErrorMessage(cause) }, 'advisories were not fetched; what was fetched before counts');
    } finally {
      isBusy = false;
    }
  };
  void update();
  const timer = setInterval(() => void update(), everyMs);
  return async () => {
    clearInterval(timer);
    await thread.close();
  };
}
