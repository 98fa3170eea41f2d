import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Enforcement } from '@breakwater/model';
import { builtInPolicies } from '../catalogue.ts';
import { findPolicy } from '../check/judge.ts';
import { orRefuse } from '../check/judge-options.ts';
import { PROJECT_FILE } from '../check/read-exceptions.ts';
import { readProject } from '../check/read-project.ts';
import { UsageError } from '../command.ts';

/**
 * Writes down for a repository what is done about violations of a policy, below what its people have written. Gives the text that was added. Throws
 * UsageError where the file has such a part already, which is theirs to lay out.
 */
export async function writeProject(id: string, enforcement: Enforcement, isDryRun: boolean): Promise<string> {
  orRefuse(() => findPolicy(id, builtInPolicies));
  const stages = Object.entries(enforcement).map(([stage, action]) => `${stage}: ${action}`);
  const line = `  ${id}: { ${stages.join(', ')} }`;
  const documents = await readProject();
  if (documents.length > 1) throw new UsageError(`${PROJECT_FILE} has several documents: add under 'enforcement' of one of them\n${line}`);
  if (documents[0]?.project.enforcement !== undefined)
    throw new UsageError(`${PROJECT_FILE} has a part 'enforcement' already: add or change there\n${line}`);
  const text = `enforcement:\n${line}\n`;
  if (isDryRun) return text;
  const before = existsSync(PROJECT_FILE) ? await readFile(PROJECT_FILE, 'utf8') : '';
  await writeFile(PROJECT_FILE, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${text}`);
  return text;
}
