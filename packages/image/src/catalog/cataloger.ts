import type { Problem } from '@breakwater/model';
import type { TarEntry } from '../tar/entry.ts';
import type { OwnedFiles, PackageSet } from './package-set.ts';

/** A file of a layer that a cataloger asked for. Never unpacked by name; larger ones lie in a spool of the work folder. */
export interface LayerFile {
  /** From the root of the image, without a leading slash, `.` or `..`. */
  readonly path: string;
  /** Bytes of content. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** A part of the content; shorter at the end of the file. */
  read(offset: number, length: number): Buffer;
  /** The whole content, at most the cataloger's `maxBytes`. */
  bytes(): Buffer;
  /** The whole content as UTF-8; what is not valid becomes U+FFFD. */
  text(): string;
}

/** What is known of a file before its content is read. */
export interface Candidate {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

/** What a cataloger may use besides the files. */
export interface CatalogTools {
  /** Every member of the layer, for those that read names. */
  readonly entries: readonly TarEntry[];
  /** Opens a SQLite database that is a file of the layer, read-only, from a numbered file of the work folder. */
  openDatabase(file: LayerFile): SqliteReader;
  /**
   * Members of a ZIP file one after the other, bounded in number and expanded size; `take` says which are read. Members of members count
   * towards the bounds of the outermost archive. Throws when the archive is broken or a bound is reached; members before that still count.
   */
  readZip(file: LayerFile, take: (path: string) => boolean, budget?: ZipBudget): AsyncIterable<LayerFile>;
}

/** What is left of the bounds of one outermost archive. */
export interface ZipBudget {
  members: number;
  bytes: number;
}

export interface SqliteReader extends Disposable {
  /** Rows one by one. */
  rows(sql: string): Iterable<Readonly<Record<string, unknown>>>;
}

/**
 * One package database or manifest format. It sees the files of one layer that it asked for, and says which packages they tell of: nothing
 * else, so that its result can be kept by layer, and no opinion.
 */
export interface Cataloger {
  /** The name of its file. */
  readonly name: string;
  /** Raised when it yields something else of the same bytes: part of the key under which results of layers are kept. */
  readonly version: number;
  readonly doc: string;
  /** Whether the content of a file is wanted. Asked for each regular file of each layer: no regular expression where an ending will do. */
  wants(candidate: Candidate): boolean;
  /** Bytes of a file that is read, 16 MiB when absent; a larger one is a Problem `file-too-large`. */
  readonly maxBytes?: number;
  /** Asked about each layer, also when it wants no file of it: it looks at the names of members. */
  readonly readsNames?: true;
  /**
   * Read only where the image is a folder: what a source tree will be built of, not what an image holds. A lock file is read in images too
   * where its ecosystem leaves nothing else there.
   */
  readonly foldersOnly?: true;
  /** A broken file is a Problem, and the other files still count. Throws nothing. */
  catalog(files: readonly LayerFile[], tools: CatalogTools): Promise<CatalogerResult> | CatalogerResult;
}

export interface CatalogerResult {
  readonly sets: readonly PackageSet[];
  readonly problems: readonly Problem[];
  /** Of the files of this layer only: dpkg writes a package's list in the layer that installs it. */
  readonly owned?: readonly OwnedFiles[];
  /** What the layer says of the distribution; the topmost visible one counts. */
  readonly distributions?: readonly Distribution[];
}

/** https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
export interface Distribution {
  /** The file that says so. */
  readonly evidence: string;
  /** `debian`, `alpine`, `rhel`, … */
  readonly id: string;
  /** Empty where the distribution has none, as unstable ones. */
  readonly version: string;
  readonly name: string;
  readonly like: readonly string[];
}
