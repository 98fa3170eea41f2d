import type { CallNode, ComprehensionNode, Node } from '../ast.ts';
import type { Annotations } from '../checker/annotations.ts';
import { KEEP_COST, STEP_COSTS } from '../compile/comprehension.ts';
import { LIST_COST, MAP_COST, STRUCT_COST } from '../compile/construct.ts';
import type { FunctionCost, FunctionDeclaration } from '../declarations.ts';
import { type CelType, DYN } from '../types.ts';
import { addRanges, exactly, maybe, multiplyRanges, ONE, type Range, unionRanges, ZERO } from './range.ts';
import { makeDummy, sizeOfType, sizeOfValue } from './sizes.ts';

/** What a node costs, and how long its value is. */
interface Estimate {
  readonly cost: Range;
  readonly size: Range;
  /** Depends on nothing: may have been computed while compiling, and is free then. */
  readonly constant: boolean;
}

/** What an expression costs at least when it succeeds, and at most over an object as large as a request may be. */
export interface CostEstimate extends Range {
  /** When the whole costs more than was asked for: the first part, from inside out, that alone does. */
  readonly culprit: Node | undefined;
}

/**
 * Bounds the cost of a checked expression before it is run, as cel-go does for values without a schema: texts, lists and maps that come from
 * the object may fill a request of 3 MiB, or be empty.
 *
 * @param limit cost that an evaluation may have
 */
export function estimateCost(annotations: Annotations, root: Node, limit: number): CostEstimate {
  const estimator = new Estimator(annotations, limit);
  const { cost } = estimator.visit(root);
  return { ...cost, culprit: cost.min > limit ? estimator.culprit : undefined };
}

class Estimator {
  readonly #annotations: Annotations;
  readonly #limit: number;
  /** Sizes of variables of macros, by slot. */
  readonly #sizes = new Map<number, Range>();
  culprit: Node | undefined;

  constructor(annotations: Annotations, limit: number) {
    this.#annotations = annotations;
    this.#limit = limit;
  }

  visit(node: Node): Estimate {
    const estimate = this.#estimate(node);
    if (estimate.cost.min > this.#limit) this.culprit ??= node;
    return estimate;
  }

  #estimate(node: Node): Estimate {
    switch (node.kind) {
      case 'literal':
        return { cost: ZERO, size: sizeOfValue(node.value), constant: true };
      case 'ident':
        return this.#readName(node);
      case 'select': {
        if (this.#annotations.resolutions.has(node.id)) return this.#readName(node);
        const cost = addRanges(this.visit(node.operand).cost, node.test ? ZERO : ONE);
        return { cost, size: this.#sizeOf(node), constant: false };
      }
      case 'call':
        return this.#estimateCall(node);
      case 'logic': {
        const [first = ZERO, ...rest] = node.operands.map(operand => this.visit(operand).cost);
        return { cost: addRanges(first, ...rest.map(maybe)), size: ONE, constant: false };
      }
      case 'conditional': {
        const [condition, left, right] = [this.visit(node.condition), this.visit(node.whenTrue), this.visit(node.whenFalse)];
        const cost = addRanges(condition.cost, { min: 0, max: 1 }, unionRanges(left.cost, right.cost));
        return { cost, size: unionRanges(left.size, right.size), constant: false };
      }
      case 'list':
        return this.#build(
          node.elements.map(element => element.value),
          LIST_COST,
          { min: node.elements.filter(element => !element.optional).length, max: node.elements.length },
        );
      case 'map':
        return this.#build(
          node.entries.flatMap(entry => [entry.key, entry.value]),
          MAP_COST,
          { min: node.entries.filter(entry => !entry.optional).length, max: node.entries.length },
        );
      case 'struct': {
        const parts = node.fields.map(field => this.visit(field.value).cost);
        return { cost: addRanges(exactly(STRUCT_COST), ...parts), size: ONE, constant: false };
      }
      case 'comprehension':
        return this.#estimateComprehension(node);
      case 'bind': {
        const value = this.visit(node.value);
        this.#declare(node, value.size);
        const body = this.visit(node.body);
        // Computed when it is first read, if ever.
        return { cost: addRanges(maybe(value.cost), body.cost), size: body.size, constant: false };
      }
      case 'optionalMap': {
        const operand = this.visit(node.operand);
        this.#declare(node, operand.size);
        const body = this.visit(node.body);
        return { cost: addRanges(operand.cost, maybe(addRanges(ONE, body.cost))), size: maybe(body.size), constant: false };
      }
    }
  }

  #readName(node: Node): Estimate {
    const resolution = this.#annotations.resolutions.get(node.id);
    if (resolution?.kind === 'type') return { cost: ZERO, size: ONE, constant: true };
    const size = resolution?.kind === 'local' ? this.#sizes.get(resolution.slot) : undefined;
    return { cost: ONE, size: size ?? this.#sizeOf(node), constant: false };
  }

  #build(parts: readonly Node[], price: number, size: Range): Estimate {
    const estimates = parts.map(part => this.visit(part));
    const cost = addRanges(exactly(price), ...estimates.map(estimate => estimate.cost));
    const constant = estimates.every(estimate => estimate.constant);
    return { cost: constant ? maybe(cost) : cost, size, constant };
  }

  #estimateCall(node: CallNode): Estimate {
    const { overloads, hasTarget } = this.#annotations.calls.get(node.id) ?? { overloads: [], hasTarget: node.target !== undefined };
    const nodes = node.target === undefined || !hasTarget ? node.args : [node.target, ...node.args];
    const args = nodes.map(arg => this.visit(arg));
    const sizes = args.map(arg => arg.size);
    const prices = overloads.map(overload => priceCall(node.name, overload, sizes));
    const cost = addRanges(...args.map(arg => arg.cost), prices.length === 0 ? ONE : prices.reduce(unionRanges));
    const constant = args.every(arg => arg.constant);
    const name = overloads[0]?.name ?? node.name;
    return { cost: constant ? maybe(cost) : cost, size: this.#sizeOfCall(node, name, nodes, sizes), constant };
  }

  #sizeOfCall(node: CallNode, name: string, nodes: readonly Node[], sizes: readonly Range[]): Range {
    const [first, second] = sizes;
    const [argument] = nodes;
    if (name === '_+_' && first !== undefined && second !== undefined) return this.#sizeOfSum(node, first, second);
    if (KEEPS_LENGTH.has(name) && first !== undefined) return first;
    if (name === 'lists.range' && argument?.kind === 'literal' && typeof argument.value === 'number')
      return exactly(Math.max(0, argument.value));
    return this.#sizeOf(node);
  }

  /** Numbers, times and durations have no length. */
  #sizeOfSum(node: Node, left: Range, right: Range): Range {
    const type = this.#typeOf(node);
    if (type.kind === 'string' || type.kind === 'bytes' || type.kind === 'list') return addRanges(left, right);
    return this.#sizeOf(node);
  }

  #estimateComprehension(node: ComprehensionNode): Estimate {
    const range = this.visit(node.range);
    for (const slot of this.#annotations.slots.get(node.id) ?? []) this.#sizes.delete(slot);
    const filter = node.filter === undefined ? ZERO : this.visit(node.filter).cost;
    const body = this.visit(node.body).cost;
    const step = exactly(STEP_COSTS[node.macro]);
    const kept = node.macro === 'filter' ? { min: 0, max: KEEP_COST } : ZERO;
    // With a filter, the body is only computed for what passes.
    const each = addRanges(step, filter, node.filter === undefined ? body : maybe(body), kept);
    const steps = STOPS_EARLY.has(node.macro) ? { min: Math.min(1, range.size.min), max: range.size.max } : range.size;
    const keepsAll = (node.macro === 'map' || node.macro === 'transformMap') && node.filter === undefined;
    const size = node.macro === 'filter' || !keepsAll ? maybe(range.size) : range.size;
    return { cost: addRanges(range.cost, ONE, multiplyRanges(steps, each)), size, constant: false };
  }

  #declare(node: Node, size: Range): void {
    for (const slot of this.#annotations.slots.get(node.id) ?? []) this.#sizes.set(slot, size);
  }

  #sizeOf(node: Node): Range {
    return sizeOfType(this.#typeOf(node));
  }

  #typeOf(node: Node): CelType {
    return this.#annotations.types[node.id] ?? DYN;
  }
}

const STOPS_EARLY: ReadonlySet<string> = new Set(['all', 'exists']);
const KEEPS_LENGTH: ReadonlySet<string> = new Set(['dyn', 'lowerAscii', 'upperAscii', 'reverse', 'sort']);
const COMPARES: ReadonlySet<string> = new Set(['_<_', '_<=_', '_>_', '_>=_']);

/** Bounds of what the run time charges for a call, see compile/operator.ts and compile/call.ts. */
function priceCall(name: string, overload: FunctionDeclaration, sizes: readonly Range[]): Range {
  const [left = ONE, right = ONE] = sizes;
  const shorter = { min: Math.min(left.min, right.min), max: Math.min(left.max, right.max) };
  switch (name) {
    case '_==_':
    case '_!=_':
      return { min: 1, max: Number.POSITIVE_INFINITY };
    case '_+_':
      return { min: 1, max: Math.max(1, Math.ceil((left.max + right.max) * 0.1)) };
    case '@in':
      return overload.params[1]?.kind === 'list'
        ? { min: right.min, max: Number.POSITIVE_INFINITY }
        : { min: Math.min(1, right.min), max: right.max };
  }
  if (COMPARES.has(name)) return { min: 1, max: Math.max(1, Math.ceil(shorter.max * 0.1)) };
  const { cost = 1 } = overload;
  return typeof cost === 'number' ? exactly(Math.max(0, cost)) : askOnce(overload, cost, sizes);
}

const asked = new WeakMap<FunctionDeclaration, Map<string, Range>>();
/** Sizes come from texts and types: few of them differ. */
const MOST_ANSWERS = 100;

function askOnce(overload: FunctionDeclaration, cost: FunctionCost, sizes: readonly Range[]): Range {
  const answers = asked.get(overload) ?? new Map<string, Range>();
  asked.set(overload, answers);
  const key = sizes.map(({ min, max }) => `${min}-${max}`).join();
  const known = answers.get(key);
  if (known !== undefined) return known;
  const price = { min: ask(overload, cost, sizes, 'min', 1), max: ask(overload, cost, sizes, 'max', Number.POSITIVE_INFINITY) };
  if (answers.size < MOST_ANSWERS) answers.set(key, price);
  return price;
}

/** The price of a call whose arguments are as short, or as long, as they can be; `fallback` where that cannot be asked. */
function ask({ params }: FunctionDeclaration, cost: FunctionCost, sizes: readonly Range[], bound: 'min' | 'max', fallback: number): number {
  const values = params.map((type, index) => makeDummy(type, sizes[index]?.[bound] ?? 1));
  if (values.some((value, index) => value === undefined && params[index]?.kind !== 'int')) return fallback;
  try {
    const price = cost(...values);
    return Number.isFinite(price) ? Math.max(1, price) : fallback;
  } catch {
    return fallback;
  }
}
