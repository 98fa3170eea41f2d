import type { CommandDefinition, CommandInput, Terminal } from '../command.ts';
import { confirm } from '../confirm.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { useResponses } from '../respond/open-responses.ts';
import { renderRecord, renderRecords } from '../respond/render-record.ts';
import { CHANGE_OPTIONS, readReason } from '../respond/respond-options.ts';
import type { Responses } from '../respond/responses.ts';
import { printOutcome } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond undo',
  summary: 'Take a response back: everything that it changed gets what it had, but for what somebody changed since',
  arguments: [{ name: 'response', doc: 'Its id, as `breakwater respond list` prints it', required: true }],
  options: CHANGE_OPTIONS,
  examples: [
    { command: 'breakwater respond undo r-0f3a9c21b4d5e6f7 --reason "false alarm"', doc: 'As it was before' },
    {
      command: 'breakwater respond undo r-0f3a9c21b4d5e6f7 --reason "false alarm" --server https://breakwater.example.com',
      doc: 'One that a server was asked for',
    },
  ],
  run: async (input, terminal) => {
    const reason = readReason(input);
    return useResponses(input, terminal, responses => undo(responses, reason, input, terminal));
  },
};

async function undo(responses: Responses, reason: string, input: CommandInput, terminal: Terminal): Promise<ExitCode> {
  const { options, arguments: words } = input;
  const [id = ''] = words;
  const { record: known, cluster } = await responses.read(id);
  const isJson = options['format'] === 'json';
  if (options['dry-run'] === true && isJson) await terminal.stdout(renderRecords([known]));
  if (!isJson) await terminal.stderr(renderRecord(known));
  if (options['dry-run'] === true) return EXIT.nothing;
  if (!(await confirm(`Take this back on ${cluster}?`, 'act', input, terminal))) return EXIT.nothing;
  return printOutcome(await responses.undo(id, reason), input, terminal);
}
