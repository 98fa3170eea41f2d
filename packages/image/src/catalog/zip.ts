import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { ImageError } from '../errors.ts';
import { createMemoryFile } from '../layer/layer-files.ts';
import { LIMITS } from '../limits.ts';
import { cleanPath } from '../tar/clean-path.ts';
import type { LayerFile, ZipBudget } from './cataloger.ts';

/** What one outermost archive may take. */
export function createZipBudget(): ZipBudget {
  return { members: LIMITS.archiveMembers, bytes: LIMITS.archiveBytes };
}

/** Members of a ZIP file that `take` asks for; see CatalogTools. The owner of yauzl. Throws ImageError `archive-cut`, and what yauzl throws. */
export async function* readZip(
  file: LayerFile,
  take: (path: string) => boolean,
  budget: ZipBudget = createZipBudget(),
): AsyncGenerator<LayerFile> {
  const zip = await fromRandomAccessReaderPromise(new FileReader(file), file.size, {
    autoClose: false,
    decodeStrings: false,
    lazyEntries: true,
  });
  for await (const entry of zip.eachEntry()) {
    budget.members -= 1;
    if (budget.members < 0) throw new ImageError('archive-cut', `${file.path}: more than ${LIMITS.archiveMembers} members`);
    const cleaned = cleanPath(toName(entry));
    if (!('path' in cleaned) || !take(cleaned.path)) continue;
    const content = await readMember(zip, entry, budget, file.path);
    yield createMemoryFile({ path: `${file.path}!${cleaned.path}`, size: content.length, mode: 0o644 }, content);
  }
}

/** Names are bytes here, since `decodeStrings` also refuses what is only unusual. */
function toName({ fileName }: Entry): string {
  return Buffer.from(fileName as string | Buffer).toString('utf8');
}

async function readMember(zip: ZipFile, entry: Entry, budget: ZipBudget, path: string): Promise<Buffer> {
  const allowed = Math.min(LIMITS.archiveMemberBytes, budget.bytes);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    size += (chunk as Buffer).length;
    if (size > allowed) throw new ImageError('archive-cut', `${path}: a member that grows to more than ${allowed} bytes`);
    chunks.push(chunk as Buffer);
  }
  budget.bytes -= size;
  return Buffer.concat(chunks);
}

/** Lets yauzl read from a file of a layer. */
class FileReader extends RandomAccessReader {
  readonly #file: LayerFile;

  constructor(file: LayerFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(readRange(this.#file, start, end));
  }
}

const PIECE = 64 * 1024;

function* readRange(file: LayerFile, start: number, end: number): Generator<Buffer> {
  for (let offset = start; offset < end; offset += PIECE) yield file.read(offset, Math.min(PIECE, end - offset));
}
