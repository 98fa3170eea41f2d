import type { CallNode, ComprehensionNode, Node, SelectNode } from '../ast.ts';
import { formatLiteral } from './format-literal.ts';

/** How tightly a node binds; an operand that binds less tightly than its place asks for goes into parentheses. */
const CONDITIONAL = 0;
const OR = 1;
const AND = 2;
const UNARY = 6;
const MEMBER = 7;

const BINARY: Readonly<Record<string, readonly [symbol: string, precedence: number]>> = {
  '_<_': ['<', 3],
  '_<=_': ['<=', 3],
  '_>=_': ['>=', 3],
  '_>_': ['>', 3],
  '_==_': ['==', 3],
  '_!=_': ['!=', 3],
  '@in': ['in', 3],
  '_+_': ['+', 4],
  '_-_': ['-', 4],
  '_*_': ['*', 5],
  '_/_': ['/', 5],
  '_%_': ['%', 5],
};

const UNARIES: Readonly<Record<string, string>> = { '!_': '!', '-_': '-' };
const INDEXES: Readonly<Record<string, string>> = { '_[_]': '[', '_[?_]': '[?' };
const NAME = /^[A-Za-z_]\w*$/;
/** Words that are no fields without backticks. */
const QUOTED_FIELDS = new Set(['in', 'true', 'false', 'null']);

/** Writes a tree as CEL; parsing the text gives the same tree. Macros are written as they are called. */
export function formatExpression(node: Node): string {
  return write(node, CONDITIONAL);
}

function write(node: Node, least: number): string {
  const [text, precedence] = writeNode(node);
  return precedence < least ? `(${text})` : text;
}

function writeNode(node: Node): readonly [text: string, precedence: number] {
  switch (node.kind) {
    case 'literal': {
      const text = formatLiteral(node.value);
      return [text, text.startsWith('-') ? UNARY : MEMBER];
    }
    case 'ident':
      return [`${node.absolute ? '.' : ''}${node.name}`, MEMBER];
    case 'logic': {
      const precedence = node.operator === '||' ? OR : AND;
      return [node.operands.map(operand => write(operand, precedence + 1)).join(` ${node.operator} `), precedence];
    }
    case 'conditional':
      return [`${write(node.condition, OR)} ? ${write(node.whenTrue, OR)} : ${write(node.whenFalse, CONDITIONAL)}`, CONDITIONAL];
    case 'call':
      return writeCall(node);
    default:
      return [writeMember(node), MEMBER];
  }
}

function writeCall(node: CallNode): readonly [text: string, precedence: number] {
  const [first, second] = node.args;
  const binary = BINARY[node.name];
  if (binary !== undefined && first !== undefined && second !== undefined) {
    return [`${write(first, binary[1])} ${binary[0]} ${write(second, binary[1] + 1)}`, binary[1]];
  }
  const unary = UNARIES[node.name];
  if (unary !== undefined && first !== undefined) return [`${unary}${writeOperand(first)}`, UNARY];
  const bracket = INDEXES[node.name];
  if (bracket !== undefined && first !== undefined && second !== undefined) {
    return [`${write(first, MEMBER)}${bracket}${formatExpression(second)}]`, MEMBER];
  }
  const target = node.target === undefined ? '' : `${write(node.target, MEMBER)}.`;
  return [`${target}${node.name}(${node.args.map(formatExpression).join(', ')})`, MEMBER];
}

/** A number after a minus would become one literal with it. */
function writeOperand(node: Node): string {
  const text = write(node, MEMBER);
  return /^\.?\d/.test(text) ? `(${text})` : text;
}

type MemberNode = Exclude<Node, { kind: 'literal' | 'ident' | 'logic' | 'conditional' | 'call' }>;

function writeMember(node: MemberNode): string {
  switch (node.kind) {
    case 'select':
      return writeSelect(node);
    case 'list':
      return `[${node.elements.map(({ value, optional }) => `${optional ? '?' : ''}${formatExpression(value)}`).join(', ')}]`;
    case 'map':
      return `{${node.entries
        .map(({ key, value, optional }) => `${optional ? '?' : ''}${formatExpression(key)}: ${formatExpression(value)}`)
        .join(', ')}}`;
    case 'struct':
      return `${node.typeName}{${node.fields.map(({ name, value, optional }) => `${optional ? '?' : ''}${name}: ${formatExpression(value)}`).join(', ')}}`;
    case 'comprehension':
      return writeComprehension(node);
    case 'bind':
      return `cel.bind(${node.name}, ${formatExpression(node.value)}, ${formatExpression(node.body)})`;
    case 'optionalMap':
      return `${write(node.operand, MEMBER)}.${node.flat ? 'optFlatMap' : 'optMap'}(${node.name}, ${formatExpression(node.body)})`;
  }
}

function writeSelect({ operand, field, optional, test }: SelectNode): string {
  const name = NAME.test(field) && !QUOTED_FIELDS.has(field) ? field : `\`${field}\``;
  const text = `${write(operand, MEMBER)}${optional ? '.?' : '.'}${name}`;
  return test ? `has(${text})` : text;
}

function writeComprehension({ macro, range, variables, filter, body }: ComprehensionNode): string {
  const name = macro === 'existsOne' ? 'exists_one' : macro === 'map' && variables.length === 2 ? 'transformList' : macro;
  const parts = [...variables, ...(filter === undefined ? [] : [formatExpression(filter)]), formatExpression(body)];
  return `${write(range, MEMBER)}.${name}(${parts.join(', ')})`;
}
