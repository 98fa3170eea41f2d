import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { applyEdits, readManifest } from '@breakwater/manifest';
import type { Attestation, Exception } from '@breakwater/model';
import { readText } from '../check/read-bytes.ts';
import { PROJECT_FILE } from '../check/read-exceptions.ts';
import { readProjectFile } from '../check/read-project.ts';
import { type OptionDefinition, UsageError } from '../command.ts';

export const INTO_OPTION: OptionDefinition = {
  name: 'into',
  value: 'file',
  doc: 'Project file to write it into',
  default: PROJECT_FILE,
};

/** Adds to a list of a project file; everything else in the file stays as it is written. Throws UsageError. */
export async function appendToProject(file: string, part: 'exceptions' | 'attestations', value: Exception | Attestation): Promise<void> {
  const text = existsSync(file) ? await readText(file) : '';
  if (text !== '') await readProjectFile(file);
  const [document] = readManifest(text, { source: file }).documents;
  if (document === undefined) {
    await writeFile(file, `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${part}:\n  - ${JSON.stringify(value)}\n`);
    return;
  }
  const outcome = applyEdits(text, [{ document: document.index, action: 'append', path: [part], value }]);
  if (!outcome.edited) {
    const reason = outcome.refusals[0]?.reason ?? 'it is laid out in another way';
    throw new UsageError(`${file} cannot be added to, since ${reason}: add under '${part}'\n  - ${JSON.stringify(value)}`);
  }
  await writeFile(file, outcome.text);
}
