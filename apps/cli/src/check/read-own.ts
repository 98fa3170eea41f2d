import type { PolicyDefinition } from '@breakwater/model';
import { CompiledPolicy, checkPolicy, loadPolicy, PolicyError } from '@breakwater/policy';
import { UsageError } from '../command.ts';
import { findFiles } from './find-files.ts';
import { readText } from './read-bytes.ts';

/** Policies of the user, compiled once to find every mistake before anything is judged. Throws UsageError with file, line and column. */
export async function readOwnPolicies(paths: readonly string[]): Promise<readonly PolicyDefinition[]> {
  const { files, problems } = await findFiles(paths);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`--policies ${problem.source}: ${problem.message}`);
  if (paths.length > 0 && files.length === 0)
    throw new UsageError(`--policies: there is no policy in ${paths.join(', ')}; files end in .yaml`);
  const policies: PolicyDefinition[] = [];
  for (const file of files) policies.push(readOwnPolicy(await readText(file), file));
  return policies;
}

function readOwnPolicy(text: string, file: string): PolicyDefinition {
  try {
    const { policy } = loadPolicy(text, file);
    new CompiledPolicy(policy).compileAll();
    return policy;
  } catch (cause) {
    if (cause instanceof PolicyError)
      throw new UsageError(cause.location === undefined ? `${locate(text, file)}: ${cause.message}` : cause.message);
    throw cause;
  }
}

/** Where the first expression that does not compile stands in its file. */
function locate(text: string, file: string): string {
  const neverAsked = () => {
    throw new Error('examples are not run while an expression does not compile');
  };
  const place = checkPolicy(text, { podSecurity: neverAsked }).issues[0]?.place;
  return place === undefined ? file : `${file}:${place.line}:${place.column}`;
}
