import { createHash } from 'node:crypto';
import type { Cataloger } from '../catalog/cataloger.ts';
import { runCatalogers } from '../catalog/run-catalogers.ts';
import { ImageError, toImageProblem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { isProgram } from '../loadable/is-program.ts';
import { SecretScanner } from '../secrets/secret-scanner.ts';
import type { TarEntry } from '../tar/entry.ts';
import { type ContentSink, type Refusal, type TarListener, TarReader } from '../tar/tar-reader.ts';
import { FileCollector } from './collect-files.ts';
import { type Compression, decompress } from './decompress.ts';
import { DigestCheck } from './digest.ts';
import type { LayerContent, LayerSource } from './layer.ts';
import { ProblemList } from './problem-list.ts';
import { walkFolder } from './walk-folder.ts';
import type { WorkFolder } from './work-folder.ts';

export interface ReadLayerOptions {
  readonly catalogers: readonly Cataloger[];
  readonly folder: WorkFolder;
  /** Members that may still be kept, of all layers of the image; those of one layer when absent. */
  readonly budget?: { entries: number };
  /** What problems call the layer. */
  readonly name: string;
  readonly signal?: AbortSignal;
  /** With which credentials are hashed; none are looked for when absent. */
  readonly secretSalt?: Uint8Array;
  /** Whether programs get the SHA-256 of their content. */
  readonly hashPrograms?: boolean;
  /** Told how many bytes of the source were read so far. */
  readonly progress?: (bytes: number) => void;
}

/**
 * Reads one layer in a single pass: digest, decompression, digest of what comes out, members, wanted contents. Nothing is held but headers
 * and what catalogers want. Never throws for what a layer holds: it is told as Problems, with what was read until then.
 */
export async function readLayer(source: LayerSource, options: ReadLayerOptions): Promise<LayerContent> {
  const problems = new ProblemList();
  const members = new MemberList(problems, options);
  using files = new FileCollector(options.catalogers, options.folder, problems);
  const secrets = options.secretSalt === undefined ? undefined : new SecretScanner(options.secretSalt);
  let isUnread = false;
  const listener: TarListener = {
    entry: entry => joinSinks(members.add(entry, files), secrets?.open(entry)),
    refuse: (issue, name) => {
      problems.add({ code: issue, message: describeRefusal(issue, name), source: options.name });
      isUnread ||= issue === 'file-unreadable' || issue === 'file-system-skipped';
    },
  };
  const read = 'folder' in source.content ? walkLayerFolder : readArchive;
  const outcome = await read(source, listener, options);
  if (outcome.failure !== undefined) problems.add(toImageProblem(outcome.failure, options.name, 'layer-invalid'));
  files.resolveHardLinks();
  if (secrets?.isCut === true) problems.add({ code: 'secrets-cut', message: describeSecretsCut(), source: options.name });
  const cataloged = await runCatalogers(options.catalogers, files, options.folder, members.entries);
  for (const problem of cataloged.problems) problems.add(problem);
  return {
    digest: source.digest,
    diffId: source.diffId,
    size: outcome.size,
    tarBytes: outcome.tarBytes,
    compression: outcome.compression,
    entries: members.entries,
    sets: cataloged.sets,
    owned: cataloged.owned,
    distributions: cataloged.distributions,
    secrets: secrets?.found ?? [],
    problems: problems.list(options.name),
    complete: outcome.failure === undefined && !members.isCut && !isUnread,
  };
}

interface Outcome {
  readonly size: number;
  readonly tarBytes: number;
  readonly compression: Compression;
  readonly failure: unknown;
}

/** Members that were seen; a bounded number. */
class MemberList {
  readonly entries: TarEntry[] = [];
  isCut = false;
  readonly #problems: ProblemList;
  readonly #name: string;
  readonly #budget: { entries: number };
  readonly #hashPrograms: boolean;

  constructor(problems: ProblemList, { name, hashPrograms = false, budget = { entries: LIMITS.layerEntries } }: ReadLayerOptions) {
    this.#problems = problems;
    this.#name = name;
    this.#budget = budget;
    this.#hashPrograms = hashPrograms;
  }

  add(entry: TarEntry, files: FileCollector): ContentSink | undefined {
    if (entry.path === '') return undefined;
    if (this.#budget.entries > 0) {
      this.#budget.entries -= 1;
      const index = this.entries.push(entry) - 1;
      return joinSinks(files.open(entry), this.#hash(entry, index));
    }
    if (!this.isCut) this.#problems.add({ code: 'too-many-entries', message: describeCut(), source: this.#name });
    this.isCut = true;
    return undefined;
  }

  /** What a program is known by while it runs. */
  #hash(entry: TarEntry, index: number): ContentSink | undefined {
    if (!this.#hashPrograms || entry.type !== 'file' || entry.sparse === true || !isProgram(entry)) return undefined;
    const hash = createHash('sha256');
    return {
      write: chunk => {
        hash.update(chunk);
      },
      end: () => {
        this.entries[index] = { ...entry, sha256: hash.digest('hex') };
      },
    };
  }
}

function describeCut(): string {
  return `the layers have more than ${LIMITS.layerEntries} entries; those after that were not looked at`;
}

function describeSecretsCut(): string {
  return `the layer has more than ${LIMITS.secrets} credentials, or very many texts that look like some; the others are not told`;
}

function joinSinks(a: ContentSink | undefined, b: ContentSink | undefined): ContentSink | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    write: chunk => {
      a.write(chunk);
      b.write(chunk);
    },
    end: () => {
      a.end();
      b.end();
    },
  };
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'path-escapes': "an entry leads out of the image's root and was passed over",
  'path-invalid': 'an entry with a path that is too long was passed over',
  'file-unreadable': 'it may not be read; run as somebody who may',
  'file-system-skipped': 'another file system lies there, which was not looked into',
};

function describeRefusal(issue: Refusal, name: string): string {
  return `${REFUSALS[issue]}: ${JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name)}`;
}

async function walkLayerFolder(source: LayerSource, listener: TarListener, options: ReadLayerOptions): Promise<Outcome> {
  const folder = 'folder' in source.content ? source.content.folder : '';
  const tarBytes = await walkFolder(folder, listener, options);
  return { size: tarBytes, tarBytes, compression: 'none', failure: undefined };
}

async function readArchive(source: LayerSource, listener: TarListener, options: ReadLayerOptions): Promise<Outcome> {
  const meter = { size: 0, tarBytes: 0, compression: 'none' as Compression };
  try {
    await passThrough(source, new TarReader(listener), meter, options);
    return { ...meter, failure: undefined };
  } catch (failure) {
    options.signal?.throwIfAborted();
    return { ...meter, failure };
  }
}

interface Meter {
  size: number;
  tarBytes: number;
  compression: Compression;
}

async function passThrough(source: LayerSource, reader: TarReader, meter: Meter, options: ReadLayerOptions): Promise<void> {
  if (!('open' in source.content)) return;
  const sent = source.digest === undefined ? undefined : new DigestCheck(source.digest);
  const unpacked = source.diffId === undefined ? undefined : new DigestCheck(source.diffId);
  const bytes = countBytes(source.content.open(options.signal), meter, sent, options);
  const found = (compression: Compression): void => {
    meter.compression = compression;
  };
  let failure: unknown;
  for await (const chunk of decompress(bytes, found)) {
    meter.tarBytes += chunk.length;
    checkGrowth(meter);
    unpacked?.update(chunk);
    failure ??= tryPush(reader, chunk);
  }
  // Changed bytes explain a broken archive, not the other way round.
  sent?.end();
  if (failure !== undefined) throw failure;
  reader.end();
  unpacked?.end();
}

function tryPush(reader: TarReader, chunk: Buffer): unknown {
  try {
    reader.push(chunk);
    return undefined;
  } catch (cause) {
    return cause;
  }
}

async function* countBytes(
  bytes: AsyncIterable<Uint8Array>,
  meter: Meter,
  sent: DigestCheck | undefined,
  { progress, signal }: ReadLayerOptions,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    signal?.throwIfAborted();
    meter.size += chunk.length;
    sent?.update(chunk);
    progress?.(meter.size);
    yield chunk;
  }
}

function checkGrowth({ size, tarBytes }: Meter): void {
  const isBomb = tarBytes > LIMITS.layerFreeBytes && tarBytes > size * LIMITS.layerExpansion;
  if (tarBytes <= LIMITS.layerBytes && !isBomb) return;
  throw new ImageError('layer-too-large', `${size} bytes grow to more than ${tarBytes} when they are unpacked; reading stopped there`);
}
