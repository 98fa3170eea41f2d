import { createHash } from 'node:crypto';
import type { Exception } from '@breakwater/model';
import { isOfVulnerability, matchPattern } from '@breakwater/policy';
import { type ImageFacts, KNOWS_PROGRAMS, type KnownImages, MAX_IMAGES, type ServerFrame } from '@breakwater/protocol';
import type { Pool } from '../../database/connection.ts';
import { readPolicySet } from '../../policy-set/store.ts';
import { hasImages, listUsedImages, readImageFacts, type UsedImage } from './store.ts';

/** Images that are read at once; their findings are some megabytes. */
const PART = 25;
/** Of one frame, in UTF-16 units; a single image may be longer than the rest together. */
const FRAME_SIZE = 2_000_000;

/** Tells one sensor what is known of the images of its cluster: what it does not have yet, and what it needs no more. */
export class ImageTeller {
  readonly #pool: Pool;
  readonly #cluster: string;
  readonly #send: (frame: ServerFrame) => Promise<void>;
  readonly #known = new Map<string, string>();
  /** Whether the sensor has said what it has. */
  #isReady = false;
  /** Whether it takes what images can execute. */
  #takesPrograms = false;
  #work: Promise<void> = Promise.resolve();

  constructor(pool: Pool, cluster: string, send: (frame: ServerFrame) => Promise<void>) {
    this.#pool = pool;
    this.#cluster = cluster;
    this.#send = send;
  }

  /** What the sensor says that it takes. */
  greet(capabilities: readonly string[]): void {
    this.#takesPrograms = capabilities.includes(KNOWS_PROGRAMS);
  }

  /** Takes over what the sensor has. */
  learn(entries: KnownImages['entries'], last: boolean): void {
    for (const [reference, version] of entries) this.#known.set(reference, version);
    if (last) this.#isReady = true;
  }

  /** Sends what differs, one round after the other. Rejects with what the database or the line says. */
  tell(isEnded: () => boolean): Promise<void> {
    this.#work = this.#work.catch(() => {}).then(() => (this.#isReady && !isEnded() ? this.#tell(isEnded) : undefined));
    return this.#work;
  }

  async #tell(isEnded: () => boolean): Promise<void> {
    if (this.#known.size === 0 && !(await hasImages(this.#pool))) return;
    const { exceptions } = await readPolicySet(this.#pool, this.#cluster);
    const accepted = selectExceptions(exceptions, this.#cluster);
    const used = await listUsedImages(this.#pool, this.#cluster, toKey(accepted));
    await this.#forget(used);
    const changed = used.filter(({ reference, version }) => this.#known.get(reference) !== version);
    for (let from = 0; from < changed.length && !isEnded(); from += PART) {
      const part = changed.slice(from, from + PART);
      const facts = await readImageFacts(this.#pool, part, accepted, new Date().toISOString(), this.#takesPrograms);
      for (const entries of splitBySize(facts)) await this.#sendFacts(entries);
    }
  }

  async #forget(used: readonly UsedImage[]): Promise<void> {
    const names = new Set(used.map(({ reference }) => reference));
    const gone = [...this.#known.keys()].filter(reference => !names.has(reference));
    for (let from = 0; from < gone.length; from += MAX_IMAGES) {
      const part = gone.slice(from, from + MAX_IMAGES);
      await this.#send({ type: 'image-facts', entries: [], gone: part });
      for (const reference of part) this.#known.delete(reference);
    }
  }

  async #sendFacts(entries: readonly ImageFacts[]): Promise<void> {
    await this.#send({ type: 'image-facts', entries: [...entries], gone: [] });
    for (const { reference, version } of entries) this.#known.set(reference, version);
  }
}

function splitBySize(facts: readonly ImageFacts[]): readonly (readonly ImageFacts[])[] {
  const parts: ImageFacts[][] = [];
  let size = FRAME_SIZE;
  for (const entry of facts) {
    const length = JSON.stringify(entry).length;
    if (size + length > FRAME_SIZE) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(entry);
    size += length;
  }
  return parts;
}

function toKey(exceptions: readonly Exception[]): string {
  return exceptions.length === 0 ? '' : createHash('sha256').update(JSON.stringify(exceptions)).digest('hex').slice(0, 16);
}

/** Exceptions that hold wherever the cluster runs an image. Those of one namespace or workload are judged where those are known. */
export function selectExceptions(exceptions: readonly Exception[], cluster: string): readonly Exception[] {
  return exceptions.filter(isOfVulnerability).flatMap(exception => {
    const { clusters, ...scope } = exception.scope;
    return clusters === undefined || clusters.some(pattern => matchPattern(pattern, cluster)) ? [{ ...exception, scope }] : [];
  });
}
