import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Problem, toErrorMessage } from '@breakwater/model';
import { type Usage, UsageLog } from '@breakwater/rbac';
import { UsageError } from '../command.ts';

/** Events hold whole objects at the highest level; longer lines are no events. */
const MAX_LINE = 4_000_000;

export interface ReadUsage {
  readonly usage: Usage;
  readonly problems: readonly Problem[];
}

/** The audit events of a file, one JSON object a line. Throws UsageError for a file that cannot be read. */
export async function readAuditFile(file: string): Promise<ReadUsage> {
  const log = new UsageLog();
  const input = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      log.add(line.length > MAX_LINE ? line.slice(0, 64) : line);
    }
  } catch (cause) {
    throw new UsageError(`--audit: ${toErrorMessage(cause)}`);
  } finally {
    input.destroy();
  }
  const usage = log.finish();
  return { usage, problems: listProblems(usage, file) };
}

function listProblems({ faults, isTruncated, events }: Usage, file: string): readonly Problem[] {
  return [
    ...faults.map(({ line, message }) => ({ code: 'audit-event-invalid', message: `line ${line}: ${message}`, source: file })),
    ...(isTruncated
      ? [
          {
            code: 'audit-events-truncated',
            message: 'There are more different requests than are kept: take a shorter window.',
            source: file,
          },
        ]
      : []),
    ...(events === 0
      ? [
          {
            code: 'nothing-to-judge',
            message: 'There is no completed audit event in the file, so nothing is known to be used.',
            source: file,
          },
        ]
      : []),
  ];
}
