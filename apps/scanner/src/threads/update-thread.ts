import { parentPort } from 'node:worker_threads';
import { updateDatabase } from '@breakwater/advisory';
import { toErrorMessage } from '@breakwater/model';

export interface UpdateCommand {
  readonly type: 'update';
  readonly folder: string;
  readonly file: string;
  readonly mirrors: readonly string[];
}

export type UpdateAnswer =
  | {
      readonly type: 'updated';
      readonly changed: number;
      readonly records: number;
      readonly problems: readonly { readonly source: string; readonly message: string }[];
    }
  | { readonly type: 'failure'; readonly message: string };

async function update({ folder, file, mirrors }: UpdateCommand): Promise<UpdateAnswer> {
  const { changed, feeds, problems } = await updateDatabase({ folder, file, mirrors, only: [], now: new Date().toISOString() });
  const records = feeds.reduce((sum, { row }) => sum + row.records, 0);
  return { type: 'updated', changed, records, problems: problems.map(({ source, message }) => ({ source, message })) };
}

parentPort?.on('message', (command: UpdateCommand) => {
  if (command.type !== 'update') return;
  update(command)
    .catch((cause): UpdateAnswer => ({ type: 'failure', message: toErrorMessage(cause) }))
    .then(answer => parentPort?.postMessage(answer));
});
