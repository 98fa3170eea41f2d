import { toSeverity } from '../../list/severity-counts.ts';
import type { FindingRecord } from './store.ts';

/** Open findings of an image as SQL counts them. */
export interface CountRecord {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly fixable: number;
  readonly exploited: number;
  readonly accepted: number;
}

export function toFindingCounts({ critical, high, medium, low, fixable, exploited, accepted }: CountRecord) {
  return { critical, high, medium, low, fixable, exploited, accepted };
}

export const NO_FINDINGS: CountRecord = { critical: 0, high: 0, medium: 0, low: 0, fixable: 0, exploited: 0, accepted: 0 };

export function toFindingRow(record: FindingRecord) {
  const {
    id,
    package: name,
    version,
    type,
    purl,
    severity,
    score,
    epss,
    exploited,
    risk,
    fixedIn,
    status,
    layer,
    base,
    firstSeen,
    use,
  } = record;
  return {
    id,
    package: name,
    version,
    type,
    purl,
    severity: toSeverity(severity),
    ...(score === null ? {} : { score: round(score) }),
    ...(epss === null ? {} : { epss: round(epss) }),
    exploited,
    risk: round(risk),
    fixedIn,
    status,
    ...(layer === null ? {} : { layer }),
    ...(base === null ? {} : { base }),
    firstSeen,
    ...(use === null ? {} : { use }),
    state: record.kind ?? ('open' as const),
    ...toException(record),
  };
}

function toException({ exception: id, kind, reason, approver, expiry, vexStatus }: FindingRecord) {
  if (id === null || kind === null) return {};
  return {
    exception: {
      id,
      kind,
      reason: reason ?? '',
      ...(approver === null ? {} : { approver }),
      ...(expiry === null ? {} : { expiry }),
      ...(vexStatus === null || vexStatus === undefined ? {} : { vexStatus }),
    },
  };
}

/** Real numbers of PostgreSQL have six digits. */
export function round(value: number): number {
  return Number(value.toPrecision(6));
}

/** Id of an image in the API: its reference. */
export function toImageId(reference: string): string {
  return Buffer.from(reference).toString('base64url');
}

/** Undefined for a text that is no such id. */
export function parseImageId(id: string): string | undefined {
  const reference = Buffer.from(id, 'base64url').toString('utf8');
  return reference === '' || reference.includes('\0') ? undefined : reference;
}
