import { sql } from 'kysely';
import type { ListSource } from '../../list/column.ts';
import { FINDING_COLUMNS, FINDING_TIE, type FindingRecord, IS_OPEN, JOIN_PLACED, SELECT_FINDING } from '../../views/findings/store.ts';

export interface WorkloadFindingRecord extends FindingRecord {
  readonly container: string;
  readonly reference: string;
  readonly digest: string;
}

/** Findings in the images of a workload that was found visible before. */
export function workloadFindingsSource(
  { cluster, key }: { readonly cluster: string; readonly key: string },
  onlyOpen: boolean,
): ListSource {
  const { id, package: name, severity, risk, exploited, fixable, base, use, state, firstSeen } = FINDING_COLUMNS;
  return {
    from: sql`image_place AS p JOIN image_vulnerability AS f ON f.digest = p.digest ${JOIN_PLACED}`,
    select: sql`${SELECT_FINDING}, p.container, p.reference, p.digest`,
    where: [sql<boolean>`p.cluster = ${cluster} AND p.key = ${key}`, ...(onlyOpen ? [IS_OPEN] : [])],
    columns: {
      ...{ id, package: name, severity, risk, exploited, fixable, base, use, state, firstSeen },
      container: { value: sql`p.container` },
      reference: { value: sql`p.reference` },
    },
    tie: [{ value: sql`p.container` }, { value: sql`p.digest` }, ...FINDING_TIE],
    defaultSort: '-risk',
  };
}
