import { readFile } from 'node:fs/promises';
import type { Policy } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import { CompiledPolicy, createPodSecurity, listExampleProblems, loadPolicy, type PodSecurity, PolicyError } from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue.ts';
import { findFiles } from '../check/find-files.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'policy test',
  summary: 'Compile policies and run their examples',
  arguments: [{ name: 'path', doc: 'Policy file, or folder with policy files', required: true, variadic: true }],
  options: [],
  examples: [{ command: 'breakwater policy test policies/', doc: 'Check every policy of a folder' }],
  run: async ({ arguments: paths }, terminal) => {
    const { files, problems } = await findFiles(paths);
    for (const problem of problems) throw new UsageError(`${problem.source}: ${problem.message}`);
    if (files.length === 0) throw new UsageError(`there is no policy in ${paths.join(', ')}; files end in .yaml`);
    let wrong = 0;
    for (const file of files) {
      const lines = explainPolicy(await readFile(file, 'utf8'), file);
      wrong += lines.length === 0 ? 0 : 1;
      await terminal.stdout(lines.length === 0 ? `ok     ${file}\n` : `wrong  ${file}\n${lines.map(line => `       ${line}\n`).join('')}`);
    }
    await terminal.stdout(`${files.length - wrong} of ${files.length} policies are right\n`);
    return wrong === 0 ? EXIT.nothing : EXIT.findings;
  },
};

/** Made when a policy asks for it: no other example pays. */
let podSecurity: PodSecurity | undefined;

function readPodSecurity(): PodSecurity {
  podSecurity ??= createPodSecurity(findStandard('pod-security'), builtInPolicies);
  return podSecurity;
}

/** What is wrong with a policy, one line each. */
function explainPolicy(text: string, file: string): readonly string[] {
  try {
    const { policy } = loadPolicy(text, file);
    new CompiledPolicy(policy).compileAll();
    return explainExamples(policy);
  } catch (cause) {
    if (cause instanceof PolicyError) return [cause.message];
    throw cause;
  }
}

function explainExamples(policy: Policy): readonly string[] {
  return listExampleProblems(policy, { podSecurity: readPodSecurity, createReach: createNetworkReach }).map(
    ({ kind, name, problem }) => `${kind} '${name}': ${problem}`,
  );
}
