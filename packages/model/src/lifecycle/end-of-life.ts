import { type Cycles, DISTRIBUTION_CYCLES, EXTENDED_CYCLES, RUNTIME_CYCLES } from './cycles.ts';

/** Until when a distribution or runtime is maintained. */
export interface EndOfLife {
  /** `debian`, `node`, … */
  readonly product: string;
  readonly cycle: string;
  /** The day from which it is not maintained any more, as `2026-07-11`. */
  readonly date: string;
  /** The day until which volunteers go on for everybody, where they do. */
  readonly extended?: string;
}

/** `id` is the ID of os-release. Undefined where our table does not know the distribution or its version: that is no promise. */
export function findDistributionEnd({ id, version }: { readonly id: string; readonly version: string }): EndOfLife | undefined {
  return findEnd(id, version, Object.hasOwn(DISTRIBUTION_CYCLES, id) ? DISTRIBUTION_CYCLES[id] : undefined);
}

/** What an interpreter or server of that name and version is; undefined for what is none. */
export function findRuntimeEnd(name: string, version: string): EndOfLife | undefined {
  return findEnd(name, version, Object.hasOwn(RUNTIME_CYCLES, name) ? RUNTIME_CYCLES[name] : undefined);
}

/** The cycle is the version or its beginning: `3.20.3` belongs to `3.20`, `12.11` to `12`. */
function findEnd(product: string, version: string, cycles: Cycles | undefined): EndOfLife | undefined {
  if (cycles === undefined) return undefined;
  const parts = version.split('.');
  for (let length = parts.length; length > 0; length--) {
    const cycle = parts.slice(0, length).join('.');
    const date = Object.hasOwn(cycles, cycle) ? cycles[cycle] : undefined;
    if (date === undefined) continue;
    const extended = Object.hasOwn(EXTENDED_CYCLES, product) ? EXTENDED_CYCLES[product]?.[cycle] : undefined;
    return { product, cycle, date, ...(extended === undefined ? {} : { extended }) };
  }
  return undefined;
}
