import type { PortAtom } from '../engine/port-atoms.ts';

/** `80,8000-8080`, or `1-65535` for all. Atoms are of one protocol and in order; those that touch are put together. */
export function formatPorts(atoms: readonly Pick<PortAtom, 'from' | 'to'>[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const { from, to } of atoms) {
    const before = ranges.at(-1);
    if (before !== undefined && before.to + 1 === from) before.to = to;
    else ranges.push({ from, to });
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}
