import { CelError, compile, createEnvironment, formatExpression, makeNode, type Node } from '@breakwater/cel';
import { call, ident, isConstant, isLiteral, toLiteral } from './literal.ts';

const nothing = createEnvironment({ variables: {} });

/**
 * The node computed as far as its constants go: parameters and the Kubernetes version are known when a policy is exported, and
 * an exported expression should not ask what it already knows. Sound, since `false && error` is false in CEL.
 */
export function fold(node: Node): Node {
  switch (node.kind) {
    case 'logic':
      return foldLogic(node.operator, node.operands);
    case 'conditional':
      if (isLiteral(node.condition, true)) return node.whenTrue;
      return isLiteral(node.condition, false) ? node.whenFalse : node;
    case 'comprehension':
      return foldComprehension(node);
    case 'call':
      return foldCall(node);
    case 'select':
      return node.optional ? foldOptionalField(node) : node;
    default:
      return node;
  }
}

/** The field of a literal map is known, inside an optional or not. */
function foldOptionalField(node: Extract<Node, { kind: 'select' }>): Node {
  const map = toOptionalValue(node.operand) ?? node.operand;
  if (map.kind !== 'map' || !isConstant(map)) return makeNode({ ...node, operand: dropEmptyMap(node.operand) });
  const entry = map.entries.find(({ key }) => isLiteral(key, node.field));
  return entry === undefined ? call('none', ident('optional')) : call('of', ident('optional'), entry.value);
}

/** `a.?b.orValue({}).?c` is `a.?b.?c`. */
function dropEmptyMap(node: Node): Node {
  if (node.kind !== 'call' || node.name !== 'orValue' || node.target === undefined) return node;
  const [instead] = node.args;
  return instead?.kind === 'map' && instead.entries.length === 0 ? node.target : node;
}

function foldLogic(operator: '&&' | '||', operands: readonly Node[]): Node {
  const decisive = operator === '||';
  if (operands.some(operand => isLiteral(operand, decisive))) return toLiteral(decisive);
  const open = operands.filter(operand => !isLiteral(operand, !decisive));
  const [first, second] = open;
  if (first === undefined) return toLiteral(!decisive);
  return second === undefined ? first : makeNode({ kind: 'logic', operator, operands: open });
}

/** What a macro gives for an empty list. */
const OF_NOTHING: Readonly<Record<string, unknown>> = { all: true, exists: false, existsOne: false, map: [], filter: [] };

function foldComprehension(node: Extract<Node, { kind: 'comprehension' }>): Node {
  const { range, macro } = node;
  if (range.kind === 'list' && range.elements.length === 0 && macro in OF_NOTHING) return toLiteral(OF_NOTHING[macro]);
  return (macro === 'all' && isLiteral(node.body, true)) || (macro === 'exists' && isLiteral(node.body, false))
    ? toLiteral(macro === 'all')
    : node;
}

/** What methods of `optional.of(x)` give, by name. */
const OF_SOME: Readonly<Record<string, (optional: Node, value: Node) => Node>> = {
  orValue: (_, value) => value,
  value: (_, value) => value,
  or: optional => optional,
  hasValue: () => toLiteral(true),
};

/** What methods of `optional.none()` give, by name. */
const OF_NONE: Readonly<Record<string, (args: readonly Node[]) => Node | undefined>> = {
  orValue: ([instead]) => instead,
  or: ([instead]) => instead,
  hasValue: () => toLiteral(false),
};

/** Comparisons that are each other's opposite for all values, which orders are not: NaN. */
const OPPOSITES: Readonly<Record<string, string>> = { '_==_': '_!=_', '_!=_': '_==_' };

type Call = Extract<Node, { kind: 'call' }>;

function foldCall(node: Call): Node {
  const method = foldMethod(node);
  if (method !== undefined) return method;
  const [compared, list] = node.args;
  if (node.name === '!_' && compared?.kind === 'call' && Object.hasOwn(OPPOSITES, compared.name))
    return makeNode({ ...compared, name: OPPOSITES[compared.name] ?? compared.name });
  if (node.name === '@in' && list?.kind === 'list' && list.elements.length === 0) return toLiteral(false);
  const parts = node.target === undefined ? node.args : [node.target, ...node.args];
  return parts.length > 0 && parts.every(isConstant) ? compute(node) : node;
}

/** A method of an optional that is known; undefined for anything else. */
function foldMethod({ target, name, args }: Call): Node | undefined {
  if (target === undefined) return undefined;
  const some = toOptionalValue(target);
  if (some !== undefined) return Object.hasOwn(OF_SOME, name) ? OF_SOME[name]?.(target, some) : undefined;
  return isOptional(target, 'none') && Object.hasOwn(OF_NONE, name) ? OF_NONE[name]?.(args) : undefined;
}

function compute(node: Node): Node {
  try {
    const value = compile(nothing, formatExpression(node), { allowDyn: true }).evaluate({});
    return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string' ? toLiteral(value) : node;
  } catch (cause) {
    // What cannot be computed here fails in the cluster in the same way.
    if (cause instanceof CelError) return node;
    throw cause;
  }
}

/** `x` of `optional.of(x)`. */
function toOptionalValue(node: Node): Node | undefined {
  return isOptional(node, 'of') && node.kind === 'call' ? node.args[0] : undefined;
}

function isOptional(node: Node, maker: 'of' | 'none'): boolean {
  return node.kind === 'call' && node.name === maker && node.target?.kind === 'ident' && node.target.name === 'optional';
}
