import { listChildren, makeNode, mapChildren, type Node, parseTree } from '@breakwater/cel';
import { type Fact, factFunctions } from '@breakwater/inventory';
import { fold } from './fold.ts';
import { call, ident, isConstant, toLiteral, variable } from './literal.ts';
import { findFact, isFactGroup, isSubject, readNative, readRoot } from './natives.ts';
import { Scope, type Shape, toShape, type Value } from './scope.ts';
import type { Obstacle } from './shapes.ts';

type Select = Extract<Node, { kind: 'select' }>;
type Call = Extract<Node, { kind: 'call' }>;
type Comprehension = Extract<Node, { kind: 'comprehension' }>;

export interface RewriteOptions {
  readonly params: Readonly<Record<string, unknown>>;
  readonly kubeMinor: number;
  /** Expressions of the policy's own variables. */
  readonly variables: ReadonlyMap<string, string>;
  /** The policy's root variables by name. */
  readonly roots: Readonly<Record<string, Value>>;
  /** Variable of the element that is judged, where one request holds several. */
  readonly element: string | undefined;
  /** Facts whose value is known, as `Workload.kind` where only one kind is looked at. */
  readonly known: ReadonlyMap<string, string>;
}

const HOST_FUNCTIONS = new Set(factFunctions.map(({ name }) => name));
/** Lists that exported policies keep in a variable of their own. */
const SHARED_LISTS: ReadonlyMap<string, string> = new Map([
  ['Pod.containers', 'containers'],
  ['Pod.volumes', 'volumes'],
  ['Pod.images', 'images'],
]);
/** Variables that every exported policy may have; see raw-variables.ts. */
const OWN_VARIABLES = new Set(['object', 'pod', 'containers', 'volumes', 'images', 'violations']);
const NOTHING: Value = { node: toLiteral(null) };

/** Turns expressions over facts into expressions over raw objects, and notes what stands in the way. */
export class Rewriter {
  readonly obstacles = new Map<string, Obstacle>();
  /** Facts that were read, as `Workload.system`. */
  readonly facts = new Set<string>();
  /** Variables of the policy that the exported one has too, in the order in which they read each other. */
  readonly variables = new Map<string, Value>();
  readonly #options: RewriteOptions;
  readonly #root: Scope;
  /** The policy's variables that are being put in: one that reads itself would not end. */
  readonly #open = new Set<string>();

  constructor(options: RewriteOptions) {
    this.#options = options;
    const named = Object.values(options.roots).flatMap(({ node }) => (node.kind === 'ident' ? [node.name] : []));
    this.#root = new Scope(options.roots).bind(named.map(name => ({ name, shape: undefined }))).scope.replace(options.roots);
  }

  rewrite(text: string): Value {
    return this.#rewrite(parseTree(text), this.#root);
  }

  #rewrite(node: Node, scope: Scope): Value {
    switch (node.kind) {
      case 'ident':
        return scope.find(node.name) ?? { node };
      case 'select':
        return this.#rewriteSelect(node, scope);
      case 'call':
        return this.#rewriteCall(node, scope);
      case 'conditional':
        return this.#rewriteConditional(node, scope);
      case 'comprehension':
        return this.#rewriteComprehension(node, scope);
      case 'optionalMap': {
        const { scope: inner, names } = scope.bind([{ name: node.name, shape: undefined }]);
        const operand = this.#plain(node.operand, scope);
        return { node: makeNode({ ...node, operand, name: names[0] ?? node.name, body: this.#plain(node.body, inner) }) };
      }
      case 'bind':
        return this.#rewriteBind(node, scope);
      case 'list':
        return { node: unifyList(mapChildren(node, child => this.#plain(child, scope))) };
      default:
        return { node: fold(mapChildren(node, child => this.#plain(child, scope))) };
    }
  }

  #plain(node: Node, scope: Scope): Node {
    return this.#rewrite(node, scope).node;
  }

  /** Kubernetes has no cel.bind: the value is written wherever it is read. */
  #rewriteBind(node: Extract<Node, { kind: 'bind' }>, scope: Scope): Value {
    const value = this.#rewrite(node.value, scope);
    return this.#rewrite(node.body, scope.with(node.name, value));
  }

  #rewriteConditional(node: Extract<Node, { kind: 'conditional' }>, scope: Scope): Value {
    const condition = this.#plain(node.condition, scope);
    const known = fold(makeNode({ ...node, condition, whenTrue: toLiteral(true), whenFalse: toLiteral(false) }));
    // The branch that is never taken may read what does not exist.
    if (known.kind === 'literal') return this.#rewrite(known.value === true ? node.whenTrue : node.whenFalse, scope);
    const whenTrue = this.#rewrite(node.whenTrue, scope);
    const whenFalse = this.#plain(node.whenFalse, scope);
    return withShape(makeNode({ ...node, condition, whenTrue: whenTrue.node, whenFalse }), whenTrue.shape);
  }

  #rewriteCall(node: Call, scope: Scope): Value {
    const target = node.target === undefined ? undefined : this.#rewrite(node.target, scope);
    const args = node.args.map(argument => this.#rewrite(argument, scope));
    if (HOST_FUNCTIONS.has(node.name)) this.#note({ fact: `${node.name}()`, reason: "the function is not part of Kubernetes' CEL" });
    const made = fold(makeNode({ ...node, target: target?.node, args: args.map(argument => argument.node) }));
    const [first] = args;
    if (first?.shape?.list !== true) return { node: made };
    if (node.name === '_[_]') return { node: made, shape: { ...first.shape, list: false } };
    return node.name === '_+_' ? { node: made, shape: first.shape } : { node: made };
  }

  #rewriteComprehension(node: Comprehension, scope: Scope): Value {
    const range = this.#rewrite(node.range, scope);
    const element = range.shape?.list === true ? { ...range.shape, list: false } : undefined;
    const last = node.variables.length - 1;
    const bound = scope.bind(node.variables.map((name, index) => ({ name, shape: index === last ? element : undefined })));
    const filter = node.filter === undefined ? undefined : this.#plain(node.filter, bound.scope);
    const body = this.#rewrite(node.body, bound.scope);
    const made = fold(makeNode({ ...node, range: range.node, variables: bound.names, filter, body: body.node }));
    if (node.macro === 'filter') return withShape(made, range.shape);
    return withShape(made, node.macro === 'map' && body.shape?.list === false ? { ...body.shape, list: true } : undefined);
  }

  #rewriteSelect(node: Select, scope: Scope): Value {
    if (node.operand.kind === 'ident' && scope.find(node.operand.name) === undefined) {
      if (node.operand.name === 'params') return this.#readParam(node);
      if (node.operand.name === 'variables' && this.#options.variables.has(node.field)) return this.#readVariable(node.field, scope);
    }
    const operand = this.#rewrite(node.operand, scope);
    if (operand === NOTHING) return NOTHING;
    if (operand.shape === undefined || operand.shape.list) return { node: fold(makeNode({ ...node, operand: operand.node })) };
    return this.#readFact(node, operand, operand.shape, scope);
  }

  #readParam(node: Select): Value {
    const { params } = this.#options;
    if (node.test) return { node: toLiteral(node.field in params) };
    return { node: toLiteral(params[node.field] ?? null) };
  }

  /** A variable of the policy: one of the exported policy too, unless it speaks of the element that is judged. */
  #readVariable(name: string, scope: Scope): Value {
    const known = this.variables.get(name);
    if (known !== undefined) return withShape(variable(name), known.shape);
    if (this.#open.has(name)) return { node: variable(name) };
    this.#open.add(name);
    // Its own names mean what they mean at the root.
    const value = this.#rewrite(parseTree(this.#options.variables.get(name) ?? ''), scope.replace(this.#options.roots));
    this.#open.delete(name);
    if (value === NOTHING || isConstant(value.node) || OWN_VARIABLES.has(name) || this.#speaksOfElement(value.node)) return value;
    this.variables.set(name, value);
    return withShape(variable(name), value.shape);
  }

  #speaksOfElement(node: Node): boolean {
    if (node.kind === 'ident') return node.name === this.#options.element;
    return listChildren(node).some(child => this.#speaksOfElement(child));
  }

  #readFact(node: Select, operand: Value, shape: Shape, scope: Scope): Value {
    const name = `${shape.prefix}${node.field}`;
    const fact = findFact(shape.type, name);
    if (fact === undefined) {
      return isFactGroup(shape.type, name) ? { node: operand.node, shape: { ...shape, prefix: `${name}.` } } : NOTHING;
    }
    const key = `${shape.type}.${name}`;
    this.facts.add(key);
    const known = this.#readKnown(key);
    if (known !== undefined) return node.test ? { node: toLiteral(true) } : { node: known };
    const native = readNative(fact);
    if (native === undefined) return this.#refuse(key, fact);
    const value = this.#instantiate(key, native.tree, operand.node, scope, shape.type);
    return readSelected(node, value, native.optional, fact);
  }

  #readKnown(key: string): Node | undefined {
    if (key === 'Cluster.minor') return toLiteral(this.#options.kubeMinor);
    const known = this.#options.known.get(key);
    return known === undefined ? undefined : toLiteral(known);
  }

  #refuse(key: string, fact: Fact): Value {
    this.#note({ fact: toFactName(key), reason: explainMissing(fact) });
    return NOTHING;
  }

  #instantiate(key: string, tree: Node, subject: Node, scope: Scope, type: string): Node {
    const shared = SHARED_LISTS.get(key);
    if (shared !== undefined) return variable(shared);
    const values = { object: { node: variable('object') }, pod: { node: variable('pod') }, [readRoot(type)]: { node: subject } };
    return this.#plain(tree, scope.replace(values));
  }

  #note(obstacle: Obstacle): void {
    this.obstacles.set(obstacle.fact ?? obstacle.reason, obstacle);
  }
}

/** The API server takes no list of values that differ in type unless each is dynamic. */
function unifyList(node: Node): Node {
  if (node.kind !== 'list') return node;
  const types = new Set(node.elements.map(({ value }) => (value.kind === 'literal' ? typeof value.value : 'unknown')));
  if (types.size < 2) return node;
  return makeNode({ ...node, elements: node.elements.map(({ value, optional }) => ({ value: call('dyn', undefined, value), optional })) });
}

function withShape(node: Node, shape: Shape | undefined): Value {
  return shape === undefined ? { node } : { node, shape };
}

/** The value of a fact as it was asked for: by `has()`, by `.?`, or plainly. */
function readSelected(node: Select, value: Node, optional: boolean, fact: Fact): Value {
  if (node.test) return { node: optional ? call('hasValue', value) : toLiteral(true) };
  if (node.optional) return { node: optional ? value : call('of', ident('optional'), value) };
  const list = /^list\((\w+)\)$/.exec(fact.type)?.[1];
  const shape =
    list !== undefined && isSubject(list) ? { ...toShape(list), list: true } : isSubject(fact.type) ? toShape(fact.type) : undefined;
  return withShape(optional ? call('value', value) : value, shape);
}

/** `Workload.system` as policies write it. */
function toFactName(key: string): string {
  return `${key.charAt(0).toLowerCase()}${key.slice(1)}`;
}

function explainMissing(fact: Fact): string {
  if (fact.subject === 'Cluster' && fact.name === 'complete')
    return 'it asks whether another object is missing, which one request does not show';
  return `the fact has no native form; it is read from ${fact.source}`;
}
