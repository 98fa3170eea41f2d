import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type Result, SEVERITIES } from '@breakwater/model';
import { BETWEEN_RESULTS, type ResultList } from '@breakwater/report';
import { countSeverities } from '../judge.ts';

/** Results of some objects that follow each other, as JSON that is compressed: they repeat themselves, and weigh a twentieth. */
export interface Pack {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly severities: Readonly<Record<string, number>>;
}

const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function pack(results: readonly Result[]): Pack {
  const text = results.map(result => JSON.stringify(result)).join(BETWEEN_RESULTS);
  return { bytes: zstdCompressSync(text, FASTEST), count: results.length, severities: countSeverities(results) };
}

/** Results in packs, in their order; each is made when it is read. */
export class PackedResults implements ResultList {
  readonly length: number;
  readonly severities: Readonly<Record<string, number>>;
  readonly #packs: readonly Pack[];

  constructor(packs: readonly Pack[]) {
    this.#packs = packs;
    this.length = packs.reduce((sum, { count }) => sum + count, 0);
    const count = (severity: string) => packs.reduce((sum, { severities }) => sum + (severities[severity] ?? 0), 0);
    this.severities = Object.fromEntries(SEVERITIES.map(severity => [severity, count(severity)]));
  }

  *toJson(): Generator<Buffer> {
    for (const { bytes, count } of this.#packs) if (count > 0) yield zstdDecompressSync(bytes);
  }

  *[Symbol.iterator](): Generator<Result> {
    const standards = new Map<string, Result['standards']>();
    for (const json of this.toJson()) for (const text of json.toString().split(BETWEEN_RESULTS)) yield share(JSON.parse(text), standards);
  }

  filter(keep: (result: Result) => boolean): readonly Result[] {
    const kept: Result[] = [];
    for (const result of this) if (keep(result)) kept.push(result);
    return kept;
  }

  map<T>(convert: (result: Result) => T): readonly T[] {
    return Array.from(this, convert);
  }
}

/** What is the same for each result of a policy is held once. */
function share(result: Result, standards: Map<string, Result['standards']>): Result {
  const known = standards.get(result.policy);
  if (known === undefined) standards.set(result.policy, result.standards);
  return known === undefined ? result : { ...result, standards: known };
}
