import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Links that are followed before a path is taken for a circle. */
const MAX_LINKS = 40;
/** Bytes of the longest file that is read. */
const MAX_BYTES = 256 * 1024;

/** What became of looking at a path of the host. */
export type Looked =
  | { readonly state: 'found'; readonly path: string; readonly stats: Stats }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly reason: string };

/**
 * The file system of a host that may be mounted below a folder: links lead where they would on the host itself, never out of it. Nothing is ever written.
 */
export class HostRoot {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  look(path: string): Looked {
    try {
      const resolved = this.#resolve(path);
      if (resolved === undefined) return { state: 'unreadable', reason: 'its links lead in a circle' };
      return { state: 'found', path: resolved, stats: lstatSync(resolved) };
    } catch (cause) {
      const { code = '' } = cause as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR' ? { state: 'absent' } : { state: 'unreadable', reason: code };
    }
  }

  /** Names in a folder, sorted; empty when it is none or cannot be read. */
  list(path: string): readonly string[] {
    const found = this.look(path);
    if (found.state !== 'found' || !found.stats.isDirectory()) return [];
    try {
      return readdirSync(found.path).toSorted();
    } catch {
      return [];
    }
  }

  /** Bytes of an ordinary file of bounded size; undefined for everything else. Files of /proc have no size, and are read as far as the bound. */
  read(path: string, isSized = true, maxBytes = MAX_BYTES): Buffer | undefined {
    const found = this.look(path);
    if (found.state !== 'found' || !found.stats.isFile() || (isSized && found.stats.size > maxBytes)) return undefined;
    try {
      const bytes = readFileSync(found.path);
      return bytes.length > maxBytes ? bytes.subarray(0, maxBytes) : bytes;
    } catch {
      return undefined;
    }
  }

  readText(path: string): string | undefined {
    return this.read(path, false)?.toString('utf8');
  }

  /** Where a link leads, as the host sees it; undefined when it is none. */
  readLink(path: string): string | undefined {
    try {
      return readlinkSync(join(this.#root, path));
    } catch {
      return undefined;
    }
  }

  /** Throws what the file system says of a part that is not there. */
  #resolve(path: string): string | undefined {
    const waiting = toParts(path).toReversed();
    const parts: string[] = [];
    let links = 0;
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      if (part === '..') {
        parts.pop();
        continue;
      }
      const here = join(this.#root, ...parts, part);
      if (!lstatSync(here).isSymbolicLink()) {
        parts.push(part);
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) return undefined;
      const target = readlinkSync(here);
      if (target.startsWith('/')) parts.length = 0;
      waiting.push(...toParts(target).toReversed());
    }
    return join(this.#root, ...parts);
  }
}

function toParts(path: string): readonly string[] {
  return path.split('/').filter(part => part !== '' && part !== '.');
}
