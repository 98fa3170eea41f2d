import type { WorkFolder } from '../layer/work-folder.ts';
import type { TarEntry } from '../tar/entry.ts';
import type { CatalogTools, LayerFile } from './cataloger.ts';
import { openSqlite } from './sqlite.ts';
import { readZip } from './zip.ts';

const PIECE = 1024 * 1024;

export function createTools(folder: WorkFolder, entries: readonly TarEntry[] = []): CatalogTools {
  return { entries, openDatabase: file => openSqlite(folder.writeFile(readPieces(file))), readZip };
}

function* readPieces(file: LayerFile): Generator<Buffer> {
  for (let offset = 0; offset < file.size; offset += PIECE) yield file.read(offset, PIECE);
}
