import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { isClusterScoped, type Raw, toRecord, toText } from '@breakwater/inventory';
import { kinds } from '@breakwater/kube';
import { type Remark, readManifest, toObjects } from '@breakwater/manifest';
import { type Problem, toErrorMessage } from '@breakwater/model';
import { toObjectKey } from '@breakwater/protocol';
import type { Place } from '../thread/object-entry.ts';
import type { WatchListener } from './watch.ts';

const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);
const SKIPPED = new Set(['node_modules', 'vendor']);
const MAX_FILES = 20_000;
const MAX_BYTES = 32 * 1024 * 1024;
const POLL_MS = 2000;

/** Text of files that is kept, so that findings know their lines. */
const MAX_LOCATED = 64 * 1024 * 1024;
const MAX_REMARKS = 10_000;
const LINES_UNKNOWN = `the files before this one have ${MAX_LOCATED} bytes: from here on findings do not know their lines, and comments accept nothing`;

export interface FolderWatchOptions {
  readonly paths: readonly string[];
  readonly listener: WatchListener;
  /** Milliseconds between looks; 2,000 when absent. */
  readonly pollMs?: number;
}

/** Watches folders of manifests as if they were a cluster: what stands in them exists. */
export function watchFolder({ paths, listener, pollMs = POLL_MS }: FolderWatchOptions): { readonly stop: () => Promise<void> } {
  const watch = new FolderWatch(paths, listener);
  const end = new AbortController();
  const done = watch.run(pollMs, end.signal);
  return {
    stop: async () => {
      end.abort();
      await done;
    },
  };
}

interface Found {
  readonly objects: ReadonlyMap<string, FoundObject>;
  readonly remarks: readonly Remark[];
  readonly problems: readonly Problem[];
}

interface FoundObject {
  readonly object: Raw;
  readonly place?: Place;
}

class FolderWatch {
  readonly #paths: readonly string[];
  readonly #listener: WatchListener;
  #signature = '';
  #known: ReadonlySet<string> = new Set();

  constructor(paths: readonly string[], listener: WatchListener) {
    this.#paths = paths;
    this.#listener = listener;
  }

  /** Polls: watching files tells too little on network and container file systems. */
  async run(pollMs: number, signal: AbortSignal): Promise<void> {
    // Files may refer to what stands elsewhere.
    this.#listener.onComplete(false);
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      await this.#look();
      if (isFirst) this.#listener.onSynced();
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, pollMs);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async #look(): Promise<void> {
    const problems: Problem[] = [];
    const files: File[] = [];
    for (const path of this.#paths) await findFiles(path, files, problems, toShown(path, this.#paths.length > 1));
    const signature = JSON.stringify([files, problems]);
    if (signature === this.#signature) return;
    this.#signature = signature;
    const found = await readObjects(files, problems);
    this.#listener.onRemarks?.(found.remarks);
    for (const { object, place } of found.objects.values()) this.#listener.onPut(object, false, place);
    for (const key of this.#known) if (!found.objects.has(key)) this.#listener.onDelete(key);
    this.#known = new Set(found.objects.keys());
    this.#listener.onProblems('folder', found.problems);
  }
}

/** Name of a path as people see it, given that of the folder that was named: machines are none of their business. */
type Shown = (path: string) => string;

function toShown(root: string, isOneOfMany: boolean): Shown {
  return path => {
    const inside = relative(root, path);
    if (inside === '') return basename(path);
    return isOneOfMany ? join(basename(root), inside) : inside;
  };
}

interface File {
  readonly path: string;
  /** As it is told. */
  readonly name: string;
  readonly size: number;
  readonly changedAt: number;
}

async function findFiles(path: string, files: File[], problems: Problem[], show: Shown): Promise<void> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) await walk(path, files, problems, show);
    else if (info.isFile() && files.length < MAX_FILES) files.push({ path, name: show(path), size: info.size, changedAt: info.mtimeMs });
  } catch (cause) {
    problems.push({ code: 'folder-unreadable', source: show(path), message: toErrorMessage(cause) });
  }
}

async function walk(folder: string, files: File[], problems: Problem[], show: Shown): Promise<void> {
  const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    // Links may lead in circles; a link to a file is read as the file.
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name) && !entry.name.startsWith('.')) await findFiles(path, files, problems, show);
    } else if (EXTENSIONS.has(extname(entry.name).toLowerCase())) await findFiles(path, files, problems, show);
  }
}

async function readObjects(files: readonly File[], problems: readonly Problem[]): Promise<Found> {
  const objects = new Map<string, FoundObject>();
  const all: Problem[] = [...problems];
  const remarks: Remark[] = [];
  let room = MAX_LOCATED;
  for (const { path, name, size } of files) {
    if (size > MAX_BYTES) {
      all.push({ code: 'folder-unreadable', source: name, message: `the file has more than ${MAX_BYTES} bytes` });
      continue;
    }
    const bytes = await readFile(path);
    const manifest = readManifest(bytes, { source: name });
    const read = toObjects(manifest);
    all.push(...[...manifest.problems, ...read.problems].filter(({ code }) => code !== 'not-a-kubernetes-object'));
    remarks.push(...manifest.remarks.slice(0, MAX_REMARKS - remarks.length));
    room -= size;
    if (room < 0 && room + size >= 0) all.push({ code: 'folder-lines-unknown', source: name, message: LINES_UNKNOWN });
    const version = `${name} ${createHash('sha256').update(bytes).digest('base64url')}`;
    for (const found of read.objects) {
      const object = toLive(found.value as unknown as Raw);
      objects.set(toKey(object), room < 0 ? { object } : { object, place: { version, locate: field => found.locate(field) } });
    }
  }
  return { objects, remarks, problems: all };
}

/** The object as a cluster would show it: in a namespace, and without what is never kept. */
function toLive(object: Raw): Raw {
  const metadata = toRecord(object['metadata']);
  const kind = toText(object['kind']);
  const namespace = isClusterScoped(kind) ? {} : { namespace: toText(metadata['namespace']) || 'default' };
  const name = toText(metadata['name']) || toText(metadata['generateName']);
  const live = { ...object, metadata: { ...metadata, name, ...namespace } };
  const apiVersion = toText(object['apiVersion']);
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return kinds.find(known => known.kind === kind && known.group === group)?.keep(live) ?? live;
}

function toKey(object: Raw): string {
  const { namespace, name } = toRecord(object['metadata']);
  return toObjectKey({
    apiVersion: toText(object['apiVersion']),
    kind: toText(object['kind']),
    namespace: toText(namespace),
    name: toText(name),
  });
}
