import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { confirm } from '../respond/confirm.ts';
import { openDirect } from '../respond/open-direct.ts';
import { renderRecord, renderRecords } from '../respond/render-record.ts';
import { ACT_OPTIONS, readReason } from '../respond/respond-options.ts';
import { toCode } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond undo',
  summary: 'Take a response back: everything that it changed gets what it had, but for what somebody changed since',
  arguments: [{ name: 'response', doc: 'Its id, as `breakwater respond list` prints it', required: true }],
  options: ACT_OPTIONS,
  examples: [{ command: 'breakwater respond undo r-0f3a9c21b4d5e6f7 --reason "false alarm"', doc: 'As it was before' }],
  run: async (input, terminal) => {
    const { options, arguments: words } = input;
    const [id = ''] = words;
    const reason = readReason(input);
    const direct = await openDirect(input);
    try {
      const known = direct.journal.read(id)?.record;
      if (known === undefined)
        throw new UsageError(`there is no response ${id} in the journal of this machine: \`breakwater respond list\` prints them`);
      const isJson = options['format'] === 'json';
      if (options['dry-run'] === true || !isJson)
        await (options['dry-run'] === true && isJson ? terminal.stdout(renderRecords([known])) : terminal.stderr(renderRecord(known)));
      if (options['dry-run'] === true) return EXIT.nothing;
      if (!(await confirm(`Take this back on ${direct.cluster}?`, input, terminal))) return EXIT.nothing;
      const record = await direct.responder.undo(id, { type: 'user', name: direct.user }, reason).catch(refuse);
      await terminal.stdout(isJson ? renderRecords([record]) : renderRecord(record));
      return toCode(record);
    } finally {
      await direct.close();
    }
  },
};

/** What cannot be taken back is said, and is no fault of ours. */
function refuse(cause: unknown): never {
  if (cause instanceof Error && cause.name === 'ResponderError') throw new UsageError(cause.message);
  throw cause;
}
