import { type ChainVerdict, createChainVerifier } from '@breakwater/compliance';
import { listOption } from '../check/judge-options.ts';
import { readText } from '../check/read-bytes.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { RECORD_ARGUMENT, readLines } from '../compliance/record-file.ts';
import { openVerifier, sha256, toPublicFile } from '../compliance/signing-key.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'compliance verify',
  summary: 'Prove that a record of runs is as it was written: nothing edited, removed, moved, or cut off since a head was exported',
  arguments: [RECORD_ARGUMENT],
  options: [
    {
      name: 'public-key',
      value: 'file',
      doc: 'Key of whoever wrote it, from where nobody else can change it (default: beside the record)',
    },
    {
      name: 'head',
      value: 'file',
      doc: 'End of the record, exported by `compliance run --head` or by a server; may be repeated',
      repeatable: true,
    },
    { name: 'format', value: 'format', doc: 'How to write the answer', choices: ['table', 'json'], default: 'table' },
  ],
  examples: [
    {
      command: 'breakwater compliance verify runs.jsonl --public-key auditor/runs.pub --head auditor/2026-11.head.json',
      doc: 'With key and head from the auditor, who kept them',
    },
  ],
  run: async (input, terminal) => {
    const [file = ''] = input.arguments;
    const { key, isSigned } = await openVerifier(String(input.options['public-key'] ?? toPublicFile(`${file}.key`)));
    const verifier = createChainVerifier({ sha256, isSigned, heads: await readHeads(listOption(input, 'head')) });
    for await (const record of readLines(file)) verifier.add(record);
    const verdict = verifier.finish();
    await terminal.stdout(render(verdict, key, input));
    if (verdict.problems.length > 0) return EXIT.findings;
    return verdict.records === 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};

/** Throws UsageError. */
async function readHeads(files: readonly string[]): Promise<readonly unknown[]> {
  const heads: unknown[] = [];
  for (const file of files) {
    const text = await readText(file);
    try {
      heads.push(JSON.parse(text));
    } catch {
      throw new UsageError(`--head ${file}: it is no JSON; compliance run --head writes one`);
    }
  }
  return heads;
}

/** Problems that are shown one by one. */
const SHOWN = 50;

function render(verdict: ChainVerdict, key: string, { options }: CommandInput): string {
  const { problems, records, first, last, provenTo } = verdict;
  if (options['format'] === 'json') {
    const result = { isIntact: problems.length === 0 && records > 0, key, first, last, provenTo };
    const output = { schema: 'breakwater/compliance-verify', version: '1', results: [result], problems, summary: { records } };
    return `${JSON.stringify(output, null, 2)}\n`;
  }
  const lines = problems.slice(0, SHOWN).map(({ code, source, message }) => `${code}  ${source}: ${message}`);
  const more = problems.length > SHOWN ? [`… and ${problems.length - SHOWN} more`] : [];
  return [...lines, ...more, describe(verdict, key), ''].join('\n');
}

function describe({ problems, records, first, last, provenTo }: ChainVerdict, key: string): string {
  if (first === undefined || last === undefined) return 'there is no run in it, so nothing was proven';
  const span = `${records} runs, ${first.sequence} of ${first.finishedAt} to ${last.sequence} of ${last.finishedAt}`;
  if (problems.length > 0) return `NOT as it was written: ${span}`;
  const intact = `as it was written, signed by ${key}: ${span}`;
  if (provenTo === last.sequence) return `${intact}; nothing was cut off`;
  const since = provenTo === undefined ? 'whether runs were cut off at the end' : `what came after run ${provenTo}`;
  return `${intact}\n${since} is not proven: give the newest exported head by --head`;
}
