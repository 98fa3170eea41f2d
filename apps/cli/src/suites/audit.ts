import { readRecordedLine, redactEvent } from '@breakwater/behavior';
import { EventJudge, findParamFault } from '@breakwater/policy';
import { builtInPolicies } from '../catalogue.ts';
import { findPolicy } from '../check/judge.ts';
import { selectEventPolicies } from '../events/select-policies.ts';
import type { Suite } from '../suite.ts';

/** A finding for every request, and one for administrators that many clusters use for everything: asked only where they are named in overrides. */
const OFF: ReadonlySet<string> = new Set(['audit-event-seen', 'audit-administrator-used']);

type Overrides = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const suite: Suite = {
  name: 'audit',
  doc: '`events[]` (audit.k8s.io, in any envelope), `overrides?` (parameters by policy) → `[{policy, count}]` of the violations, by all policies over audit events',
  run: input => {
    const { events, overrides = {} } = input;
    if (!Array.isArray(events) || events.length === 0) throw new TypeError('a case of suite audit has a list of events');
    const params = readOverrides(overrides);
    const policies = selectEventPolicies({ policies: [], preset: 'runtime-audit', ownPolicies: [], params });
    const asked = policies.filter(({ id }) => !OFF.has(id) || Object.hasOwn(params, id));
    const judge = new EventJudge(asked, { cluster: 'file:eval', redact: redactEvent });
    const counts = new Map<string, number>();
    for (const [index, value] of events.entries()) {
      const { events: read, faults } = readRecordedLine(JSON.stringify(value), String(index));
      if (faults.length > 0) throw new TypeError(`event ${index}: ${faults[0]}`);
      for (const { event, context } of read)
        for (const { policy, state } of judge.judge(event, context))
          if (state === 'fail') counts.set(policy, (counts.get(policy) ?? 0) + 1);
    }
    return [...counts].map(([policy, count]) => ({ policy, count })).toSorted((a, b) => (a.policy < b.policy ? -1 : 1));
  },
};

function readOverrides(value: unknown): Overrides {
  const isMap = (part: unknown): boolean => typeof part === 'object' && part !== null && !Array.isArray(part);
  if (!isMap(value) || !Object.values(value as object).every(isMap))
    throw new TypeError("'overrides' holds parameters by policy: {policy: {parameter: value}}");
  for (const [id, params] of Object.entries(value as Overrides)) {
    const fault = findParamFault(findPolicy(id, builtInPolicies), params);
    if (fault !== undefined) throw new TypeError(fault);
  }
  return value as Overrides;
}
