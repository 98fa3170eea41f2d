import type { ResponseRecord } from '@breakwater/model';
import type { CommandInput, Terminal } from '../command.ts';
import { confirm } from '../confirm.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { useResponses } from './open-responses.ts';
import { renderRecord, renderRecords } from './render-record.ts';
import { readReason, readTarget } from './respond-options.ts';
import type { Outcome, Responses, Wanted } from './responses.ts';

export interface Asked extends Pick<Wanted, 'action' | 'params'> {
  /** Kind that goes without saying. */
  readonly usual?: string;
}

/** Plans, shows, asks, and acts; ends with 1 for what was refused and 3 for what failed or has not ended. */
export async function runRespond(input: CommandInput, terminal: Terminal, { action, params, usual }: Asked): Promise<ExitCode> {
  const reason = readReason(input);
  const { findByWord } = await import('@breakwater/sensor/responder');
  const wanted = { action, params, reason, target: readTarget(input, findByWord, usual) };
  return useResponses(input, terminal, responses => respond(responses, wanted, input, terminal));
}

async function respond(responses: Responses, wanted: Wanted, input: CommandInput, terminal: Terminal): Promise<ExitCode> {
  const { options } = input;
  const plan = await responses.plan(wanted);
  if (options['dry-run'] === true || toCode(plan.record) !== EXIT.nothing) return printOutcome(plan, input, terminal);
  if (options['format'] !== 'json') await terminal.stderr(renderRecord(plan.record));
  const question = responses.asksApproval ? `Ask for approval of this on ${responses.cluster}?` : `Do this on ${responses.cluster}?`;
  if (!(await confirm(question, 'act', input, terminal))) return EXIT.nothing;
  // What was shown is what is meant: another object of that name is not.
  const { uid } = plan.record.request.target;
  const target = uid === undefined ? wanted.target : { ...wanted.target, uid };
  return printOutcome(await responses.act({ ...wanted, target }), input, terminal);
}

/** Gives the exit code for it. */
export async function printOutcome({ record, notes }: Outcome, { options }: CommandInput, terminal: Terminal): Promise<ExitCode> {
  await terminal.stdout(options['format'] === 'json' ? renderRecords([record]) : renderRecord(record));
  for (const note of notes) await terminal.stderr(`${note}\n`);
  return toCode(record);
}

function toCode({ state, refusals, verification }: ResponseRecord): ExitCode {
  if (refusals.length > 0 || state === 'refused' || state === 'expired') return EXIT.findings;
  const isOpen = state === 'pending-approval' || state === 'approved' || state === 'running';
  return isOpen || state === 'failed' || verification?.state === 'failed' ? EXIT.couldNotLook : EXIT.nothing;
}
