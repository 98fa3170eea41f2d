import type { Path } from '@breakwater/manifest';
import type { Policy } from '@breakwater/model';
import { CompiledPolicy } from '../compiled-policy.ts';

/** One CEL text of a policy: where it stands, and how it is compiled by itself, so that every fault is found and not the first alone. */
export interface Part {
  readonly path: Path;
  /** The whole value at the path. */
  readonly value: string;
  /** Where in the value the expression begins. */
  readonly offset: number;
  /** Throws PolicyError with a CelError as its cause. */
  readonly compile: () => unknown;
}

/** Variables in their order; what comes after one that does not compile cannot be known. */
export function listVariableParts(policy: Policy): readonly Part[] {
  const { variables = [] } = policy;
  return variables.map(({ expression }, index) => ({
    path: ['variables', index, 'expression'],
    value: expression,
    offset: 0,
    compile: () => new CompiledPolicy({ ...policy, variables: variables.slice(0, index + 1), expression: 'true' }).expression,
  }));
}

/** Everything else that is CEL. */
export function listParts(policy: Policy): readonly Part[] {
  const whole = new CompiledPolicy(policy);
  const part = (key: keyof Policy, compile: () => unknown): readonly Part[] => {
    const value = policy[key];
    return typeof value === 'string' ? [{ path: [key], value, offset: 0, compile }] : [];
  };
  return [
    ...(policy.matchConditions ?? []).map((condition, index) => ({
      path: ['matchConditions', index],
      value: condition,
      offset: 0,
      compile: () => new CompiledPolicy({ ...policy, matchConditions: [condition] }).conditions,
    })),
    ...part('expression', () => whole.expression),
    ...part('severityExpression', () => whole.severity),
    ...part('outcomeExpression', () => whole.outcome),
    ...part('fieldExpression', () => whole.field),
    ...Object.entries(policy.evidence ?? {}).map(([name, expression]) => ({
      path: ['evidence', name],
      value: expression,
      offset: 0,
      compile: () => new CompiledPolicy({ ...policy, evidence: { [name]: expression } }).evidence,
    })),
    ...listHoles(policy, ['message'], policy.message),
    ...listHoles(policy, ['ja', 'message'], policy.ja.message),
  ];
}

/** The expressions in double braces of a message. */
function listHoles(policy: Policy, path: Path, message: string): readonly Part[] {
  return [...message.matchAll(/\{\{(\s*)(.*?)\}\}/gs)].map(match => ({
    path,
    value: message,
    offset: match.index + 2 + (match[1] ?? '').length,
    compile: () => new CompiledPolicy({ ...policy, message: match[0] }).message('en'),
  }));
}
