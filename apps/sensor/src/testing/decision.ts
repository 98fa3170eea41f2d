import type { AdmissionDecision } from '@breakwater/protocol';

/** What admission tells of a Pod that it refused. */
export function buildDecision(id: string, change: Partial<AdmissionDecision> = {}): AdmissionDecision {
  const time = new Date().toISOString();
  return {
    id,
    time,
    requestUid: `request-${id}`,
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: 'pods',
    namespace: 'shop',
    name: 'web',
    user: { name: 'jo', groups: [] },
    dryRun: false,
    allowed: false,
    policies: [{ policy: 'privileged-container', action: 'deny', state: 'fail', container: 'web', message: 'm' }],
    notEvaluated: [],
    mode: 'evaluated',
    revision: 1,
    count: 1,
    firstSeen: time,
    lastSeen: time,
    durationMs: 1,
    ...change,
  };
}
