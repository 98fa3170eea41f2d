import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Changes } from '../feed.ts';
import type { Fetched } from './download.ts';
import { GoneError, type Http, RefusedError } from './http.ts';

/** After so long, or so many changes, the whole is fetched again: it is one request. */
const MAX_AGE_MS = 14 * 24 * 60 * 60 * 1000;
const MAX_CHANGES = 1000;
const MAX_LIST = 256 * 1024 * 1024;
const MAX_RECORD = 64 * 1024 * 1024;
/** Clocks differ, and a dump is older than the answer that brings it. */
const MARGIN_MS = 6 * 60 * 60 * 1000;
const AT_ONCE = 8;

export interface Place {
  /** URL that paths stand below. */
  readonly base: string;
  readonly folder: string;
  /** The whole file, without which changes say nothing. */
  readonly file: string;
  /** RFC 3339. */
  readonly now: string;
}

/**
 * Fetches what changed since the last time, where that is not long ago and not much; undefined where the whole has to be fetched. Records are kept
 * beside the whole file, and the newer of two counts when a database is built.
 *
 * @throws Error where a list or a record cannot be fetched: nothing is noted then, so that the next time asks for the same
 */
export async function fetchChanges(changes: Changes, { base, folder, file, now }: Place, http: Http): Promise<Fetched | undefined> {
  const since = readSince(folder, changes);
  const isKnown = since !== undefined && existsSync(join(folder, file)) && Date.parse(now) - Date.parse(since.begun) < MAX_AGE_MS;
  if (!isKnown) return undefined;
  const changed = listChanged(await http.readText(`${base}${changes.path}`, MAX_LIST), Date.parse(since.until));
  if (changed.length === 0) return 'unchanged';
  if (changed.length > MAX_CHANGES) return undefined;
  await fetchRecords(changes, changed, { base, folder }, http);
  const newest = Math.max(...changed.map(({ time }) => time));
  writeSince(folder, changes, { begun: since.begun, until: new Date(newest).toISOString() });
  return 'changed';
}

/** A new whole file holds all that was changed before: from now on, changes count since then. One that is the old one still holds no more than before. */
export function beginChanges(changes: Changes, { folder, now }: Pick<Place, 'folder' | 'now'>, fetched: Fetched): void {
  if (fetched === 'unchanged' && readSince(folder, changes) !== undefined) return;
  rmSync(join(folder, changes.file), { force: true });
  writeSince(folder, changes, { begun: now, until: new Date(Date.parse(now) - MARGIN_MS).toISOString() });
}

/**
 * Fetches what a new whole lacks although the list has it: dumps of OSV are known to (google/osv.dev#2575). `known` are the names of its records.
 *
 * @throws Error where a list or a record cannot be fetched, or where so much is missing that the whole is not what the list is about
 */
export async function fetchMissing(
  changes: Changes,
  known: ReadonlySet<string>,
  place: Pick<Place, 'base' | 'folder'>,
  http: Http,
): Promise<void> {
  const listed = listChanged(await http.readText(`${place.base}${changes.path}`, MAX_LIST), Number.NEGATIVE_INFINITY);
  const missing = listed.filter(({ name }) => !known.has(name));
  if (missing.length > MAX_CHANGES) throw new RefusedError(`the dump lacks ${missing.length} records that the list of changes has`);
  if (missing.length > 0) await fetchRecords(changes, missing, place, http);
}

/** All of them or none; what a list names and nobody has any more is passed over. */
async function fetchRecords(
  changes: Changes,
  wanted: readonly Changed[],
  { base, folder }: Pick<Place, 'base' | 'folder'>,
  http: Http,
): Promise<void> {
  const lines: string[] = [];
  for (let index = 0; index < wanted.length; index += AT_ONCE) {
    const part = wanted.slice(index, index + AT_ONCE);
    const texts = await Promise.all(part.map(({ name }) => readRecord(`${base}${changes.toPath(name)}`, http)));
    lines.push(...texts.filter(text => text !== undefined).map(text => JSON.stringify(JSON.parse(text))));
  }
  if (lines.length > 0) appendFileSync(join(folder, changes.file), lines.map(line => `${line}\n`).join(''));
}

async function readRecord(url: string, http: Http): Promise<string | undefined> {
  try {
    return await http.readText(url, MAX_RECORD);
  } catch (cause) {
    if (cause instanceof GoneError) return undefined;
    throw cause;
  }
}

interface Changed {
  readonly name: string;
  readonly time: number;
}

/** Lines of a time and a name, or the other way round, with or without quotes. What is no line of either is passed over: it names nothing to fetch. */
function listChanged(list: string, since: number): readonly Changed[] {
  const found: Changed[] = [];
  for (const line of list.split('\n')) {
    const [first = '', second = ''] = line.trim().replaceAll('"', '').split(',');
    const [time, name] = /^\d{4}-\d{2}-\d{2}T/.test(first) ? [Date.parse(first), second] : [Date.parse(second), first];
    if (time > since && /^(?:\d{4}\/)?[\w][\w.:-]{0,199}$/.test(name)) found.push({ name, time });
  }
  return found;
}

interface Since {
  /** When the whole file was fetched, and until when changes are known. */
  readonly begun: string;
  readonly until: string;
}

function toSincePath(folder: string, { file }: Changes): string {
  return join(folder, `${file}.since`);
}

function readSince(folder: string, changes: Changes): Since | undefined {
  try {
    const { begun, until } = JSON.parse(readFileSync(toSincePath(folder, changes), 'utf8')) as Partial<Since>;
    const isWhole = !Number.isNaN(Date.parse(begun ?? '')) && !Number.isNaN(Date.parse(until ?? ''));
    return isWhole && begun !== undefined && until !== undefined ? { begun, until } : undefined;
  } catch {
    return undefined;
  }
}

function writeSince(folder: string, changes: Changes, since: Since): void {
  writeFileSync(toSincePath(folder, changes), JSON.stringify(since));
}
