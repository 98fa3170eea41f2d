import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResponseEvidence } from '@breakwater/model';

/** What is kept of all responses; the oldest go first. */
const MAX_BYTES = 2 * 1024 * 1024 * 1024;
/** Of one response: pods may have hundreds of containers. */
const MAX_RESPONSE_BYTES = 256 * 1024 * 1024;

/** Evidence on the responder's disk, in a folder for each response; nothing of it leaves the cluster, only names, sizes and hashes do. */
export class EvidenceStore {
  readonly #folder: string;
  readonly #mostBytes: number;

  constructor(folder: string, mostBytes = MAX_BYTES) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** Bytes that one response may still keep. */
  measureRoom(id: string): number {
    return Math.max(0, MAX_RESPONSE_BYTES - measureFolder(join(this.#folder, id)));
  }

  /** Keeps a piece, whole or not at all. */
  write(id: string, name: string, content: Uint8Array, truncated: boolean): ResponseEvidence {
    const folder = join(this.#folder, id);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, toFileName(name));
    writeFileSync(`${path}.new`, content, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
    return { name, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length, truncated };
  }

  /** Where the pieces of a response lie. */
  toFolder(id: string): string {
    return join(this.#folder, id);
  }

  /** Takes the oldest away while there is too much; never that of the response given. */
  makeRoom(keep: string): void {
    const folders = listFolders(this.#folder).toSorted((a, b) => a.time - b.time);
    let total = folders.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { name, bytes } of folders) {
      if (total <= this.#mostBytes) return;
      if (name === keep) continue;
      rmSync(join(this.#folder, name), { recursive: true, force: true });
      total -= bytes;
    }
  }
}

/** Names of containers are DNS labels; what else may come is no part of a path. */
function toFileName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_').slice(0, 200);
}

function listFolders(folder: string): readonly { readonly name: string; readonly bytes: number; readonly time: number }[] {
  try {
    return readdirSync(folder).map(name => {
      const path = join(folder, name);
      return { name, bytes: measureFolder(path), time: statSync(path).mtimeMs };
    });
  } catch {
    return [];
  }
}

function measureFolder(folder: string): number {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  } catch {
    return 0;
  }
}
