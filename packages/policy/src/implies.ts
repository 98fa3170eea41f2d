import type { Verdict } from './to-result.ts';

/**
 * One fact, one finding: a policy mutes the weaker ones that it implies, at the same place or inside it.
 * What was muted stays visible as "also" on the finding that muted it.
 */
export function muteImplied(verdicts: readonly Verdict[]): { readonly kept: readonly Verdict[]; readonly muted: readonly Verdict[] } {
  const muters = Map.groupBy(
    verdicts.filter(verdict => verdict.state === 'fail' && (verdict.policy.definition.implies?.length ?? 0) > 0),
    verdict => verdict.instance.object,
  );
  if (muters.size === 0) return { kept: verdicts, muted: [] };
  const kept: Verdict[] = [];
  const muted: Verdict[] = [];
  for (const verdict of verdicts) {
    const muter = verdict.state === 'fail' ? muters.get(verdict.instance.object)?.find(candidate => mutes(candidate, verdict)) : undefined;
    if (muter === undefined) kept.push(verdict);
    else {
      muted.push(verdict);
      muter.also ??= [];
      muter.also.push(verdict.policy.id);
    }
  }
  return { kept, muted };
}

function mutes(muter: Verdict, verdict: Verdict): boolean {
  return (
    muter !== verdict &&
    muter.policy.definition.implies?.includes(verdict.policy.id) === true &&
    muter.instance.path.every((step, index) => step === verdict.instance.path[index])
  );
}
