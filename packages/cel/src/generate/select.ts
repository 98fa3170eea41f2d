import type { SelectNode } from '../ast.ts';
import { DYN } from '../types.ts';
import { quote } from './code.ts';
import type { Writer } from './generate.ts';

/** `a.b`, `a.?b` and `has(a.b)`: one property read where it is a plain field; everything else as in the closures. */
export function writeSelect(writer: Writer, node: SelectNode): string {
  const { code, checked } = writer;
  const target = writer.write(node.operand);
  const field = quote(node.field);
  const isDeclared = (checked.annotations.types[node.operand.id] ?? DYN).kind === 'object';
  if (node.test) return writeTest(writer, target, node);
  code.charge(1);
  if (node.optional) return code.let(`locate(findField(${target}, ${field}), ${node.offset})`);
  // What every object inherits (`constructor`, `toString`) must be read as an own property.
  if (node.field in Object.prototype) return code.let(`locate(selectField(${target}, ${field}), ${node.offset})`);
  const isPlain = isDeclared ? '' : ` && prototypeOf(${target}) === plain`;
  const value = code.let(`typeof ${target} === "object" && ${target} !== null${isPlain} ? ${target}[${field}] : undefined`);
  const isHost = checked.annotations.types[node.id]?.kind === 'object';
  code.adopt(value, `settleField(${value}, ${target}, ${field}, ${node.offset})`, isHost);
  return value;
}

/** Whether a plain object has a text, a bool or nothing there is plain to see. */
function writeTest({ code }: Writer, target: string, { field, offset }: SelectNode): string {
  const slow = `locate(testField(${target}, ${quote(field)}), ${offset})`;
  if (field in Object.prototype) return code.let(slow);
  const value = code.let('null');
  code.line(`if (typeof ${target} === "object" && ${target} !== null && prototypeOf(${target}) === plain) {`);
  code.line(`${value} = ${target}[${quote(field)}];`);
  code.line(`if (${value} === undefined) ${value} = false;`);
  code.line(`else ${value} = typeof ${value} === "string" || typeof ${value} === "boolean" ? true : ${slow};`);
  code.line(`} else ${value} = ${slow};`);
  return value;
}
