import type { Distribution } from '../catalog/cataloger.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { type Cycles, DISTRIBUTION_CYCLES, RUNTIME_CYCLES } from './cycles.ts';

/** Until when a distribution or runtime is maintained. */
export interface EndOfLife {
  /** `debian`, `node`, … */
  readonly product: string;
  readonly cycle: string;
  /** The day from which it is not maintained any more, as `2026-07-11`. */
  readonly date: string;
}

/** Undefined where our table does not know the distribution or its version: that is no promise. */
export function findDistributionEnd({ id, version }: Pick<Distribution, 'id' | 'version'>): EndOfLife | undefined {
  return findEnd(id, version, DISTRIBUTION_CYCLES[id]);
}

/** What an interpreter or server of that name and version is; undefined for what is none. */
export function findRuntimeEnd(name: string, version: string): EndOfLife | undefined {
  return findEnd(name, version, Object.hasOwn(RUNTIME_CYCLES, name) ? RUNTIME_CYCLES[name] : undefined);
}

/** Whose own releases count: a distribution maintains what it packages by itself. */
const OF_THEIR_MAKERS = new Set(['generic', 'bitnami', 'conda']);

/** Of the distribution and of runtimes that it does not maintain, each once. */
export function listEnds(distribution: Distribution | undefined, packages: readonly FoundPackage[]): readonly EndOfLife[] {
  const runtimes = packages.filter(({ type }) => OF_THEIR_MAKERS.has(type)).map(({ name, version }) => findRuntimeEnd(name, version));
  const ends = [distribution === undefined ? undefined : findDistributionEnd(distribution), ...runtimes].filter(end => end !== undefined);
  return [...new Map(ends.map(end => [`${end.product} ${end.cycle}`, end])).values()];
}

/** The cycle is the version or its beginning: `3.20.3` belongs to `3.20`, `12.11` to `12`. */
function findEnd(product: string, version: string, cycles: Cycles | undefined): EndOfLife | undefined {
  if (cycles === undefined) return undefined;
  const parts = version.split('.');
  for (let length = parts.length; length > 0; length--) {
    const cycle = parts.slice(0, length).join('.');
    const date = Object.hasOwn(cycles, cycle) ? cycles[cycle] : undefined;
    if (date !== undefined) return { product, cycle, date };
  }
  return undefined;
}
