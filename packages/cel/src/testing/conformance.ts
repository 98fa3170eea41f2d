import type { FunctionDeclaration } from '../declarations.ts';
import { createEnvironment, type Environment } from '../environment.ts';
import { CelError } from '../errors.ts';
import { LIBRARIES } from '../libraries.ts';
import { compile } from '../program.ts';
import { type CelType, formatType } from '../types.ts';
import { fail } from '../values/failure.ts';
import { blockLibrary } from './block.ts';
import { evaluateBothWays } from './both-ways.ts';
import { canonize } from './canonical.ts';
import { readType, readValue, type SpecType, type SpecValue } from './conformance-values.ts';

/** One case of the specification's conformance data (cel.expr.conformance.test.SimpleTest), as far as it is used. */
export interface SpecCase {
  readonly name: string;
  readonly expr: string;
  readonly container: string;
  readonly disableCheck: boolean;
  readonly disableMacros: boolean;
  readonly checkOnly: boolean;
  readonly typeEnv: readonly SpecDeclaration[];
  readonly bindings: Readonly<Record<string, { readonly kind: { readonly case?: string | undefined; readonly value?: unknown } }>>;
  readonly resultMatcher: { readonly case?: string | undefined; readonly value?: unknown };
}

interface SpecDeclaration {
  readonly name: string;
  readonly declKind: { readonly case?: string | undefined; readonly value?: unknown };
}

interface SpecOverload {
  readonly params: SpecType[];
  readonly resultType?: SpecType;
  readonly isInstanceFunction: boolean;
}

const MESSAGES =
  /TestAllTypes|GlobalEnum|cel\.expr\.conformance|google\.protobuf\.(?!Timestamp\b|Duration\b)|google\.protobuf\.(?:Timestamp|Duration)\s*\{|proto\.(?:hasExt|getExt)/;

/**
 * Whether a case builds, binds, declares or yields protobuf messages, enums or wrappers, which this engine does not have.
 * Decided by its data alone: names of message types in the expression or container, declared or bound objects other than
 * timestamps and durations.
 */
export function needsMessages(test: SpecCase): boolean {
  const data = JSON.stringify([test.typeEnv, test.bindings, test.resultMatcher], (_, value) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
  const names = data.match(/"messageType","value":"[^"]*"|"case":"(?:wrapper|enumValue)"|"typeUrl":"[^"]*"/g) ?? [];
  const known = /google\.protobuf\.(?:Timestamp|Duration)"$/;
  return MESSAGES.test(`${test.container}.`) || MESSAGES.test(test.expr) || names.some(name => !known.test(name));
}

/** Undefined when the case passes, otherwise what came out instead. */
export function runCase(test: SpecCase): string | undefined {
  const expected = describeExpected(test);
  const actual = describeActual(test);
  return actual === expected ? undefined : `expected ${expected}, got ${actual}`;
}

function describeExpected({ resultMatcher, checkOnly }: SpecCase): string {
  const content = resultMatcher.value;
  switch (resultMatcher.case) {
    case undefined:
      return 'bool true';
    case 'value':
      return canonize(readValue(content as SpecValue));
    case 'typedResult': {
      const { result, deducedType } = content as { result?: SpecValue; deducedType: SpecType };
      const type = formatType(readType(deducedType));
      return checkOnly || result === undefined ? `: ${type}` : `${canonize(readValue(result))} : ${type}`;
    }
    default:
      return 'error';
  }
}

function describeActual(test: SpecCase): string {
  try {
    const program = compile(buildEnvironment(test), test.expr, { unchecked: test.disableCheck });
    if (test.checkOnly) return `: ${formatType(program.type)}`;
    const bindings = Object.entries(test.bindings).map(([name, bound]) => [name, readValue(bound.kind.value as SpecValue)]);
    const value = canonize(evaluateBothWays(program, Object.fromEntries(bindings)));
    return test.resultMatcher.case === 'typedResult' ? `${value} : ${formatType(program.type)}` : value;
  } catch (thrown) {
    if (thrown instanceof CelError && thrown.code === 'evaluation-failed') return 'error';
    return `thrown ${thrown instanceof CelError ? `${thrown.code}: ` : ''}${String(thrown)}`;
  }
}

function buildEnvironment(test: SpecCase): Environment {
  const variables: Record<string, CelType> = {};
  const functions: FunctionDeclaration[] = [];
  for (const { name, declKind } of test.typeEnv) {
    if (declKind.case === 'ident') variables[name] = readType((declKind.value as { type: SpecType }).type);
    else functions.push(...readFunction(name, (declKind.value as { overloads: SpecOverload[] }).overloads));
  }
  return createEnvironment({ variables, functions, libraries: [...LIBRARIES, blockLibrary], container: test.container });
}

function readFunction(name: string, overloads: readonly SpecOverload[]): FunctionDeclaration[] {
  return overloads.map(({ params, resultType, isInstanceFunction }) => ({
    name,
    receiver: isInstanceFunction,
    params: params.map(readType),
    result: resultType === undefined ? { kind: 'dyn' } : readType(resultType),
    call: () => fail('declared only'),
  }));
}
