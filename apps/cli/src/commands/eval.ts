import { createInterface } from 'node:readline';
import { nearestName, toErrorMessage } from '@breakwater/model';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Suite } from '../suite.ts';
import { suites } from '../suites.generated.ts';

export const command: CommandDefinition = {
  name: 'eval',
  summary: 'Judge cases in bulk: reads JSON Lines, writes each line back with `got` added',
  arguments: [{ name: 'suite', doc: `What the cases ask: ${suites.map(suite => suite.name).join(', ')}`, required: true }],
  options: [],
  examples: [
    { command: 'breakwater eval pod-security < cases.jsonl', doc: 'Ask every case of a file which Pod Security checks it violates' },
  ],
  run: async ({ arguments: [name = ''] }, terminal) => {
    const suite = findSuite(name);
    let code: ExitCode = EXIT.nothing;
    for await (const line of createInterface({ input: terminal.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() === '') continue;
      const answer = evaluateLine(suite, line);
      if (answer.failed) code = EXIT.couldNotLook;
      await terminal.stdout(`${answer.line}\n`);
    }
    return code;
  },
};

function findSuite(name: string): Suite {
  const suite = suites.find(candidate => candidate.name === name);
  if (suite !== undefined) return suite;
  const names = suites.map(candidate => candidate.name);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `no suite is called '${name}'; ${nearest === undefined ? `known are ${names.join(', ')}` : `did you mean '${nearest}'?`}`,
  );
}

/** A line that is no case is answered with an error in `got`; the lines after it are judged all the same. */
function evaluateLine(suite: Suite, line: string): { readonly line: string; readonly failed: boolean } {
  let input: unknown;
  try {
    input = JSON.parse(line);
    if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new TypeError('a case is a JSON object');
    return { line: toLine({ ...input, got: suite.run(input as Record<string, unknown>) }), failed: false };
  } catch (cause) {
    const kept = typeof input === 'object' && input !== null ? input : { line };
    return { line: toErrorLine(kept, line, toErrorMessage(cause)), failed: true };
  }
}

/** A case that cannot even be written again, as one nested without end, is given back as the text that it was. */
function toErrorLine(kept: object, line: string, error: string): string {
  try {
    return toLine({ ...kept, got: { error } });
  } catch {
    return toLine({ line, got: { error } });
  }
}

function toLine(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? String(inner) : inner));
}
