import type { Answer, fixPlan } from '@breakwater/api';
import { type BaseCounts, chooseBase, type FixDays, type ImagePlan, planImage } from '@breakwater/vulnerability';
import type { Principal } from '../../access/principal.ts';
import type { Db } from '../../database/connection.ts';
import { toSeverity } from '../../list/severity-counts.ts';
import { readOutput } from '../../views/images/read-output.ts';
import { type BaseRecord, listCandidates, listOpen, type PlanFindingRecord, readBase } from './detail/store.ts';

type BaseUpdate = NonNullable<Answer<typeof fixPlan.endpoints.get>['baseUpdate']>;

export interface ReadPlan extends ImagePlan {
  readonly baseUpdate: BaseUpdate | undefined;
}

/** What a rebuild of one image has to do, from what is stored of it. */
export async function readPlan(
  query: Db,
  principal: Principal,
  found: { readonly reference: string; readonly digest: string },
  days: FixDays,
): Promise<ReadPlan> {
  const [open, base] = await Promise.all([listOpen(query, principal, found), readBase(query, found.digest)]);
  const { layers = [], needless = [] } = base === undefined ? {} : await readOutput(base.output);
  const plan = planImage({
    findings: open.map(({ severity, layer, base: isBase, ...one }) => ({
      ...one,
      severity: toSeverity(severity),
      layer: layer ?? undefined,
      base: isBase ?? undefined,
    })),
    needless,
    instructions: layers.map(({ instruction }) => instruction),
    days,
    now: new Date().toISOString(),
  });
  return { ...plan, baseUpdate: base === undefined ? undefined : await chooseUpdate(query, base, open) };
}

/** Where the base image itself was not read, the findings that it brought stand for it. */
async function chooseUpdate(
  query: Db,
  { name, digest, base }: BaseRecord,
  open: readonly PlanFindingRecord[],
): Promise<BaseUpdate | undefined> {
  if (name === '') return undefined;
  const before = base ?? { ...countBase(open), digests: [digest] };
  const colon = name.lastIndexOf(':');
  const candidates = await listCandidates(query, colon > name.lastIndexOf('/') ? name.slice(0, colon) : name);
  const chosen = chooseBase(name, before, candidates);
  if (chosen === undefined) return undefined;
  return {
    name,
    from: digest,
    to: chosen.digest,
    reference: `${chosen.reference}@${chosen.digest}`,
    before: toCounts(before),
    after: toCounts(chosen),
  };
}

function countBase(open: readonly PlanFindingRecord[]): BaseCounts {
  const of = (rank: number): number => open.filter(({ base, severity }) => base === true && severity === rank).length;
  return { critical: of(4), high: of(3), medium: of(2), low: of(1) };
}

/** How many of them have a fix is not asked of a base image. */
function toCounts({ critical, high, medium, low }: BaseCounts): BaseUpdate['before'] {
  return { critical, high, medium, low };
}
