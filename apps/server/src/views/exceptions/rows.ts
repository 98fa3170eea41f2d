import type { ExceptionRecord } from './store.ts';

export function toExceptionRow(record: ExceptionRecord) {
  const { id, state, target, scope, reason, requester, approver, expiry, vexStatus } = record;
  const { requestedAt, decidedAt, comment, selfApproved, violations, until, kind, findings } = record;
  return {
    id,
    state,
    exception: {
      id,
      target,
      scope,
      reason,
      requester,
      ...(approver === null ? {} : { approver }),
      ...(expiry === null ? {} : { expiry }),
      ...(until === null ? {} : { until }),
      ...(vexStatus === null || vexStatus === undefined ? {} : { vexStatus }),
    },
    requestedAt,
    ...(decidedAt === null ? {} : { decidedAt, decision: comment }),
    selfApproved,
    violations,
    ...(kind === null ? {} : { kind }),
    findings,
  };
}
