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

/** Muters by the policy that they imply and the place that they stand at. */
type Muters = ReadonlyMap<string, readonly Verdict[]>;

function indexMuters(verdicts: readonly Verdict[]): Muters {
  const muters = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    if (verdict.state !== 'fail') continue;
    for (const implied of verdict.policy.definition.implies ?? []) {
      const key = toKey(implied, verdict.instance.path);
      const known = muters.get(key);
      if (known === undefined) muters.set(key, [verdict]);
      else known.push(verdict);
    }
  }
  return muters;
}

function toKey(policy: string, path: readonly (string | number)[]): string {
  return `${policy}\n${path.join('\n')}`;
}

/** A muter at the place or around it; policies that imply each other must not mute each other away. */
function findMuter(muters: Muters, verdict: Verdict, mutedBy: ReadonlyMap<Verdict, Verdict>): Verdict | undefined {
  const { path } = verdict.instance;
  for (let length = 0; length <= path.length; length++) {
    const candidates = muters.get(toKey(verdict.policy.id, path.slice(0, length)));
    const muter = candidates?.find(candidate => findRoot(candidate, mutedBy) !== verdict);
    if (muter !== undefined) return muter;
  }
  return undefined;
}

/** The finding that stays at the end of a chain of muted ones. */
function findRoot(verdict: Verdict, mutedBy: ReadonlyMap<Verdict, Verdict>): Verdict {
  let root = verdict;
  for (let next = mutedBy.get(root); next !== undefined; next = mutedBy.get(root)) root = next;
  return root;
}
