import type { SurfaceItem, SurfaceKind } from './surface.ts';

/** What each kind takes from 100, once, however many there are of it: what an intruder can do with it. */
const WEIGHTS = {
  shell: 20,
  'package-manager': 15,
  'network-tool': 15,
  compiler: 15,
  'remote-access': 15,
  setuid: 10,
  debugger: 5,
  'file-capability': 2,
  'world-writable': 2,
  'credential-file': 1,
  cache: 0,
} as const satisfies Readonly<Record<SurfaceKind, number>>;

export interface SurfacePart {
  readonly kind: SurfaceKind;
  readonly count: number;
  /** Points that it takes. */
  readonly points: number;
}

export interface SurfaceScore {
  /** From 0 to 100; 100 is an image with nothing but the application. */
  readonly score: number;
  /** What it was taken from, the most first. */
  readonly parts: readonly SurfacePart[];
}

/** How little there is for an intruder to use, with what it is made of. */
export function scoreSurface(items: readonly SurfaceItem[]): SurfaceScore {
  const counts = new Map<SurfaceKind, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts]
    .map(([kind, count]) => ({ kind, count, points: WEIGHTS[kind] }))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points || (a.kind < b.kind ? -1 : 1));
  return { score: 100 - parts.reduce((sum, { points }) => sum + points, 0), parts };
}
