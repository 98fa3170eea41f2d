import type { Policy, PortMatch } from '../policy/normal-form.ts';
import { type Pod, PROTOCOLS, type Protocol } from '../world.ts';

/** Ports of a protocol that no policy tells apart. */
export interface PortAtom {
  readonly protocol: Protocol;
  readonly from: number;
  readonly to: number;
}

const FIRST_PORT = 1;
const LAST_PORT = 65_535;

/** Cuts the ports of each protocol wherever a rule begins or ends, and around each port that a rule reaches by name. */
export function listPortAtoms(policies: readonly Policy[], pods: readonly Pod[]): readonly PortAtom[] {
  const cuts = new Map<Protocol, Set<number>>(PROTOCOLS.map(protocol => [protocol, new Set([FIRST_PORT])]));
  const names = new Set<string>();
  for (const port of listPortMatches(policies)) {
    if (port.kind === 'named') names.add(port.name);
    else cut(cuts, port.protocol, port.from, port.to);
  }
  if (names.size > 0) {
    for (const pod of pods) {
      for (const { name, number, protocol } of pod.ports) if (names.has(name)) cut(cuts, protocol, number, number);
    }
  }
  return [...cuts].flatMap(([protocol, starts]) => toAtoms(protocol, starts));
}

/** The same atoms, cut further where the rules of a policy begin or end. */
export function cutAtoms(atoms: readonly PortAtom[], policy: Policy): readonly PortAtom[] {
  const cuts = new Map<Protocol, Set<number>>(PROTOCOLS.map(protocol => [protocol, new Set<number>()]));
  for (const { protocol, from } of atoms) cuts.get(protocol)?.add(from);
  for (const port of listPortMatches([policy])) if (port.kind === 'range') cut(cuts, port.protocol, port.from, port.to);
  return [...cuts].flatMap(([protocol, starts]) => toAtoms(protocol, starts));
}

function cut(cuts: ReadonlyMap<Protocol, Set<number>>, protocol: Protocol, from: number, to: number): void {
  cuts.get(protocol)?.add(Math.max(from, FIRST_PORT));
  if (to < LAST_PORT) cuts.get(protocol)?.add(to + 1);
}

function toAtoms(protocol: Protocol, starts: ReadonlySet<number>): readonly PortAtom[] {
  const sorted = [...starts].toSorted((a, b) => a - b);
  return sorted.map((from, index) => ({ protocol, from, to: (sorted[index + 1] ?? LAST_PORT + 1) - 1 }));
}

export function* listPortMatches(policies: readonly Policy[]): Generator<PortMatch> {
  for (const { ingress, egress } of policies) {
    for (const rule of [...(ingress ?? []), ...(egress ?? [])]) yield* rule.ports ?? [];
  }
}

/** Whether a rule's port holds all ports of an atom; atoms are never cut by a range. */
export function coversAtom(port: PortMatch, atom: PortAtom): boolean {
  return port.kind === 'range' && port.protocol === atom.protocol && port.from <= atom.from && atom.to <= port.to;
}
