import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ImageFile } from '@breakwater/behavior';
import { keepNewest } from '@breakwater/model';
import type { ImageFacts, ImagePrograms } from '@breakwater/protocol';

/** Images whose programs are kept unpacked. */
const MAX_UNPACKED = 50;

/** What an image can execute, as it is asked for. */
export interface KnownPrograms extends Pick<ImagePrograms, 'entrypoint' | 'command'> {
  /** Of the image itself. */
  readonly digest: string;
  /** The file at a path from the root; undefined where the image has no program there. */
  readonly find: (path: string) => ImageFile | undefined;
}

interface Kept {
  readonly digests: ReadonlySet<string>;
  readonly index: string | undefined;
  /** As nodes name it: amd64, arm64, …; empty where it is not known. */
  readonly architecture: string;
  /** Small as long as nobody asks, and not in the heap. */
  readonly packed: Uint8Array;
  readonly scan: ImageFacts['scan'];
}

/** What the images of the cluster can execute, by the references that workloads name them by. */
export class ProgramBook {
  readonly #kept = new Map<string, Kept>();
  readonly #unpacked = new Map<string, KnownPrograms>();

  /** Takes over what has changed, and gives it without what is kept here: others have no use for it. */
  apply(entries: readonly ImageFacts[], gone: readonly string[]): readonly ImageFacts[] {
    for (const reference of gone) this.#forget(reference);
    return entries.map(({ programs, ...facts }) => {
      this.#forget(facts.reference);
      if (programs !== undefined) this.#kept.set(facts.reference, pack(programs, facts.scan));
      return facts;
    });
  }

  /**
   * Undefined where the image of that digest was not read: what a tag stands for may have changed since. The digest of an index stands for another image on each kind of machine.
   *
   * @param findArchitecture that of the node where it runs; undefined where nobody knows
   */
  find(reference: string, digest: string, findArchitecture: () => string | undefined): KnownPrograms | undefined {
    const kept = this.#kept.get(reference);
    if (kept === undefined) return undefined;
    const isOfIndex = kept.index === digest && kept.architecture !== '' && kept.architecture === findArchitecture();
    if (!kept.digests.has(digest) && !isOfIndex) return undefined;
    const known = this.#unpacked.get(reference) ?? unpack(kept);
    keepNewest(this.#unpacked, reference, known, MAX_UNPACKED);
    return known;
  }

  #forget(reference: string): void {
    this.#kept.delete(reference);
    this.#unpacked.delete(reference);
  }
}

function pack(programs: ImagePrograms, scan: ImageFacts['scan']): Kept {
  const { digests, index, platform } = programs;
  return {
    digests: new Set(digests),
    index,
    architecture: platform.split('/')[1] ?? '',
    packed: gzipSync(serialize(programs)),
    scan,
  };
}

function unpack({ packed, scan }: Kept): KnownPrograms {
  const { digests, paths, hashes = [], owners, packages, entrypoint, command } = deserialize(gunzipSync(packed)) as ImagePrograms;
  const files = packages.map((one): ImageFile => {
    const exploited = listExploited(one, scan);
    return { package: one.purl, ...(exploited === undefined ? {} : { exploited }) };
  });
  const indexes = new Map(paths.map((path, index) => [`/${path}`, index]));
  const find = (path: string): ImageFile | undefined => {
    const index = indexes.get(path);
    if (index === undefined) return undefined;
    const sha256 = hashes[index] ?? '';
    return { ...files[owners[index] ?? -1], ...(sha256 === '' ? {} : { sha256 }) };
  };
  return { digest: digests[0] ?? '', entrypoint, command, find };
}

/** Undefined where nobody has matched the image, or more are exploited than are told. */
function listExploited(
  { name, version }: ImagePrograms['packages'][number],
  { problem, vulnerabilities, more }: ImageFacts['scan'],
): readonly string[] | undefined {
  if (problem !== undefined || (more > 0 && vulnerabilities.every(({ exploited }) => exploited))) return undefined;
  return vulnerabilities.filter(one => one.exploited && one.package === name && one.version === version).map(({ id }) => id);
}
