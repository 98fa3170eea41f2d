import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isClusterScoped } from '@breakwater/inventory';
import { kinds } from '@breakwater/kube';
import { readManifest, toObjects } from '@breakwater/manifest';
import { type Problem, toErrorMessage } from '@breakwater/model';
import { toObjectKey } from '@breakwater/protocol';
import { type Raw, toRecord, toText } from '../thread/raw.ts';
import type { WatchListener } from './watch.ts';

const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);
const SKIPPED = new Set(['node_modules', 'vendor']);
const MAX_FILES = 20_000;
const MAX_BYTES = 32 * 1024 * 1024;
const POLL_MS = 2000;

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
  readonly objects: ReadonlyMap<string, Raw>;
  readonly problems: readonly Problem[];
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
    for (const path of this.#paths) await findFiles(path, files, problems);
    const signature = JSON.stringify([files, problems]);
    if (signature === this.#signature) return;
    this.#signature = signature;
    const found = await readObjects(files, problems);
    for (const object of found.objects.values()) this.#listener.onPut(object, false);
    for (const key of this.#known) if (!found.objects.has(key)) this.#listener.onDelete(key);
    this.#known = new Set(found.objects.keys());
    this.#listener.onProblems('folder', found.problems);
  }
}

interface File {
  readonly path: string;
  readonly size: number;
  readonly changedAt: number;
}

async function findFiles(path: string, files: File[], problems: Problem[]): Promise<void> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) await walk(path, files, problems);
    else if (info.isFile() && files.length < MAX_FILES) files.push({ path, size: info.size, changedAt: info.mtimeMs });
  } catch (cause) {
    problems.push({ code: 'folder-unreadable', source: path, message: toErrorMessage(cause) });
  }
}

async function walk(folder: string, files: File[], problems: Problem[]): Promise<void> {
  const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    // Links may lead in circles; a link to a file is read as the file.
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name) && !entry.name.startsWith('.')) await findFiles(path, files, problems);
    } else if (EXTENSIONS.has(extname(entry.name).toLowerCase())) await findFiles(path, files, problems);
  }
}

async function readObjects(files: readonly File[], problems: readonly Problem[]): Promise<Found> {
  const objects = new Map<string, Raw>();
  const all: Problem[] = [...problems];
  for (const { path, size } of files) {
    if (size > MAX_BYTES) {
      all.push({ code: 'folder-unreadable', source: path, message: `the file has more than ${MAX_BYTES} bytes` });
      continue;
    }
    const manifest = readManifest(await readFile(path), { source: path });
    const read = toObjects(manifest);
    all.push(...[...manifest.problems, ...read.problems].filter(({ code }) => code !== 'not-a-kubernetes-object'));
    for (const { value } of read.objects) {
      const object = toLive(value as unknown as Raw);
      objects.set(toKey(object), object);
    }
  }
  return { objects, problems: all };
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
