import { type EndOfLife, findDistributionEnd, findRuntimeEnd } from '@breakwater/model';
import type { Distribution } from '../catalog/cataloger.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

/** Whose own releases count: a distribution maintains what it packages by itself. */
const OF_THEIR_MAKERS = new Set(['generic', 'bitnami', 'conda']);

/** Of the distribution and of runtimes that it does not maintain, each once. */
export function listEnds(distribution: Distribution | undefined, packages: readonly FoundPackage[]): readonly EndOfLife[] {
  const runtimes = packages.filter(({ type }) => OF_THEIR_MAKERS.has(type)).map(({ name, version }) => findRuntimeEnd(name, version));
  const ends = [distribution === undefined ? undefined : findDistributionEnd(distribution), ...runtimes].filter(end => end !== undefined);
  return [...new Map(ends.map(end => [`${end.product} ${end.cycle}`, end])).values()];
}
