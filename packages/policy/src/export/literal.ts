import { CelDouble, makeNode, type Node } from '@breakwater/cel';

/** A JSON value as the literal that an expression would write for it. */
export function toLiteral(value: unknown): Node {
  if (Array.isArray(value)) return makeNode({ kind: 'list', elements: value.map(entry => ({ value: toLiteral(entry), optional: false })) });
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => ({ key: toLiteral(key), value: toLiteral(entry), optional: false }));
    return makeNode({ kind: 'map', entries });
  }
  if (typeof value === 'number' && !Number.isInteger(value)) return makeNode({ kind: 'literal', value: new CelDouble(value) });
  return makeNode({ kind: 'literal', value: value as string | number | boolean | null });
}

export function isLiteral(node: Node, value: unknown): boolean {
  return node.kind === 'literal' && node.value === value;
}

/** Whether a node is a literal, or a list or map of such. */
export function isConstant(node: Node): boolean {
  if (node.kind === 'list') return node.elements.every(element => !element.optional && isConstant(element.value));
  if (node.kind === 'map') return node.entries.every(entry => !entry.optional && isConstant(entry.key) && isConstant(entry.value));
  return node.kind === 'literal';
}

export const ident = (name: string): Node => makeNode({ kind: 'ident', name, absolute: false });

export const select = (operand: Node, field: string): Node => makeNode({ kind: 'select', operand, field, optional: false, test: false });

/** `variables.name`, as an exported policy reads its own variables. */
export const variable = (name: string): Node => select(ident('variables'), name);

export const call = (name: string, target: Node | undefined, ...args: readonly Node[]): Node =>
  makeNode({ kind: 'call', name, target, args });

export const not = (node: Node): Node => call('!_', undefined, node);
