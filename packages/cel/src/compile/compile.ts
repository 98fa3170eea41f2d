import type { CallNode, Node } from '../ast.ts';
import type { Annotations, CheckIssue } from '../checker/annotations.ts';
import { findConstructible } from '../checker/constructible.ts';
import type { FunctionDeclaration } from '../declarations.ts';
import type { Environment } from '../environment.ts';
import { DYN } from '../types.ts';
import { Failure, fail } from '../values/failure.ts';
import { CelOptional } from '../values/optional.ts';
import type { CelValue } from '../values/value.ts';
import { compileCall } from './call.ts';
import { compileComprehension } from './comprehension.ts';
import { compileList, compileMap, compileStruct } from './construct.ts';
import { type Evaluate, Frame } from './frame.ts';
import { compileConditional, compileLogic } from './logic.ts';
import { compileOperator } from './operator.ts';
import { compileSelect, locate } from './select.ts';

/** Budget for computing constant parts of an expression while compiling; what costs more is left for run time. */
const FOLD_LIMIT = 1000;

export interface CompiledTree {
  readonly evaluate: Evaluate;
  /** Constants that a function can never take. */
  readonly issues: readonly CheckIssue[];
  /** Values of what depends on nothing, by the id of the node. */
  readonly constants: ReadonlyMap<number, CelValue>;
}

/** Turns a checked tree into closures, one per node. */
export function compileTree(environment: Environment, annotations: Annotations, root: Node): CompiledTree {
  const compiler = new Compiler(environment, annotations);
  const { evaluate } = compiler.compile(root);
  return { evaluate, issues: compiler.issues, constants: compiler.constants };
}

interface Compiled {
  readonly evaluate: Evaluate;
  /** The value, when it does not depend on anything. */
  readonly constant?: CelValue;
}

class Compiler {
  readonly #environment: Environment;
  readonly #annotations: Annotations;
  readonly issues: CheckIssue[] = [];
  readonly constants = new Map<number, CelValue>();
  /** How the lazily bound value in a slot is computed. */
  readonly #lazy = new Map<number, Evaluate>();

  constructor(environment: Environment, annotations: Annotations) {
    this.#environment = environment;
    this.#annotations = annotations;
  }

  compile(node: Node): Compiled {
    const compiled = this.#compileNode(node);
    if (compiled.constant !== undefined) this.constants.set(node.id, compiled.constant);
    return compiled;
  }

  #compileNode(node: Node): Compiled {
    switch (node.kind) {
      case 'literal': {
        const { value } = node;
        return { evaluate: () => value, constant: value };
      }
      case 'ident':
        return this.#compileIdent(node.id, node.offset);
      case 'select': {
        if (this.#annotations.resolutions.has(node.id)) return this.#compileIdent(node.id, node.offset);
        const type = this.#annotations.types[node.operand.id] ?? DYN;
        return { evaluate: compileSelect(node, this.compile(node.operand).evaluate, type) };
      }
      case 'call':
        return this.#compileCall(node);
      case 'logic':
        return {
          evaluate: compileLogic(
            node,
            node.operands.map(operand => this.compile(operand).evaluate),
          ),
        };
      case 'conditional': {
        const [condition, whenTrue, whenFalse] = [node.condition, node.whenTrue, node.whenFalse].map(part => this.compile(part).evaluate);
        return { evaluate: compileConditional(node, condition as Evaluate, whenTrue as Evaluate, whenFalse as Evaluate) };
      }
      case 'list': {
        const parts = node.elements.map(element => this.compile(element.value));
        return fold(
          compileList(
            node,
            parts.map(part => part.evaluate),
          ),
          parts,
        );
      }
      case 'map': {
        const parts = node.entries.map(entry => ({ key: this.compile(entry.key), value: this.compile(entry.value) }));
        const entries = parts.map(({ key, value }) => ({ key: key.evaluate, value: value.evaluate }));
        return fold(
          compileMap(node, entries),
          parts.flatMap(({ key, value }) => [key, value]),
        );
      }
      case 'struct': {
        if (findConstructible(this.#environment.types, node.typeName) !== undefined) {
          const values = node.fields.map(field => this.compile(field.value).evaluate);
          return { evaluate: compileStruct(node, values) };
        }
        const failure = fail(`objects of type '${node.typeName}' cannot be constructed`);
        return { evaluate: () => Failure.locate(failure, node.offset) };
      }
      default:
        return { evaluate: this.#compileMacro(node) };
    }
  }

  #compileIdent(id: number, offset: number): Compiled {
    const resolution = this.#annotations.resolutions.get(id);
    switch (resolution?.kind) {
      case 'global': {
        const { name, index } = resolution;
        return {
          evaluate: frame => {
            frame.cost += 1;
            const value = frame.globals[index];
            return value === undefined ? locate(frame.load(name, index), offset) : value;
          },
        };
      }
      case 'local':
        return { evaluate: this.#compileLocal(resolution.slot, resolution.lazy) };
      case 'type': {
        const { value } = resolution;
        return { evaluate: () => value, constant: value };
      }
      default: {
        const name = resolution?.name ?? '';
        return { evaluate: () => Failure.locate(fail(`undeclared reference to '${name}'`), offset) };
      }
    }
  }

  #compileLocal(slot: number, lazy: boolean): Evaluate {
    const compute = lazy ? this.#lazy.get(slot) : undefined;
    if (compute === undefined) {
      return frame => {
        frame.cost += 1;
        return frame.locals[slot] ?? null;
      };
    }
    return frame => {
      frame.cost += 1;
      let value = frame.locals[slot];
      if (value === undefined) {
        value = compute(frame);
        frame.locals[slot] = value;
      }
      return value;
    };
  }

  #compileCall(node: CallNode): Compiled {
    const resolution = this.#annotations.calls.get(node.id);
    const hasTarget = resolution?.hasTarget ?? false;
    const nodes = hasTarget && node.target !== undefined ? [node.target, ...node.args] : node.args;
    const parts = nodes.map(arg => this.compile(arg));
    const args = parts.map(part => part.evaluate);
    const operator = node.target === undefined ? compileOperator(node.name, args, node.offset) : undefined;
    if (operator !== undefined) return fold(operator, parts);
    const overloads = resolution?.overloads ?? [];
    const shape = { name: node.name, hasTarget, offset: node.offset };
    const constants = parts.map(part => part.constant);
    if (this.#environment.validateLiterals) this.#validateLiterals(node, overloads, constants);
    const evaluate = compileCall(shape, overloads, args, constants, this.#environment.types);
    return overloads.length > 0 && overloads.every(overload => overload.pure) ? fold(evaluate, parts) : { evaluate };
  }

  #validateLiterals(node: CallNode, overloads: readonly FunctionDeclaration[], constants: readonly (CelValue | undefined)[]): void {
    const [overload] = overloads;
    if (overload?.validated !== true || overloads.length !== 1) return;
    const special = overload.specialize?.(constants);
    const outcome = constants.includes(undefined) || special instanceof Failure ? special : overload.call(...constants);
    if (outcome instanceof Failure) this.issues.push({ offset: node.offset, message: Failure.describe(outcome).message });
  }

  #compileMacro(node: Extract<Node, { kind: 'comprehension' | 'bind' | 'optionalMap' }>): Evaluate {
    const slots = this.#annotations.slots.get(node.id) ?? [];
    const slot = slots[0] ?? 0;
    switch (node.kind) {
      case 'comprehension':
        return compileComprehension(node, {
          range: this.compile(node.range).evaluate,
          filter: node.filter === undefined ? undefined : this.compile(node.filter).evaluate,
          body: this.compile(node.body).evaluate,
          slots,
        });
      case 'bind': {
        this.#lazy.set(slot, this.compile(node.value).evaluate);
        const body = this.compile(node.body).evaluate;
        return frame => {
          frame.locals[slot] = undefined;
          return body(frame);
        };
      }
      case 'optionalMap':
        return compileOptionalMap(this.compile(node.operand).evaluate, this.compile(node.body).evaluate, slot, node);
    }
  }
}

function compileOptionalMap(operand: Evaluate, body: Evaluate, slot: number, node: { flat: boolean; offset: number }): Evaluate {
  return frame => {
    const optional = operand(frame);
    if (optional instanceof Failure) return optional;
    if (!(optional instanceof CelOptional)) return Failure.locate(fail('no such overload: expected an optional'), node.offset);
    if (optional.value === undefined) return optional;
    frame.cost += 1;
    frame.locals[slot] = optional.value;
    const result = body(frame);
    return node.flat || result instanceof Failure ? result : new CelOptional(result);
  };
}

/** Computes what depends on constants only, once. Failures are left to run time, where they may be absorbed. */
function fold(evaluate: Evaluate, parts: readonly Compiled[]): Compiled {
  if (!parts.every(part => part.constant !== undefined)) return { evaluate };
  try {
    const value = evaluate(new Frame({}, 0, 0, FOLD_LIMIT));
    return value instanceof Failure ? { evaluate } : { evaluate: () => value, constant: value };
  } catch {
    return { evaluate };
  }
}
