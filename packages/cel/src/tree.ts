import { listChildren, type Node, type NodeShape } from './ast.ts';
import { CelError, locateIssue } from './errors.ts';
import { LIBRARIES } from './libraries.ts';
import { MacroTable } from './parser/macros.ts';
import { parseExpression } from './parser/parser.ts';
import { SyntaxFault } from './parser/token.ts';

const macros = new MacroTable(LIBRARIES.flatMap(library => library.macros ?? []));

/**
 * The syntax tree of an expression, with the macros of all libraries, for those who rewrite expressions. Nothing is checked.
 *
 * @throws CelError `parse-failed`
 */
export function parseTree(source: string): Node {
  try {
    return parseExpression(source, macros).root;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxFault)) throw thrown;
    const issue = locateIssue(source, thrown.offset, thrown.message);
    throw new CelError('parse-failed', issue.message, { issues: [issue] });
  }
}

/** A node of a rewritten tree. It has no place in a text and no number of its own: it is for formatting, not for compiling. */
export function makeNode(shape: NodeShape): Node {
  const height = 1 + Math.max(0, ...listChildren(shape).map(child => child.height));
  return { ...shape, id: 0, offset: 0, height } as Node;
}

/** The node with each direct sub-expression replaced by what `map` makes of it. */
export function mapChildren(node: Node, map: (child: Node) => Node): Node {
  switch (node.kind) {
    case 'literal':
    case 'ident':
      return node;
    case 'select':
    case 'optionalMap':
      return node.kind === 'select'
        ? makeNode({ ...node, operand: map(node.operand) })
        : makeNode({ ...node, operand: map(node.operand), body: map(node.body) });
    case 'call':
      return makeNode({ ...node, target: node.target === undefined ? undefined : map(node.target), args: node.args.map(map) });
    case 'logic':
      return makeNode({ ...node, operands: node.operands.map(map) });
    case 'conditional':
      return makeNode({ ...node, condition: map(node.condition), whenTrue: map(node.whenTrue), whenFalse: map(node.whenFalse) });
    case 'list':
      return makeNode({ ...node, elements: node.elements.map(element => ({ ...element, value: map(element.value) })) });
    case 'map':
      return makeNode({ ...node, entries: node.entries.map(entry => ({ ...entry, key: map(entry.key), value: map(entry.value) })) });
    case 'struct':
      return makeNode({ ...node, fields: node.fields.map(field => ({ ...field, value: map(field.value) })) });
    case 'comprehension':
      return makeNode({
        ...node,
        range: map(node.range),
        filter: node.filter === undefined ? undefined : map(node.filter),
        body: map(node.body),
      });
    case 'bind':
      return makeNode({ ...node, value: map(node.value), body: map(node.body) });
  }
}
