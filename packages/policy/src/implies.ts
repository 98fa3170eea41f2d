import type { Verdict } from './to-result.ts';

/**
 * One fact, one finding: a policy mutes the weaker ones that it implies, at the same place of an object or inside it.
 * Takes the verdicts on one object. What was muted stays visible as "also" on the finding that muted it, or that muted that one in turn.
 */
export function muteImplied(verdicts: readonly Verdict[]): { readonly kept: readonly Verdict[]; readonly muted: readonly Verdict[] } {
  const muters = indexMuters(verdicts);
  if (muters.size === 0) return { kept: verdicts, muted: [] };
  const mutedBy = new Map<Verdict, Verdict>();
  for (const verdict of verdicts) {
    const muter = verdict.state === 'fail' ? findMuter(muters, verdict, mutedBy) : undefined;
    if (muter !== undefined) mutedBy.set(verdict, muter);
  }
  for (const verdict of mutedBy.keys()) {
    const muter = findRoot(verdict, mutedBy);
    muter.also ??= [];
    muter.also.push(verdict.policy.id);
  }
  return { kept: verdicts.filter(verdict => !mutedBy.has(verdict)), muted: [...mutedBy.keys()] };
}

/** Muters by the policy that they imply. */
type Muters = ReadonlyMap<string, readonly Verdict[]>;

function indexMuters(verdicts: readonly Verdict[]): Muters {
  const muters = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    if (verdict.state !== 'fail') continue;
    for (const implied of verdict.policy.definition.implies ?? []) {
      const known = muters.get(implied);
      if (known === undefined) muters.set(implied, [verdict]);
      else known.push(verdict);
    }
  }
  return muters;
}

/** The outermost muter at the place or around it; policies that imply each other must not mute each other away. */
function findMuter(muters: Muters, verdict: Verdict, mutedBy: ReadonlyMap<Verdict, Verdict>): Verdict | undefined {
  let outermost: Verdict | undefined;
  for (const candidate of muters.get(verdict.policy.id) ?? []) {
    if (outermost !== undefined && candidate.instance.path.length >= outermost.instance.path.length) continue;
    if (isAtOrAround(candidate, verdict) && findRoot(candidate, mutedBy) !== verdict) outermost = candidate;
  }
  return outermost;
}

function isAtOrAround({ instance: outer }: Verdict, { instance: inner }: Verdict): boolean {
  return outer.path.every((step, index) => step === inner.path[index]);
}

/** The finding that stays at the end of a chain of muted ones. */
function findRoot(verdict: Verdict, mutedBy: ReadonlyMap<Verdict, Verdict>): Verdict {
  let root = verdict;
  for (let next = mutedBy.get(root); next !== undefined; next = mutedBy.get(root)) root = next;
  return root;
}
