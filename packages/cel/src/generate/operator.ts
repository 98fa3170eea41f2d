import type { CallNode, Node } from '../ast.ts';
import { quote } from './code.ts';
import type { Writer } from './generate.ts';

/** Longer texts cost more than 1 to compare. */
const CHEAP_LENGTH = 10;

/** Undefined for what is no operator. */
export function writeOperator(writer: Writer, { name, args, offset }: CallNode): string | undefined {
  const [left, right] = args;
  const { code } = writer;
  if (left === undefined) return undefined;
  if (right === undefined) return writeUnary(writer, name, left, offset);
  const call = CALLS[name];
  if (call === undefined) return undefined;
  if (name === '_[_]' || name === '_[?_]') code.charge(1);
  const a = writer.write(left);
  const b = writer.write(right);
  const slow = call(a, b, offset);
  const fast = writeFast(name, a, b);
  if (fast === undefined) return code.let(slow);
  const value = code.let('null');
  code.line(`if (${fast.when}) { f.cost += 1; ${value} = ${fast.value}; }`);
  code.line(`else ${value} = ${slow};`);
  return value;
}

function writeUnary(writer: Writer, name: string, operand: Node, offset: number): string | undefined {
  const { code } = writer;
  if (name === '-_') {
    code.charge(1);
    return code.let(`applyNegation(${writer.write(operand)}, ${offset})`);
  }
  if (name !== '!_') return undefined;
  const value = writer.write(operand);
  code.charge(1);
  return code.let(`typeof ${value} === "boolean" ? !${value} : applyNot(${value}, ${offset})`);
}

type Call = (a: string, b: string, offset: number) => string;

const compare =
  (operator: string): Call =>
  (a, b, offset) =>
    `applyComparison(f, ${a}, ${b}, ${quote(operator)}, ${offset})`;
const arithmetic =
  (operator: string): Call =>
  (a, b, offset) =>
    `applyArithmetic(f, ${a}, ${b}, ${quote(operator)}, ${offset})`;

const CALLS: Readonly<Record<string, Call>> = Object.assign(Object.create(null), {
  '_==_': (a: string, b: string) => `applyEquality(f, ${a}, ${b}, true)`,
  '_!=_': (a: string, b: string) => `applyEquality(f, ${a}, ${b}, false)`,
  '_+_': (a: string, b: string, offset: number) => `applyAddition(f, ${a}, ${b}, ${offset})`,
  '_-_': (a: string, b: string, offset: number) => `applySubtraction(f, ${a}, ${b}, ${offset})`,
  '_*_': arithmetic('*'),
  '_/_': arithmetic('/'),
  '_%_': arithmetic('%'),
  '_<_': compare('<'),
  '_<=_': compare('<='),
  '_>_': compare('>'),
  '_>=_': compare('>='),
  '@in': (a: string, b: string, offset: number) => `applyMembership(f, ${a}, ${b}, ${offset})`,
  '_[_]': (a: string, b: string, offset: number) => `locate(selectIndex(${a}, ${b}), ${offset})`,
  '_[?_]': (a: string, b: string, offset: number) => `locate(findIndex(${a}, ${b}), ${offset})`,
});

interface Fast {
  readonly when: string;
  readonly value: string;
}

/** Numbers against numbers, and anything against a short text, a bool or a number that is written down. */
function writeFast(name: string, a: string, b: string): Fast | undefined {
  const comparison = /^_(<|<=|>|>=)_$/.exec(name)?.[1];
  if (comparison !== undefined) return { when: `typeof ${a} === "number" && typeof ${b} === "number"`, value: `${a} ${comparison} ${b}` };
  if (name !== '_==_' && name !== '_!=_') return undefined;
  const type = findLiteralType(b) ?? findLiteralType(a);
  if (type === undefined) return undefined;
  const equality = `${a} ${name === '_==_' ? '===' : '!=='} ${b}`;
  return { when: `typeof ${findLiteralType(b) === undefined ? b : a} === ${quote(type)}`, value: equality };
}

/** By how it is written: in code, texts are quoted, and names never begin with a digit. */
function findLiteralType(written: string): string | undefined {
  if (written === 'true' || written === 'false') return 'boolean';
  if (/^\d+$/.test(written)) return 'number';
  return written.startsWith('"') && (JSON.parse(written) as string).length <= CHEAP_LENGTH ? 'string' : undefined;
}
