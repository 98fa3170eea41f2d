import type { MapEntry, Node, NodeShape, StructField } from '../ast.ts';
import { listChildren } from '../ast.ts';
import { tokenize } from './lexer.ts';
import { readNumberLiteral } from './literal.ts';
import type { MacroTable } from './macros.ts';
import { SyntaxFault, type Token } from './token.ts';

/** Nesting that the grammar may reach by brackets, ternaries and unary operators (cel-go's default as well). */
const MAX_RECURSION = 250;
/** Height of the tree, which chains of operators and selections reach without recursion. */
const MAX_HEIGHT = 500;

/** Names that the grammar keeps for itself; they may be fields, but no variables (langdef.md, RESERVED). */
const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while in'.split(' '),
);

const BINARY: ReadonlyArray<Readonly<Record<string, string>>> = [
  { '<': '_<_', '<=': '_<=_', '>=': '_>=_', '>': '_>_', '==': '_==_', '!=': '_!=_', in: '@in' },
  { '+': '_+_', '-': '_-_' },
  { '*': '_*_', '/': '_/_', '%': '_%_' },
];

/** Parses an expression and expands its macros. Throws SyntaxFault. */
export function parseExpression(source: string, macros: MacroTable): { root: Node; size: number } {
  const parser = new Parser(tokenize(source), macros);
  const root = parser.parseAll();
  return { root, size: parser.size };
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #macros: MacroTable;
  #at = 0;
  #depth = 0;
  #nextId = 0;

  constructor(tokens: readonly Token[], macros: MacroTable) {
    this.#tokens = tokens;
    this.#macros = macros;
  }

  /** Number of nodes built so far. */
  get size(): number {
    return this.#nextId;
  }

  parseAll(): Node {
    const node = this.#parseTernary();
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return node;
  }

  #parseTernary(): Node {
    if (++this.#depth > MAX_RECURSION) {
      throw new SyntaxFault(`expression is nested more than ${MAX_RECURSION} levels deep`, this.#peek().offset);
    }
    const condition = this.#parseLogic('||');
    const question = this.#peek();
    let node = condition;
    if (this.#accept('?')) {
      const whenTrue = this.#parseLogic('||');
      this.#expect(':');
      node = this.#build({ kind: 'conditional', condition, whenTrue, whenFalse: this.#parseTernary() }, question.offset);
    }
    this.#depth--;
    return node;
  }

  #parseLogic(operator: '&&' | '||'): Node {
    const parseOperand = () => (operator === '||' ? this.#parseLogic('&&') : this.#parseBinary(0));
    const first = parseOperand();
    const { offset } = this.#peek();
    if (!this.#accept(operator)) return first;
    const operands = [first];
    do operands.push(parseOperand());
    while (this.#accept(operator));
    return this.#build({ kind: 'logic', operator, operands }, offset);
  }

  #parseBinary(level: number): Node {
    const operators = BINARY[level];
    if (operators === undefined) return this.#parseUnary();
    let left = this.#parseBinary(level + 1);
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'operator' && (token.kind !== 'ident' || token.text !== 'in')) return left;
      const name = Object.hasOwn(operators, token.text) ? operators[token.text] : undefined;
      if (name === undefined) return left;
      this.#at++;
      const right = this.#parseBinary(level + 1);
      left = this.#build({ kind: 'call', name, target: undefined, args: [left, right] }, token.offset);
    }
  }

  /** A run of `!` or `-`; an even number of them cancels out, as in cel-go. */
  #parseUnary(): Node {
    const token = this.#peek();
    if (token.kind !== 'operator' || (token.text !== '!' && token.text !== '-')) return this.#parseMember();
    if (token.text === '-' && this.#peek(1).kind === 'number') return this.#parseMember();
    let count = 0;
    while (this.#isOperator(token.text) && !(token.text === '-' && this.#peek(1).kind === 'number')) {
      this.#at++;
      count++;
    }
    const operand = this.#parseMember();
    if (count % 2 === 0) return operand;
    return this.#build({ kind: 'call', name: token.text === '!' ? '!_' : '-_', target: undefined, args: [operand] }, token.offset);
  }

  #parseMember(): Node {
    let node = this.#parsePrimary();
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'operator') return node;
      if (this.#accept('.')) node = this.#parseSelection(node);
      else if (this.#accept('.?')) {
        const { offset } = this.#peek();
        node = this.#build({ kind: 'select', operand: node, field: this.#readField(), optional: true, test: false }, offset);
      } else if (this.#accept('[') || this.#accept('[?')) node = this.#parseIndex(node, token);
      else if (token.text === '{' && isTypeName(node)) node = this.#parseStruct(node);
      else return node;
    }
  }

  #parseSelection(operand: Node): Node {
    const { offset, kind } = this.#peek();
    const quoted = kind === 'quoted-ident';
    const field = this.#readField();
    if (quoted || !this.#accept('(')) {
      return this.#build({ kind: 'select', operand, field, optional: false, test: false }, offset);
    }
    return this.#finishCall(field, operand, offset);
  }

  #parseIndex(operand: Node, bracket: Token): Node {
    const index = this.#parseTernary();
    this.#expect(']');
    const name = bracket.text === '[' ? '_[_]' : '_[?_]';
    return this.#build({ kind: 'call', name, target: undefined, args: [operand, index] }, bracket.offset);
  }

  #finishCall(name: string, target: Node | undefined, offset: number): Node {
    const args = this.#parseArguments();
    const macro = this.#macros.find(name, target, args.length);
    const build = (shape: NodeShape, at = offset) => this.#build(shape, at);
    const expanded = macro?.expand({ offset, target, args, build });
    return expanded ?? this.#build({ kind: 'call', name, target, args }, offset);
  }

  #parseArguments(): Node[] {
    const args: Node[] = [];
    if (this.#accept(')')) return args;
    do args.push(this.#parseTernary());
    while (this.#accept(','));
    this.#expect(')');
    return args;
  }

  #parsePrimary(): Node {
    const token = this.#next();
    switch (token.kind) {
      case 'literal':
        return this.#build({ kind: 'literal', value: token.value ?? null }, token.offset);
      case 'number':
        return this.#build({ kind: 'literal', value: readNumberLiteral(token.text, false, token.offset) }, token.offset);
      case 'ident':
        return this.#parseIdent(token, false);
      case 'operator':
        return this.#parseBracketed(token);
      default:
        this.#at--;
        throw this.#unexpected();
    }
  }

  #parseBracketed(token: Token): Node {
    switch (token.text) {
      case '-': {
        const number = this.#next();
        return this.#build({ kind: 'literal', value: readNumberLiteral(number.text, true, token.offset) }, token.offset);
      }
      case '(': {
        const node = this.#parseTernary();
        this.#expect(')');
        return node;
      }
      case '.': {
        const name = this.#next();
        if (name.kind !== 'ident') break;
        return this.#parseIdent(name, true);
      }
      case '[':
      case '[?':
        return this.#parseList(token);
      case '{':
        return this.#build({ kind: 'map', entries: this.#parseEntries() }, token.offset);
    }
    this.#at--;
    throw this.#unexpected();
  }

  #parseIdent(token: Token, absolute: boolean): Node {
    const name = token.text;
    if (!absolute) {
      if (name === 'true' || name === 'false') return this.#build({ kind: 'literal', value: name === 'true' }, token.offset);
      if (name === 'null') return this.#build({ kind: 'literal', value: null }, token.offset);
    }
    if (RESERVED.has(name)) throw new SyntaxFault(`reserved identifier '${name}'`, token.offset);
    if (!this.#accept('(')) return this.#build({ kind: 'ident', name, absolute }, token.offset);
    return this.#finishCall(name, undefined, token.offset);
  }

  #parseList(bracket: Token): Node {
    const elements: { value: Node; optional: boolean }[] = [];
    let optional = bracket.text === '[?';
    while (optional || !this.#accept(']')) {
      optional = this.#accept('?') || optional;
      elements.push({ value: this.#parseTernary(), optional });
      optional = false;
      if (this.#accept(',')) continue;
      this.#expect(']');
      break;
    }
    return this.#build({ kind: 'list', elements }, bracket.offset);
  }

  #parseEntries(): MapEntry[] {
    const entries: MapEntry[] = [];
    while (!this.#accept('}')) {
      const optional = this.#accept('?');
      const key = this.#parseTernary();
      this.#expect(':');
      entries.push({ key, value: this.#parseTernary(), optional });
      if (this.#accept(',')) continue;
      this.#expect('}');
      break;
    }
    return entries;
  }

  #parseStruct(type: Node): Node {
    const { offset } = this.#next();
    const fields: StructField[] = [];
    while (!this.#accept('}')) {
      const optional = this.#accept('?');
      const name = this.#readField();
      this.#expect(':');
      fields.push({ name, value: this.#parseTernary(), ...(optional ? { optional } : {}) });
      if (this.#accept(',')) continue;
      this.#expect('}');
      break;
    }
    return this.#build({ kind: 'struct', typeName: formatTypeName(type), fields }, offset);
  }

  #readField(): string {
    const token = this.#next();
    if (token.kind !== 'ident' && token.kind !== 'quoted-ident') {
      this.#at--;
      throw this.#unexpected();
    }
    if (token.text === 'in' || token.text === 'true' || token.text === 'false' || token.text === 'null') {
      if (token.kind === 'ident') throw new SyntaxFault(`reserved identifier '${token.text}'`, token.offset);
    }
    return token.text;
  }

  #build(shape: NodeShape, offset: number): Node {
    let height = 0;
    for (const child of listChildren(shape)) height = Math.max(height, child.height);
    if (height >= MAX_HEIGHT) throw new SyntaxFault(`expression is nested more than ${MAX_HEIGHT} levels deep`, offset);
    return { ...shape, id: this.#nextId++, offset, height: height + 1 } as Node;
  }

  #peek(ahead = 0): Token {
    // The last token is the end; nothing is read beyond it.
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #isOperator(text: string): boolean {
    const token = this.#peek();
    return token.kind === 'operator' && token.text === text;
  }

  #accept(text: string): boolean {
    const token = this.#peek();
    if (token.text !== text || (token.kind !== 'operator' && token.kind !== 'ident')) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw new SyntaxFault(`expected '${text}', found ${describeToken(this.#peek())}`, this.#peek().offset);
  }

  #unexpected(): SyntaxFault {
    const token = this.#peek();
    return new SyntaxFault(`unexpected ${describeToken(token)}`, token.offset);
  }
}

function describeToken(token: Token): string {
  return token.kind === 'end' ? token.text : `'${token.text.length > 32 ? `${token.text.slice(0, 32)}…` : token.text}'`;
}

/** A name that may stand before `{`: an identifier or a chain of selections from one. */
function isTypeName(node: Node): boolean {
  return node.kind === 'ident' || (node.kind === 'select' && !node.optional && !node.test && isTypeName(node.operand));
}

function formatTypeName(node: Node): string {
  if (node.kind === 'select') return `${formatTypeName(node.operand)}.${node.field}`;
  return node.kind === 'ident' ? node.name : '';
}
