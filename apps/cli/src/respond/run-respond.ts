import type { ResponseParams, ResponseRecord, ResponseRequest } from '@breakwater/model';
import type { CommandInput, Terminal } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { confirm } from './confirm.ts';
import { openDirect } from './open-direct.ts';
import { renderRecord, renderRecords } from './render-record.ts';
import { createId, readReason, readTarget } from './respond-options.ts';

export interface Asked {
  readonly action: ResponseRequest['action'];
  readonly params: ResponseParams;
  /** Kind that goes without saying. */
  readonly usual?: string;
}

/** Plans, shows, asks, and acts; ends with 1 for what was refused and 3 for what failed. */
export async function runRespond(input: CommandInput, terminal: Terminal, { action, params, usual }: Asked): Promise<ExitCode> {
  const reason = readReason(input);
  const { findByWord } = await import('@breakwater/sensor');
  const target = readTarget(input, findByWord, usual);
  const { options } = input;
  const direct = await openDirect(input);
  try {
    const toRequest = (dryRun: boolean): ResponseRequest => ({
      id: createId(),
      action,
      target,
      params,
      reason,
      requestedBy: { type: 'user', name: direct.user },
      dryRun,
      requestedAt: new Date().toISOString(),
    });
    const isJson = options['format'] === 'json';
    const print = (record: ResponseRecord): Promise<void> => terminal.stdout(isJson ? renderRecords([record]) : renderRecord(record));
    const plan = await direct.responder.respond(toRequest(true));
    if (options['dry-run'] === true || toCode(plan) !== EXIT.nothing) {
      await print(plan);
      return toCode(plan);
    }
    if (!isJson) await terminal.stderr(renderRecord(plan));
    if (!(await confirm(`Do this on ${direct.cluster}?`, input, terminal))) return EXIT.nothing;
    // What was shown is what is meant: another object of that name is not.
    const { uid } = direct.journal.read(plan.request.id)?.plan ?? {};
    const request = { ...toRequest(false), target: { ...target, ...(uid === undefined || uid === '' ? {} : { uid }) } };
    const record = await direct.responder.respond(request);
    await print(record);
    if (!isJson && record.evidence.length > 0) await terminal.stderr(`evidence lies in ${direct.evidence.toFolder(request.id)}\n`);
    return toCode(record);
  } finally {
    await direct.close();
  }
}

export function toCode({ state, refusals, verification }: ResponseRecord): ExitCode {
  if (refusals.length > 0 || state === 'refused' || state === 'expired') return EXIT.findings;
  return state === 'failed' || verification?.state === 'failed' ? EXIT.couldNotLook : EXIT.nothing;
}
