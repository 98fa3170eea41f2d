import type { CallNode } from '../ast.ts';
import { type Candidate, prepareCandidate } from '../compile/call.ts';
import type { FunctionDeclaration } from '../declarations.ts';
import type { CelType } from '../types.ts';
import { quote } from './code.ts';
import type { Writer } from './generate.ts';

/** A function call: the first overload that takes the values, as in the closures. */
export function writeCall(writer: Writer, node: CallNode): string {
  const { code, checked } = writer;
  const resolution = checked.annotations.calls.get(node.id);
  const hasTarget = resolution?.hasTarget ?? false;
  const nodes = hasTarget && node.target !== undefined ? [node.target, ...node.args] : node.args;
  const constants = nodes.map(arg => checked.constants.get(arg.id));
  const values = nodes.map(arg => writer.write(arg));
  const result = code.let('null');
  const label = code.name('L');
  code.block(`${label}:`, () => {
    for (const overload of resolution?.overloads ?? []) {
      const candidate = prepareCandidate(overload, constants, checked.environment.types);
      const guards = overload.params.map((type, index) => writeGuard(writer, type, candidate, index, values[index] ?? 'undefined'));
      code.block(`if (${['true', ...guards].join(' && ')})`, () => {
        writeInvocation(writer, overload, candidate, values, result);
        code.line(`if (${result} instanceof Failure) locate(${result}, ${node.offset});`);
        code.line(`break ${label};`);
      });
    }
    const shape = `{ name: ${quote(node.name)}, hasTarget: ${hasTarget}, offset: ${node.offset} }`;
    code.line(`${result} = rejectCall(${shape}, [${values.join()}]);`);
  });
  return result;
}

const WRITTEN_GUARDS: Readonly<Partial<Record<CelType['kind'], (value: string) => string>>> = {
  bool: value => `typeof ${value} === "boolean"`,
  string: value => `typeof ${value} === "string"`,
  list: value => `isList(${value})`,
};

function writeGuard({ code }: Writer, type: CelType, { guards }: Candidate, index: number, value: string): string {
  return WRITTEN_GUARDS[type.kind]?.(value) ?? `${code.constant(guards[index])}(${value})`;
}

/** Pays for a call and makes it. */
function writeInvocation(
  { code }: Writer,
  { cost }: FunctionDeclaration,
  { call }: Candidate,
  values: readonly string[],
  result: string,
): void {
  const price = typeof cost === 'function' ? `Math.max(1, ${code.constant(cost)}(${values.join()}))` : String(cost ?? 1);
  code.line(`f.charge(${price});`);
  code.line(`try { ${result} = ${code.constant(call)}(${values.join()});`);
  code.line(`if (typeof ${result} !== "boolean" && typeof ${result} !== "string") ${result} = finishCall(${result});`);
  code.line(`} catch (thrown) { ${result} = toFailure(thrown); }`);
}
