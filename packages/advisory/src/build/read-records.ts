import type { Readable } from 'node:stream';
import type { Feed } from '../feed.ts';
import { openFile } from '../unpack/open-file.ts';
import { readTar } from '../unpack/tar.ts';
import { readZip } from '../unpack/zip.ts';
import { joinOval, OVAL_ELEMENTS } from '../xml/oval.ts';
import { readElements } from '../xml/read-elements.ts';
import { readYamlFile } from '../yaml.ts';

/** A line is one record; a document is one source. What is larger is hostile, or half a download glued to another. */
const MAX_LINE = 16 * 1024 * 1024;
const MAX_DOCUMENT = 256 * 1024 * 1024;
const MAX_UNPACKED = 8 * 1024 * 1024 * 1024;
/** Documents of an archive: those of Red Hat have some 4 MB, and those of kernels more. */
const MAX_ENTRY = 64 * 1024 * 1024;

/** One record of a file. `line` counts from 1: lines, entries of an archive, or elements of a document. */
export interface SourceRecord {
  readonly line: number;
  /** Throws where it is broken. */
  read(): unknown;
}

/** The records of a file one after the other, unpacked where it is compressed; memory is bound by the largest record. Throws at a broken end. */
export async function* readRecords(path: string, layout: Feed['layout']): AsyncIterable<SourceRecord> {
  if (path.endsWith('.zip')) {
    yield* readZipEntries(path);
    return;
  }
  const stream = openFile(path);
  if (/\.tar(?:\.\w+)?$/.test(path)) yield* readTarEntries(stream, layout);
  else if (isDocument(path, layout)) yield toJson(1, await readWhole(stream));
  else if (layout === 'updateinfo') yield* count(readElements(toText(stream), new Set(['update'])));
  else if (layout === 'oval') yield* count(joinOval(readElements(toText(stream), OVAL_ELEMENTS)));
  else yield* readLines(stream, layout === 'lines');
}

/** Sources that keep records as lines may also keep each in a file of its own, and the other way round. */
function isDocument(path: string, layout: Feed['layout']): boolean {
  return layout === 'json' ? !/\.(?:jsonl|ndjson)(?:\.\w+)?$/.test(path) : layout === 'json-lines' && /\.json(?:\.\w+)?$/.test(path);
}

function toJson(line: number, text: string): SourceRecord {
  return { line, read: () => JSON.parse(text) };
}

async function* count(records: AsyncIterable<unknown>): AsyncIterable<SourceRecord> {
  let line = 0;
  for await (const record of records) {
    line += 1;
    yield { line, read: () => record };
  }
}

function toText(stream: Readable): AsyncIterable<string> {
  return stream.setEncoding('utf8') as AsyncIterable<string>;
}

/** Every JSON file of an archive is a record. */
function* readZipEntries(path: string): Iterable<SourceRecord> {
  let [line, total] = [0, 0];
  for (const entry of readZip(path)) {
    line += 1;
    if (!entry.name.endsWith('.json')) continue;
    const text = entry.read(MAX_LINE).toString('utf8');
    total += text.length;
    if (total > MAX_UNPACKED) throw new RangeError('it unpacks to more than 8 GiB');
    yield toJson(line, text);
  }
}

async function* readTarEntries(stream: Readable, layout: Feed['layout']): AsyncIterable<SourceRecord> {
  const wanted = layout === 'yaml' ? /\.ya?ml$/ : /\.json$/;
  let line = 0;
  for await (const { name, content } of readTar(stream, one => wanted.test(one), MAX_ENTRY)) {
    line += 1;
    yield {
      line,
      read: () => {
        if (content instanceof RangeError) throw content;
        return layout === 'yaml' ? readYamlFile(name, content) : JSON.parse(content.toString('utf8'));
      },
    };
  }
}

async function* readLines(stream: Readable, isText: boolean): AsyncIterable<SourceRecord> {
  const toRecord = (line: number, text: string): SourceRecord => (isText ? { line, read: () => text } : toJson(line, text));
  let [rest, line, total] = ['', 0, 0];
  for await (const chunk of toText(stream)) {
    total += chunk.length;
    if (total > MAX_UNPACKED) throw new RangeError('it unpacks to more than 8 GiB');
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new RangeError(`line ${line + lines.length + 1} is longer than 16 MiB`);
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield toRecord(line, text);
    }
  }
  if (rest.trim() !== '') yield toRecord(line + 1, rest);
}

async function readWhole(stream: Readable): Promise<string> {
  const parts: string[] = [];
  let total = 0;
  for await (const chunk of toText(stream)) {
    total += chunk.length;
    if (total > MAX_DOCUMENT) throw new RangeError('it is larger than 256 MiB');
    parts.push(chunk);
  }
  return parts.join('');
}
