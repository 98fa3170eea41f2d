import type { CelValue } from './values/value.ts';

interface NodeBase {
  /** Index into the checker's annotations; unique within one expression. */
  readonly id: number;
  /** Where the node is reported, in UTF-16 units: the operator, the dot of a selection, the bracket of a call. */
  readonly offset: number;
  /** Height of the tree below and with this node. */
  readonly height: number;
}

export interface LiteralNode extends NodeBase {
  readonly kind: 'literal';
  readonly value: CelValue;
}

export interface IdentNode extends NodeBase {
  readonly kind: 'ident';
  readonly name: string;
  /** Written with a leading dot: resolved from the root, past container and local variables. */
  readonly absolute: boolean;
}

/** `operand.field`, `operand.?field`, or `has(operand.field)` when `test` is set. */
export interface SelectNode extends NodeBase {
  readonly kind: 'select';
  readonly operand: Node;
  readonly field: string;
  readonly optional: boolean;
  readonly test: boolean;
}

/** A function or operator; operators carry their CEL names (`_+_`, `_[_]`, `@in`). */
export interface CallNode extends NodeBase {
  readonly kind: 'call';
  readonly name: string;
  readonly target: Node | undefined;
  readonly args: readonly Node[];
}

/** `&&` or `||` over two or more operands, flattened. */
export interface LogicNode extends NodeBase {
  readonly kind: 'logic';
  readonly operator: '&&' | '||';
  readonly operands: readonly Node[];
}

export interface ConditionalNode extends NodeBase {
  readonly kind: 'conditional';
  readonly condition: Node;
  readonly whenTrue: Node;
  readonly whenFalse: Node;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly elements: readonly { readonly value: Node; readonly optional: boolean }[];
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: Node;
  readonly value: Node;
  readonly optional: boolean;
}

/** `Type{field: value, ?field: optional}`, for the types of a host that may be constructed. */
export interface StructNode extends NodeBase {
  readonly kind: 'struct';
  readonly typeName: string;
  readonly fields: readonly StructField[];
}

export interface StructField {
  readonly name: string;
  readonly value: Node;
  /** The field is only set when its optional has a value. */
  readonly optional?: true;
}

export type ComprehensionMacro = 'all' | 'exists' | 'existsOne' | 'map' | 'filter' | 'transformMap' | 'transformMapEntry';

/** A macro that walks a list or map. One variable is the element (map: key), two are index and element (map: key and value). */
export interface ComprehensionNode extends NodeBase {
  readonly kind: 'comprehension';
  readonly macro: ComprehensionMacro;
  readonly range: Node;
  readonly variables: readonly string[];
  /** Elements for which it is false are skipped (map and transform macros with a filter). */
  readonly filter: Node | undefined;
  /** The predicate or the transformation. */
  readonly body: Node;
}

/** `cel.bind(name, value, body)`; the value is computed when it is first read. */
export interface BindNode extends NodeBase {
  readonly kind: 'bind';
  readonly name: string;
  readonly value: Node;
  readonly body: Node;
}

/** `operand.optMap(name, body)` and `operand.optFlatMap(name, body)`. */
export interface OptionalMapNode extends NodeBase {
  readonly kind: 'optionalMap';
  readonly operand: Node;
  readonly name: string;
  readonly body: Node;
  readonly flat: boolean;
}

export type Node =
  | LiteralNode
  | IdentNode
  | SelectNode
  | CallNode
  | LogicNode
  | ConditionalNode
  | ListNode
  | MapNode
  | StructNode
  | ComprehensionNode
  | BindNode
  | OptionalMapNode;

type WithoutBase<T> = T extends Node ? Omit<T, 'id' | 'offset' | 'height'> : never;

/** A node before the parser has numbered it. */
export type NodeShape = WithoutBase<Node>;

/** The direct sub-expressions of a node, in the order of the text. */
export function listChildren(node: Node | NodeShape): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'ident':
      return [];
    case 'select':
      return [node.operand];
    case 'call':
      return node.target === undefined ? node.args : [node.target, ...node.args];
    case 'logic':
      return node.operands;
    case 'conditional':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'list':
      return node.elements.map(element => element.value);
    case 'map':
      return node.entries.flatMap(entry => [entry.key, entry.value]);
    case 'struct':
      return node.fields.map(field => field.value);
    case 'comprehension':
      return node.filter === undefined ? [node.range, node.body] : [node.range, node.filter, node.body];
    case 'bind':
      return [node.value, node.body];
    case 'optionalMap':
      return [node.operand, node.body];
  }
}
