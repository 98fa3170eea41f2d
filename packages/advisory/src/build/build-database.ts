import { createHash } from 'node:crypto';
import { createReadStream, renameSync, rmSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { type Problem, toErrorMessage } from '@breakwater/model';
import type { FeedRow } from '../database/rows.ts';
import { AdvisoryError } from '../errors.ts';
import type { Feed, FeedItem } from '../feed.ts';
import { DatabaseWriter } from './database-writer.ts';
import { listSources, type Source } from './list-sources.ts';
import { readRecords } from './read-records.ts';

export interface BuildOptions {
  /** RFC 3339; when it is built. */
  readonly now: string;
  readonly progress?: (feed: string, records: number) => void;
}

export interface BuildResult {
  readonly feeds: readonly { readonly name: string; readonly row: FeedRow }[];
  readonly problems: readonly Problem[];
}

/** Problems of one file that are told; the rest is counted. */
const MAX_PROBLEMS = 5;

/**
 * A database of everything that lies in a folder: files of OSV records, KEV, EPSS and end-of-life dates. It is written beside its place and
 * moved there at the end, so that one that is in use stays whole.
 *
 * @throws AdvisoryError `source-invalid`, `database-unwritable`
 */
export async function buildDatabase(folder: string, file: string, options: BuildOptions): Promise<BuildResult> {
  const { known, unknown } = listSources(folder);
  if (known.length === 0)
    throw new AdvisoryError('source-invalid', `${folder} holds no advisories: files named *.jsonl, *.jsonl.gz, kev.json or eol.json`);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const result = await write(known, folder, temporary, options);
    renameSync(temporary, file);
    return { ...result, problems: [...result.problems, ...unknown.map(path => toUnknown(path, folder))] };
  } catch (cause) {
    rmSync(temporary, { force: true });
    if (cause instanceof AdvisoryError) throw cause;
    throw new AdvisoryError('database-unwritable', `${file} cannot be written: ${toErrorMessage(cause)}`, { cause });
  }
}

function toUnknown(path: string, folder: string): Problem {
  return { code: 'file-unknown', message: 'no feed has files of this name, so it was left out', source: relative(folder, path) };
}

async function write(sources: readonly Source[], folder: string, file: string, { now, progress }: BuildOptions): Promise<BuildResult> {
  rmSync(file, { force: true });
  using writer = new DatabaseWriter(file);
  const problems: Problem[] = [];
  const read: { key: number; name: string; row: FeedRow }[] = [];
  for (const [name, group] of Map.groupBy(sources, ({ feed }) => feed.name)) {
    const feed = group[0]?.feed;
    if (feed === undefined) continue;
    const key = read.length + 1;
    const counts = { records: 0, withdrawn: 0, invalid: 0, newest: '' };
    const hash = createHash('sha256');
    for (const source of group) {
      problems.push(...(await readSource(source, relative(folder, source.path), writer, { key, name }, counts)));
      for await (const chunk of createReadStream(source.path)) hash.update(chunk as Buffer);
      progress?.(name, counts.records);
    }
    read.push({ key, name, row: { ...describe(feed), ...counts, digest: `sha256:${hash.digest('hex')}` } });
  }
  writer.finish(read, { built: now });
  return { feeds: read.map(({ name, row }) => ({ name, row })), problems };
}

function describe({ title, url, licence, verified }: Feed) {
  return { title, url, licence, verified };
}

interface Counts {
  records: number;
  withdrawn: number;
  invalid: number;
  newest: string;
}

async function readSource(
  { path, feed }: Source,
  label: string,
  writer: DatabaseWriter,
  key: { readonly key: number; readonly name: string },
  counts: Counts,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  let invalid = 0;
  try {
    for await (const { line, read } of readRecords(path, feed.layout)) {
      try {
        addRecord(feed.parse(read(), basename(path)), writer, key, counts);
      } catch (cause) {
        invalid += 1;
        if (invalid <= MAX_PROBLEMS)
          problems.push({
            code: 'record-invalid',
            message: toErrorMessage(cause),
            source: label,
            location: { file: label, line, column: 1 },
          });
      }
    }
  } catch (cause) {
    problems.push({ code: 'feed-broken', message: `it cannot be read to its end: ${toErrorMessage(cause)}`, source: label });
  }
  counts.invalid += invalid;
  if (invalid > MAX_PROBLEMS)
    problems.push({ code: 'record-invalid', message: `${invalid - MAX_PROBLEMS} more records are invalid`, source: label });
  return problems;
}

function addRecord(
  items: Iterable<FeedItem>,
  writer: DatabaseWriter,
  key: { readonly key: number; readonly name: string },
  counts: Counts,
): void {
  for (const item of items) {
    if (item.type === 'advisory') {
      if (item.advisory.withdrawn) counts.withdrawn += 1;
      if (item.advisory.modified > counts.newest) counts.newest = item.advisory.modified;
    }
    if (writer.add(item, key)) counts.records += 1;
  }
}
