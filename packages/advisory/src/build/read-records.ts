import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Feed } from '../feed.ts';
import { readZip } from './zip.ts';

/** A line is one record; a document is one source. What is larger is hostile, or half a download glued to another. */
const MAX_LINE = 16 * 1024 * 1024;
const MAX_DOCUMENT = 256 * 1024 * 1024;
const MAX_UNPACKED = 8 * 1024 * 1024 * 1024;

/** One record of a file: JSON, or text. `line` counts from 1, in an archive the entries. */
export interface SourceRecord {
  readonly line: number;
  readonly text: string;
}

/** The records of a file one after the other, unpacked where it is compressed; memory is bound by the largest record. Throws at a broken end. */
export async function* readRecords(path: string, layout: Feed['layout']): AsyncIterable<SourceRecord> {
  if (path.endsWith('.zip')) {
    yield* readEntries(path);
    return;
  }
  const stream = open(path);
  if (layout === 'json') {
    yield { line: 1, text: await readWhole(stream) };
    return;
  }
  yield* readLines(stream);
}

/** Every JSON file of an archive is a record. */
function* readEntries(path: string): Iterable<SourceRecord> {
  let [line, total] = [0, 0];
  for (const entry of readZip(path)) {
    line += 1;
    if (!entry.name.endsWith('.json')) continue;
    const text = entry.read(MAX_LINE).toString('utf8');
    total += text.length;
    if (total > MAX_UNPACKED) throw new RangeError('it unpacks to more than 8 GiB');
    yield { line, text };
  }
}

function open(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  const output = new PassThrough();
  void pipeline(file, createGunzip(), output).catch((cause: unknown) =>
    output.destroy(cause instanceof Error ? cause : new Error(String(cause))),
  );
  return output;
}

async function* readLines(stream: Readable): AsyncIterable<SourceRecord> {
  let [rest, line, total] = ['', 0, 0];
  for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
    total += chunk.length;
    if (total > MAX_UNPACKED) throw new RangeError('it unpacks to more than 8 GiB');
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new RangeError(`line ${line + lines.length + 1} is longer than 16 MiB`);
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield { line, text };
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, text: rest };
}

async function readWhole(stream: Readable): Promise<string> {
  const parts: string[] = [];
  let total = 0;
  for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
    total += chunk.length;
    if (total > MAX_DOCUMENT) throw new RangeError('it is larger than 256 MiB');
    parts.push(chunk);
  }
  return parts.join('');
}
