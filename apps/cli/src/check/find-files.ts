import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type Problem, toErrorMessage } from '@breakwater/model';

/** More files than any repository of manifests has; beyond it a path was most likely given by mistake. */
const MAX_FILES = 200_000;
const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);
/** Folders that hold no manifests of one's own. */
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.svn', '.hg', '.terraform', '.venv', 'vendor']);

export interface FoundFiles {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** What the manifests of a set are in: plain files, charts, and kustomizations. */
export interface FoundInputs extends FoundFiles {
  /** Folders with a Chart.yaml; nothing below them is in `files`. */
  readonly charts: readonly string[];
  /** Kustomization files; what they refer to may be in `files`. */
  readonly kustomizations: readonly string[];
  /** Files that were named themselves. */
  readonly named: ReadonlySet<string>;
}

/** As `findFiles`, with charts and kustomizations apart. A Chart.yaml or a kustomization that is named stands for its folder. */
export async function findInputs(paths: readonly string[]): Promise<FoundInputs> {
  const search = new Search(true);
  for (const path of paths) await search.add(path);
  return search;
}

/** Names that kustomize reads: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
export const KUSTOMIZATION_FILES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const CHART_FILE = 'Chart.yaml';

/**
 * Manifest files below the given paths, each real file once, sorted within a folder. A file that is named itself is
 * taken whatever its extension; `-` is standard input, which can be read once. What cannot be opened is a Problem.
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const search = new Search(false);
  for (const path of paths) await search.add(path);
  return search;
}

class Search implements FoundInputs {
  readonly files: string[] = [];
  readonly charts: string[] = [];
  readonly kustomizations: string[] = [];
  readonly named = new Set<string>();
  readonly problems: Problem[] = [];
  readonly #seen = new Set<string>();
  readonly #seeksRendered: boolean;

  constructor(seeksRendered: boolean) {
    this.#seeksRendered = seeksRendered;
  }

  async add(path: string): Promise<void> {
    if (path === '-') {
      if (!this.files.includes(path)) this.files.push(path);
      return;
    }
    await this.#guard(path, async () => {
      const info = await stat(path);
      if (info.isDirectory()) await this.#walk(path);
      else if (this.#seeksRendered && basename(path) === CHART_FILE) await this.#walk(dirname(path));
      else if (this.#seeksRendered && KUSTOMIZATION_FILES.includes(basename(path))) await this.#addKustomization(path);
      // Pipes and devices have no real path that could be compared.
      else if (!info.isFile() || this.#remember(await realpath(path))) {
        this.files.push(path);
        this.named.add(path);
      }
    });
  }

  /** Symlinks are followed; a loop ends because a real path is entered once. */
  async #walk(folder: string): Promise<void> {
    const real = await realpath(folder);
    if (!this.#remember(real)) return;
    const entries: Dirent[] = [];
    for await (const entry of await opendir(folder)) entries.push(entry);
    if (this.#seeksRendered) {
      if (entries.some(entry => entry.name === CHART_FILE)) return void this.charts.push(folder);
      const kustomization = KUSTOMIZATION_FILES.find(name => entries.some(entry => entry.name === name));
      if (kustomization !== undefined) await this.#addKustomization(join(folder, kustomization));
    }
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (this.files.length >= MAX_FILES) return this.#reportTooMany(folder);
      await this.#visit(join(folder, entry.name), entry, join(real, entry.name));
    }
  }

  async #addKustomization(file: string): Promise<void> {
    if (this.#remember(await realpath(file))) this.kustomizations.push(file);
  }

  /** `real` is where the entry itself stands: asking the system for each of many files would take longer than reading them. */
  async #visit(path: string, entry: Dirent, real: string): Promise<void> {
    await this.#guard(path, async () => {
      const info = entry.isSymbolicLink() ? await stat(path) : entry;
      if (info.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) await this.#walk(path);
      } else if (
        info.isFile() &&
        EXTENSIONS.has(extname(entry.name).toLowerCase()) &&
        this.#remember(entry.isSymbolicLink() ? await realpath(path) : real)
      ) {
        this.files.push(path);
      }
    });
  }

  /** Whether a real path was not met before. */
  #remember(real: string): boolean {
    if (this.#seen.has(real)) return false;
    this.#seen.add(real);
    return true;
  }

  #reportTooMany(folder: string): void {
    if (this.problems.some(problem => problem.code === 'too-many-files')) return;
    this.problems.push({
      code: 'too-many-files',
      message: `More than ${MAX_FILES} files: the rest was not read. Name the folders that hold your manifests.`,
      source: folder,
    });
  }

  async #guard(path: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (cause) {
      this.problems.push({ code: 'unreadable-path', message: explain(cause), source: path });
    }
  }
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder. Check the path.',
  EACCES: 'Permission denied. Run as a user that may read it.',
  EPERM: 'Permission denied. Run as a user that may read it.',
  ELOOP: 'The symbolic link leads back to itself. Remove or mend the link.',
  ENXIO: 'This is a socket or a device, not a file.',
  EISDIR: 'This is a folder, not a file.',
  EMFILE: 'Too many open files. Raise the limit (ulimit -n) and try again.',
};

/** A plain sentence for what the system refused. */
export function explain(cause: unknown): string {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return EXPLANATIONS[String(code)] ?? `Could not be read: ${toErrorMessage(cause)}`;
}
