import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { POLICY_ID, renderNewPolicy } from '@breakwater/policy';
import { explain } from '../check/find-files.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'policy new',
  summary: 'Begin a policy of your own: a file that is complete and tested, to be changed',
  arguments: [{ name: 'id', doc: 'What the policy will be called; says what is wrong, as privileged-container', required: true }],
  options: [{ name: 'folder', value: 'path', doc: 'Where the file is written', default: '.' }],
  examples: [
    { command: 'breakwater policy new image-from-elsewhere --folder policies/', doc: 'Write policies/image-from-elsewhere.yaml' },
    { command: 'breakwater check --policies policies/ deploy/', doc: 'Judge by the policies of a folder as well' },
  ],
  run: async ({ arguments: [id = ''], options }, terminal) => {
    if (!POLICY_ID.test(id))
      throw new UsageError(`'${id}' cannot be the id of a policy: write it in small letters, as privileged-container`);
    const file = join(String(options['folder']), `${id}.yaml`);
    await writeNew(file, renderNewPolicy(id));
    await terminal.stdout(`wrote ${file}\nNext: change it, then breakwater policy test ${file}\n`);
    return EXIT.nothing;
  },
};

/** Never over a file that is there. */
async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    const exists = (cause as { code?: unknown }).code === 'EEXIST';
    throw new UsageError(`${file}: ${exists ? 'This file exists already. Take another id or folder.' : explain(cause)}`);
  }
}
