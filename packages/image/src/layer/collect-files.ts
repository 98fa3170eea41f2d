import type { Problem } from '@breakwater/model';
import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { LIMITS } from '../limits.ts';
import type { TarEntry } from '../tar/entry.ts';
import type { ContentSink } from '../tar/tar-reader.ts';
import { createMemoryFile, createSpooledFile } from './layer-files.ts';
import type { ProblemList } from './problem-list.ts';
import type { Spool, WorkFolder } from './work-folder.ts';

/** Keeps the contents that catalogers want while a layer goes by, small ones in memory and the others in one spool. */
export class FileCollector implements Disposable {
  readonly #catalogers: readonly Cataloger[];
  readonly #folder: WorkFolder;
  readonly #problems: ProblemList;
  /** By cataloger and path: a later member of the same path replaces the earlier one. */
  readonly #files = new Map<Cataloger, Map<string, LayerFile>>();
  readonly #hardLinks: TarEntry[] = [];
  #spool: Spool | undefined;
  #memory = 0;

  constructor(catalogers: readonly Cataloger[], folder: WorkFolder, problems: ProblemList) {
    this.#catalogers = catalogers;
    this.#folder = folder;
    this.#problems = problems;
  }

  /** Where the content of an entry goes; undefined when nobody wants it. */
  open(entry: TarEntry): ContentSink | undefined {
    if (entry.type === 'hard-link') this.#hardLinks.push(entry);
    if (entry.type !== 'file') return undefined;
    const takers = this.#listTakers(entry);
    if (takers.length === 0) return undefined;
    if (entry.sparse === true) {
      this.#report('file-not-stored', `${entry.path} is stored in pieces (sparse) and was not read`, entry.path);
      return undefined;
    }
    return this.#keepsInMemory(entry) ? this.#collectInMemory(entry, takers) : this.#collectOnDisk(entry, takers);
  }

  /** The files of one cataloger, by path. Call it when the layer is at its end. */
  list(cataloger: Cataloger): readonly LayerFile[] {
    return [...(this.#files.get(cataloger)?.values() ?? [])];
  }

  /** A hard link's content stands with the first name of the file; what is wanted under a second name only is told. */
  resolveHardLinks(): void {
    for (const link of this.#hardLinks) {
      for (const cataloger of this.#catalogers) this.#resolveHardLink(cataloger, link);
    }
  }

  #resolveHardLink(cataloger: Cataloger, { path, mode, link = '' }: TarEntry): void {
    const target = this.#findContent(link);
    if (!cataloger.wants({ path, mode, size: target?.size ?? 0 })) return;
    if (target === undefined) this.#report('file-not-stored', `${path} is a hard link to ${link}, whose content was not kept`, path);
    else this.#add([cataloger], { ...target, path });
  }

  #findContent(path: string): LayerFile | undefined {
    for (const files of this.#files.values()) {
      const file = files.get(path);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#spool?.[Symbol.dispose]();
  }

  #listTakers(entry: TarEntry): readonly Cataloger[] {
    return this.#catalogers.filter(cataloger => {
      if (!cataloger.wants(entry)) return false;
      const maxBytes = cataloger.maxBytes ?? LIMITS.wantedFileBytes;
      if (entry.size <= maxBytes) return true;
      this.#report('file-too-large', `${entry.path} has ${entry.size} bytes; ${cataloger.name} reads files up to ${maxBytes}`, entry.path);
      return false;
    });
  }

  #keepsInMemory({ size }: TarEntry): boolean {
    return size <= LIMITS.memoryFileBytes && this.#memory + size <= LIMITS.memoryBytes;
  }

  #collectInMemory(entry: TarEntry, takers: readonly Cataloger[]): ContentSink {
    const content = Buffer.allocUnsafe(entry.size);
    this.#memory += entry.size;
    let filled = 0;
    return {
      write: chunk => {
        filled += chunk.copy(content, filled);
      },
      end: () => this.#add(takers, createMemoryFile(entry, content)),
    };
  }

  #collectOnDisk(entry: TarEntry, takers: readonly Cataloger[]): ContentSink | undefined {
    this.#spool ??= this.#folder.openSpool();
    const spool = this.#spool;
    const start = spool.size;
    if (start + entry.size > LIMITS.spoolBytes) {
      this.#report(
        'work-folder-full',
        `${entry.path} was not read: the files of this layer need more than ${LIMITS.spoolBytes} bytes`,
        entry.path,
      );
      return undefined;
    }
    return { write: chunk => spool.write(chunk), end: () => this.#add(takers, createSpooledFile(entry, spool, start)) };
  }

  #add(takers: readonly Cataloger[], file: LayerFile): void {
    for (const taker of takers) {
      const files = this.#files.get(taker) ?? new Map<string, LayerFile>();
      this.#files.set(taker, files.set(file.path, file));
    }
  }

  #report(code: Problem['code'], message: string, source: string): void {
    this.#problems.add({ code, message, source });
  }
}
