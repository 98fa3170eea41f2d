import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { toErrorMessage } from '@breakwater/model';
import { type ReadFlows, readFlows } from '@breakwater/network';
import { UsageError } from '../command.ts';

/** A month of a large cluster, aggregated, is less. */
const MAX_LINES = 5_000_000;
const MAX_LINE = 1_000_000;

/** The flows of a file of JSON lines. Throws UsageError for a file that cannot be read. */
export async function readFlowFile(file: string): Promise<ReadFlows> {
  const lines: string[] = [];
  const input = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (lines.length >= MAX_LINES)
        throw new UsageError(`--flows: ${file} has more than ${MAX_LINES} lines; aggregate it, or take a shorter window`);
      lines.push(line.length > MAX_LINE ? line.slice(0, 64) : line);
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`--flows: ${toErrorMessage(cause)}`);
  } finally {
    input.destroy();
  }
  return readFlows(lines, file);
}
