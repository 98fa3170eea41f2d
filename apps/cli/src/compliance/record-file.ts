import { createReadStream } from 'node:fs';
import { appendFile, open, unlink } from 'node:fs/promises';
import { type ComplianceRecord, listRecordIssues } from '@breakwater/model';
import { explain } from '../check/find-files.ts';
import { type ArgumentDefinition, UsageError } from '../command.ts';

export const RECORD_ARGUMENT: ArgumentDefinition = {
  name: 'record',
  doc: 'File of runs, as `compliance run --record` writes it',
  required: true,
};

/** Characters of one run; more is no record that we wrote. */
const MAX_LINE = 400 * 1024 * 1024;

/** Each line of a file of runs, as it was written; one that is no JSON is a text. Throws UsageError. */
export async function* readLines(file: string): AsyncGenerator<unknown> {
  try {
    for await (const line of splitLines(file)) if (line.trim() !== '') yield parseLine(line);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${file}: ${explain(cause)}`);
  }
}

/** A line may be as long as a run is large: its parts are joined once. */
async function* splitLines(file: string): AsyncGenerator<string> {
  let parts: string[] = [];
  let length = 0;
  for await (const read of createReadStream(file, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    for (const [index, part] of (read as string).split('\n').entries()) {
      if (index > 0) {
        yield parts.join('');
        parts = [];
        length = 0;
      }
      parts.push(part);
      length += part.length;
    }
    if (length > MAX_LINE) throw new UsageError(`${file} is no file of runs: one of its lines is longer than any run`);
  }
  yield parts.join('');
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

/** The runs of a file, each as its own schema wants it. Throws UsageError for one that is not. */
export async function* readRecords(file: string): AsyncGenerator<ComplianceRecord> {
  let count = 0;
  for await (const value of readLines(file)) {
    count++;
    const [issue] = listRecordIssues(value);
    if (issue !== undefined) {
      const place = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
      throw new UsageError(
        `${file}: run ${count} cannot be read: ${place}${issue.message}; breakwater compliance verify says what was changed`,
      );
    }
    yield value as ComplianceRecord;
  }
}

/**
 * Runs of a file by their numbers; without numbers the last `count` ones, in order. Signatures are not looked at: that is what `compliance verify` is
 * for. Throws UsageError.
 */
export async function findRecords(file: string, wanted: readonly number[], count: number): Promise<readonly ComplianceRecord[]> {
  const found: ComplianceRecord[] = [];
  for await (const record of readRecords(file)) {
    if (wanted.length > 0 && !wanted.includes(record.sequence)) continue;
    found.push(record);
    if (wanted.length === 0 && found.length > count) found.shift();
  }
  const missing = wanted.find(sequence => !found.some(record => record.sequence === sequence));
  if (missing !== undefined) throw new UsageError(`${file} has no run ${missing}`);
  if (wanted.length === 0 && found.length < count)
    throw new UsageError(
      `${file} holds ${found.length} runs, and ${count} are needed: run breakwater compliance run --record ${file} first`,
    );
  return wanted.length === 0 ? found : wanted.flatMap(sequence => found.filter(record => record.sequence === sequence));
}

/** A number of a run, as `--run` takes it. Throws UsageError. */
export function readRunNumber(option: string, value: unknown): readonly number[] {
  if (value === undefined) return [];
  if (!/^\d{1,9}$/.test(String(value)))
    throw new UsageError(`--${option} takes the number of a run, as compliance verify shows them, not '${value}'`);
  return [Number(value)];
}

/** Adds one run while nobody else does. Throws UsageError. */
export async function withLock<T>(file: string, write: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  try {
    await (await open(lock, 'wx')).close();
  } catch (cause) {
    const isTaken = (cause as { code?: unknown }).code === 'EEXIST';
    throw new UsageError(
      isTaken ? `another run is being written to ${file}; if none is, remove ${lock}` : `--record ${file}: ${explain(cause)}`,
    );
  }
  try {
    return await write();
  } finally {
    await unlink(lock);
  }
}

/** Throws UsageError. */
export async function appendRecord(file: string, record: ComplianceRecord): Promise<void> {
  try {
    await appendFile(file, `${JSON.stringify(record)}\n`, { flush: true });
  } catch (cause) {
    throw new UsageError(`--record ${file}: ${explain(cause)}`);
  }
}
