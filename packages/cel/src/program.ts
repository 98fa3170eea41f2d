import type { Node } from './ast.ts';
import type { Annotations, CheckIssue } from './checker/annotations.ts';
import { checkExpression } from './checker/checker.ts';
import { collectReferences } from './checker/references.ts';
import { Unifier } from './checker/unifier.ts';
import { compileTree } from './compile/compile.ts';
import { type Bindings, type Evaluate, Frame } from './compile/frame.ts';
import { estimateCost } from './cost/estimate.ts';
import type { Range } from './cost/range.ts';
import type { Environment } from './environment.ts';
import { CelError, type CelIssue, locateIssue } from './errors.ts';
import { generate } from './generate/generate.ts';
import { parseExpression } from './parser/parser.ts';
import { SyntaxFault } from './parser/token.ts';
import { type CelType, formatType, isDynamic } from './types.ts';
import { Failure } from './values/failure.ts';
import type { CelValue } from './values/value.ts';

/** 100 KiB, counted in UTF-16 units. */
const MAX_LENGTH = 100 * 1024;
/** Kubernetes' limit for one expression. */
const COST_LIMIT = 1_000_000;
/** Evaluations after which writing code pays. */
const GENERATE_AFTER = 300;
const REST = 100;
/** Nodes, and their height, of expressions that may become code; larger ones are not written by people. */
const MAX_GENERATED_SIZE = 2000;
const MAX_GENERATED_HEIGHT = 80;

export interface CompileOptions {
  /** The type the result has to have. */
  readonly expected?: CelType;
  /** Accept a result whose type is only known at run time where `expected` is more exact; the API server does not. */
  readonly allowDyn?: boolean;
  /** Longest expression in UTF-16 units, 100 KiB when absent. */
  readonly maxLength?: number;
  /** Accept what no evaluation can afford, as the API server does: it fails when it is run. */
  readonly allowCostly?: boolean;
  /** Run what the checker objects to; the objections turn into CEL errors at run time. */
  readonly unchecked?: boolean;
}

export interface EvaluateOptions {
  /** Highest cost, 1,000,000 when absent as in Kubernetes. */
  readonly costLimit?: number;
  /** Shared by several evaluations, as Kubernetes does per binding: each takes its cost from it and stops at zero. */
  readonly budget?: { remaining: number };
}

/** A compiled expression. Immutable; may be evaluated any number of times. */
export interface Program {
  readonly source: string;
  readonly type: CelType;
  /** Variables read and fields followed from them, sorted: `container.security.privileged`. */
  readonly references: readonly string[];
  /** What a successful evaluation costs at least, and at most over an object as large as a request may be. */
  readonly cost: Range;
  /**
   * @throws CelError `evaluation-failed`, `cost-exceeded`, or `unknown` when the result depends on an Unknown.
   */
  evaluate(bindings: Bindings, options?: EvaluateOptions): CelValue;
}

/**
 * Parses, checks and compiles an expression.
 *
 * @throws CelError `parse-failed`, `check-failed`, or `cost-exceeded` for what no evaluation can afford, with the issues and their positions.
 */
export function compile(environment: Environment, source: string, options: CompileOptions = {}): Program {
  const { root, annotations } = check(environment, source, options.maxLength ?? MAX_LENGTH);
  const type = annotations.types[root.id] ?? { kind: 'dyn' };
  const mismatch = annotations.issues.length > 0 ? undefined : findMismatch(type, options);
  if (!options.unchecked) rejectIssues(source, mismatch === undefined ? annotations.issues : [{ offset: 0, message: mismatch }]);
  const { evaluate, issues } = guardDepth(() => compileTree(environment, annotations, root));
  const { min, max, culprit } = guardDepth(() => estimateCost(annotations, root, COST_LIMIT));
  if (!options.unchecked) rejectIssues(source, issues);
  if (culprit !== undefined && options.allowCostly !== true && options.unchecked !== true) {
    const message = `costs at least ${min}, and an evaluation may cost ${COST_LIMIT}`;
    throw reportIssues('cost-exceeded', [locateIssue(source, culprit.offset, message)]);
  }
  const references = collectReferences(root, annotations);
  return new CompiledProgram(environment, { source, type, references, cost: { min, max } }, evaluate, annotations);
}

/** @throws CelError `parse-failed` */
function check(environment: Environment, source: string, maxLength: number): { root: Node; size: number; annotations: Annotations } {
  const { root, size } = parse(environment, source, maxLength);
  return { root, size, annotations: guardDepth(() => checkExpression(environment, root, size)) };
}

class CompiledProgram implements Program {
  readonly source: string;
  readonly type: CelType;
  readonly references: readonly string[];
  readonly cost: Range;
  readonly #environment: Environment;
  /** Closures, whose place code takes once they have been asked often. */
  #evaluate: Evaluate;
  #globalCount: number;
  #slotCount: number;
  #evaluations = 0;
  #failed: { readonly failure: Described; readonly error: CelError } | undefined;

  constructor(environment: Environment, facts: Omit<Program, 'evaluate'>, evaluate: Evaluate, { globals, slotCount }: Annotations) {
    this.source = facts.source;
    this.type = facts.type;
    this.references = facts.references;
    this.cost = facts.cost;
    this.#environment = environment;
    this.#evaluate = evaluate;
    this.#globalCount = globals.length;
    this.#slotCount = slotCount;
  }

  /** What was checked is not kept: it would take more memory than everything else of a program, and most are never asked this often. */
  static generate(program: CompiledProgram): void {
    // Once: what cannot be written now cannot be later.
    program.#evaluations = Number.NEGATIVE_INFINITY;
    const { root, size, annotations } = check(program.#environment, program.source, program.source.length);
    if (size > MAX_GENERATED_SIZE || root.height > MAX_GENERATED_HEIGHT) return;
    const { constants } = compileTree(program.#environment, annotations, root);
    program.#evaluate = generate({ environment: program.#environment, annotations, root, constants });
    // Its variables are its own.
    program.#globalCount = 0;
    program.#slotCount = 0;
  }

  evaluate(bindings: Bindings, options?: EvaluateOptions): CelValue {
    if (shouldGenerate(++this.#evaluations)) this.#tryToGenerate();
    const budget = options?.budget;
    const limit = Math.min(options?.costLimit ?? COST_LIMIT, budget?.remaining ?? Number.POSITIVE_INFINITY);
    const outcome = this.#run(new Frame(bindings, this.#globalCount, this.#slotCount, limit), budget);
    if (!(outcome instanceof Failure)) return outcome;
    throw this.#toError(Failure.describe(outcome));
  }

  /** What cannot be decided for one object cannot be for most others, by the same words: to make them anew takes longer than to evaluate. */
  #toError(failure: Described): CelError {
    if (this.#failed !== undefined && isSame(this.#failed.failure, failure)) return this.#failed.error;
    const { message, unknowns, offset } = failure;
    const issue = locateIssue(this.source, offset ?? 0, message);
    const error = createWithoutStack(
      () => new CelError(unknowns.length > 0 ? 'unknown' : 'evaluation-failed', issue.message, { issues: [issue], unknowns }),
    );
    this.#failed = { failure, error };
    return error;
  }

  #tryToGenerate(): void {
    try {
      CompiledProgram.generate(this);
    } catch {
      // The closures give the same.
    }
  }

  #run(frame: Frame, budget: { remaining: number } | undefined): CelValue | Failure {
    try {
      const outcome = this.#evaluate(frame);
      frame.charge(0);
      return outcome;
    } catch (thrown) {
      if (thrown instanceof CelError) throw thrown;
      // Values nested too deeply for the stack, and getters of host objects that throw.
      const message =
        thrown instanceof RangeError ? 'a value is nested too deeply or too large' : `reading a fact failed: ${String(thrown)}`;
      throw new CelError('evaluation-failed', message, { cause: thrown });
    } finally {
      if (budget !== undefined) budget.remaining = Math.max(0, budget.remaining - frame.cost);
    }
  }
}

type Described = ReturnType<typeof Failure.describe>;

function isSame(one: Described, other: Described): boolean {
  const { message, unknowns, offset } = other;
  if (one.message !== message || one.offset !== offset || one.unknowns.length !== unknowns.length) return false;
  return one.unknowns.every((name, index) => name === unknowns[index]);
}

/** Has a program run by code from now on, for those who compare the two ways. Larger ones stay with their closures. */
export function generateCode(program: Program): void {
  if (program instanceof CompiledProgram) CompiledProgram.generate(program);
}

/** Pages may forbid code from text (Content-Security-Policy), and judge too little for it to matter. */
const IS_PAGE = !('process' in globalThis);

/** Evaluations until another program may become code. */
let rest = 0;

/** Hundreds of programs come to it at the same moment: one after the other, so that nobody waits for all of them. */
function shouldGenerate(evaluations: number): boolean {
  if (IS_PAGE || evaluations < GENERATE_AFTER || --rest > 0) return false;
  rest = REST;
  return true;
}

/** The place is in the expression, not in this code, and to walk the stack takes longer than the evaluation. */
function createWithoutStack<E extends Error>(create: () => E): E {
  const { stackTraceLimit } = STACKS;
  if (stackTraceLimit === undefined) return create();
  STACKS.stackTraceLimit = 0;
  try {
    return create();
  } finally {
    STACKS.stackTraceLimit = stackTraceLimit;
  }
}

/** V8's; other engines have no such limit. https://v8.dev/docs/stack-trace-api */
const STACKS = Error as unknown as { stackTraceLimit?: number };

function parse(environment: Environment, source: string, maxLength: number): ReturnType<typeof parseExpression> {
  if (source.length > maxLength) {
    throw new CelError('parse-failed', `expression has ${source.length} characters, ${maxLength} are allowed`);
  }
  try {
    return parseExpression(source, environment.macros);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxFault)) throw thrown;
    throw reportIssues('parse-failed', [locateIssue(source, thrown.offset, thrown.message)]);
  }
}

function rejectIssues(source: string, issues: readonly CheckIssue[]): void {
  if (issues.length === 0) return;
  const located = issues.map(issue => locateIssue(source, issue.offset, issue.message, issue.suggestion));
  throw reportIssues('check-failed', located);
}

function reportIssues(code: 'parse-failed' | 'check-failed' | 'cost-exceeded', issues: readonly CelIssue[]): CelError {
  return new CelError(code, issues.map(issue => issue.message).join('\n'), { issues });
}

function findMismatch(type: CelType, options: CompileOptions): string | undefined {
  const { expected } = options;
  if (expected === undefined) return undefined;
  const found = formatType(type);
  if (isDynamic(type) && !isDynamic(expected)) {
    if (options.allowDyn) return undefined;
    const hint = expected.kind === 'bool' ? "; write '== true' to compare it" : '';
    return `must be ${formatType(expected)}, but its type is only known at run time${hint}`;
  }
  return new Unifier().assign(type, expected) ? undefined : `must be ${formatType(expected)}, not ${found}`;
}

/** The tree's height is bounded, so this only ever fires on an unusually small stack. */
function guardDepth<T>(run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new CelError('parse-failed', 'expression is nested too deeply', { cause: thrown });
    throw thrown;
  }
}
