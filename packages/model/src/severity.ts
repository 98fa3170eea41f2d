import { Type } from 'typebox';

/** From the mildest to the worst; the order is the meaning. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;

export const Severity = Type.Enum([...SEVERITIES], { description: 'How bad it is: info, low, medium, high or critical' });
export type Severity = (typeof SEVERITIES)[number];

/** Positive when `a` is worse than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

export function isSeverity(text: string): text is Severity {
  return (SEVERITIES as readonly string[]).includes(text);
}
