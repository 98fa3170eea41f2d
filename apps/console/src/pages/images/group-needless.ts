import type { NeedlessItem } from '@breakwater/model';
import { toPath } from '../../format/to-path.ts';

export interface NeedlessGroup {
  readonly kind: string;
  readonly count: number;
  /** Bytes; a package that brought several of them counts once. */
  readonly saves: number;
  /** Taken from the score of the attack surface. */
  readonly points: number;
  readonly examples: readonly string[];
}

const EXAMPLES = 3;

/** Needless things by kind, those that cost the most points first. */
export function groupNeedless(
  items: readonly NeedlessItem[],
  parts: readonly { readonly kind: string; readonly points: number }[],
): readonly NeedlessGroup[] {
  const points = new Map(parts.map(part => [part.kind, part.points]));
  const groups = [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, own]) => ({
    kind,
    count: own.length,
    saves: sumSaved(own),
    points: points.get(kind) ?? 0,
    examples: own.slice(0, EXAMPLES).map(({ path }) => toPath(path)),
  }));
  return groups.toSorted((a, b) => b.points - a.points || b.saves - a.saves);
}

/** Bytes that go with all of them: each package is removed once. */
export function sumSaved(items: readonly NeedlessItem[]): number {
  const byPackage = new Map(items.map(item => [item.package ?? item.path, item.saves]));
  return [...byPackage.values()].reduce((sum, bytes) => sum + bytes, 0);
}
