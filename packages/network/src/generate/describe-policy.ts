import type { MadePolicy } from './build-policies.ts';

const MAX_REASONS = 5;

/** Whom a policy is for, and what each of its rules rests on. */
export function describePolicy({ object, workload, reasons }: MadePolicy): readonly string[] {
  return [
    workload === undefined ? `what no other policy allows in ${object.metadata.namespace} is denied` : workload,
    ...reasons.flatMap(({ rule, because }) => {
      const more = because.length > MAX_REASONS ? [`and ${because.length - MAX_REASONS} more`] : [];
      return [`${rule}: ${[...because.slice(0, MAX_REASONS), ...more].join('; ')}`];
    }),
  ];
}
