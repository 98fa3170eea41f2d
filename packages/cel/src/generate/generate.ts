import type { Node } from '../ast.ts';
import type { Annotations } from '../checker/annotations.ts';
import { findConstructible } from '../checker/constructible.ts';
import { LIST_COST, MAP_COST, STRUCT_COST } from '../compile/construct.ts';
import type { Evaluate } from '../compile/frame.ts';
import type { Environment } from '../environment.ts';
import { Failure, fail } from '../values/failure.ts';
import type { CelValue } from '../values/value.ts';
import { writeCall } from './call.ts';
import { Code, quote } from './code.ts';
import { writeComprehension } from './comprehension.ts';
import { writeOperator } from './operator.ts';
import { RUNTIME } from './runtime.ts';
import { writeSelect } from './select.ts';

/** Everything that is known of an expression when its code is written. */
export interface Checked {
  readonly environment: Environment;
  readonly annotations: Annotations;
  readonly root: Node;
  /** Values of what depends on nothing, by the id of the node. */
  readonly constants: ReadonlyMap<number, CelValue>;
}

/** Writes the code of a node and says how its value is written. */
export interface Writer {
  readonly code: Code;
  readonly checked: Checked;
  write(node: Node): string;
}

/**
 * Turns a checked tree into one JavaScript function that gives what its closures give, and costs the same.
 *
 * @throws EvalError where the host allows no code from text
 */
export function generate(checked: Checked): Evaluate {
  const writer = new TreeWriter(checked);
  const result = writer.write(checked.root);
  const { globals, slotCount } = checked.annotations;
  const names = [...globals.map((_, index) => `g${index}`), ...Array.from({ length: slotCount }, (_, slot) => `s${slot}`)];
  const constants = writer.code.constants.map((_, index) => `K${index} = K[${index}]`);
  const { prototypes } = writer.code;
  const text = [
    '"use strict";',
    `const { ${listUsed(writer.code.text).join(', ')} } = R;`,
    constants.length === 0 ? '' : `const ${constants.join(', ')};`,
    prototypes.length === 0 ? '' : `let ${prototypes.join(', ')};`,
    'return function evaluate(f) {',
    'const b = f.bindings;',
    names.length === 0 ? '' : `let ${names.join(', ')};`,
    writer.code.text,
    `return ${result};`,
    '};',
  ].join('\n');
  // Every text of the expression in it is quoted, every other value handed over.
  return new Function('R', 'K', text)(RUNTIME, writer.code.constants) as Evaluate;
}

/** Those of the runtime's names that occur: each that is taken over needs its place in every function. */
function listUsed(text: string): readonly string[] {
  const words = new Set(text.match(/\w+/g));
  return Object.keys(RUNTIME).filter(name => words.has(name));
}

class TreeWriter implements Writer {
  readonly code = new Code();
  readonly checked: Checked;

  constructor(checked: Checked) {
    this.checked = checked;
  }

  write(node: Node): string {
    const constant = this.checked.constants.get(node.id);
    return constant === undefined ? this.#writeNode(node) : this.code.constant(constant);
  }

  #writeNode(node: Node): string {
    switch (node.kind) {
      case 'literal':
        return this.code.constant(node.value);
      case 'ident':
        return this.#writeIdent(node.id, node.offset);
      case 'select':
        return this.checked.annotations.resolutions.has(node.id) ? this.#writeIdent(node.id, node.offset) : writeSelect(this, node);
      case 'call':
        return (node.target === undefined ? writeOperator(this, node) : undefined) ?? writeCall(this, node);
      case 'logic':
        return this.#writeLogic(node);
      case 'conditional':
        return this.#writeConditional(node);
      case 'list':
        return this.#writeList(node);
      case 'map':
        return this.#writeMap(node);
      case 'struct':
        return this.#writeStruct(node);
      case 'comprehension':
        return writeComprehension(this, node);
      case 'bind':
        return this.#writeBind(node);
      case 'optionalMap':
        return this.#writeOptionalMap(node);
    }
  }

  #writeIdent(id: number, offset: number): string {
    const { code } = this;
    const resolution = this.checked.annotations.resolutions.get(id);
    if (resolution?.kind === 'type') return code.constant(resolution.value);
    if (resolution?.kind === 'global') return this.#writeGlobal(resolution.name, resolution.index, id, offset);
    if (resolution?.kind !== 'local')
      return code.let(`locate(fail(${quote(`undeclared reference to '${resolution?.name ?? ''}'`)}), ${offset})`);
    const { slot, lazy } = resolution;
    code.charge(1);
    if (lazy) {
      code.line(`if (s${slot} === undefined) s${slot} = z${slot}();`);
    }
    return `s${slot}`;
  }

  #writeGlobal(name: string, index: number, id: number, offset: number): string {
    const { code } = this;
    const variable = `g${index}`;
    code.charge(1);
    if (code.isRead(variable)) return variable;
    const inherited = name in Object.prototype;
    const raw = inherited ? `(Object.hasOwn(b, ${quote(name)}) ? b[${quote(name)}] : undefined)` : `b[${quote(name)}]`;
    code.line(`if (${variable} === undefined) {`);
    code.line(`${variable} = ${raw};`);
    const isHost = this.checked.annotations.types[id]?.kind === 'object';
    code.adopt(variable, `locate(adoptVariable(${variable}, ${quote(name)}), ${offset})`, isHost);
    code.line('}');
    return variable;
  }

  /** Each operand in turn; the first one that decides leaves the block. */
  #writeLogic(node: Extract<Node, { kind: 'logic' }>): string {
    const { code } = this;
    const [decisive, neutral] = node.operator === '||' ? ['true', 'false'] : ['false', 'true'];
    const result = code.let(decisive);
    const label = code.name('L');
    code.block(`${label}:`, () => {
      const values = node.operands.map(operand => {
        const value = this.write(operand);
        code.line(`if (${value} === ${decisive}) break ${label};`);
        return value;
      });
      const offsets = node.operands.map(operand => operand.offset);
      code.line(`if (${values.map(value => `${value} === ${neutral}`).join(' && ')}) ${result} = ${neutral};`);
      code.line(`else ${result} = mergeUndecided([${values.join()}], [${offsets.join()}], ${neutral});`);
    });
    return result;
  }

  #writeConditional(node: Extract<Node, { kind: 'conditional' }>): string {
    const { code } = this;
    const condition = this.write(node.condition);
    const result = code.let('null');
    const branch = (head: string, part: Node): void => code.block(head, () => code.line(`${result} = ${this.write(part)};`));
    branch(`if (${condition} === true)`, node.whenTrue);
    branch(`else if (${condition} === false)`, node.whenFalse);
    code.line(`else ${result} = requireBool(${condition}, ${node.condition.offset});`);
    return result;
  }

  #writeList(node: Extract<Node, { kind: 'list' }>): string {
    const { code } = this;
    return this.#writeGuarded(node.offset, give => {
      code.charge(LIST_COST);
      const list = code.let('[]');
      for (const { value, optional } of node.elements) {
        const element = this.#writeElement(value, optional, give);
        code.line(optional ? `if (${element} !== undefined) ${list}.push(${element});` : `${list}.push(${element});`);
      }
      return list;
    });
  }

  #writeMap(node: Extract<Node, { kind: 'map' }>): string {
    const { code } = this;
    return this.#writeGuarded(node.offset, give => {
      code.charge(MAP_COST);
      const builder = code.let('new MapBuilder()');
      for (const entry of node.entries) {
        const key = code.let(`requireKey(${this.write(entry.key)})`);
        give(key);
        const value = this.#writeElement(entry.value, entry.optional, give);
        const twice = code.let(`${entry.optional ? `${value} !== undefined && ` : ''}!${builder}.add(${key}, ${value})`);
        give(twice, `${twice} === true`, `rejectKey(${key}, ${node.offset})`);
      }
      return `${builder}.build()`;
    });
  }

  #writeStruct(node: Extract<Node, { kind: 'struct' }>): string {
    const { code } = this;
    if (findConstructible(this.checked.environment.types, node.typeName) === undefined)
      return code.constant(Failure.locate(fail(`objects of type '${node.typeName}' cannot be constructed`), node.offset));
    return this.#writeGuarded(node.offset, give => {
      code.charge(STRUCT_COST);
      const fields = code.let('[]');
      for (const { name, value, optional } of node.fields) {
        const field = this.#writeElement(value, optional === true, give);
        code.line(`if (${field} !== undefined) ${fields}.push([${quote(name)}, ${field}]);`);
      }
      return `fromEntries(${fields})`;
    });
  }

  #writeElement(node: Node, optional: boolean, give: Give): string {
    const value = this.write(node);
    const element = optional ? this.code.let(`unwrapElement(${value}, true)`) : value;
    give(element);
    return element;
  }

  /** A block that gives what `write` says, or the first failure that came up. */
  #writeGuarded(offset: number, write: (give: Give) => string): string {
    const { code } = this;
    const result = code.let('null');
    const label = code.name('L');
    code.block(`${label}:`, () => {
      const built = write((value, when = `${value} instanceof Failure`, failure = `locate(${value}, ${offset})`) => {
        code.line(`if (${when}) { ${result} = ${failure}; break ${label}; }`);
      });
      code.line(`${result} = ${built};`);
    });
    return result;
  }

  /** The value is computed by a function, where it is first read. */
  #writeBind(node: Extract<Node, { kind: 'bind' }>): string {
    const { code } = this;
    const slot = this.checked.annotations.slots.get(node.id)?.[0] ?? 0;
    code.block(`const z${slot} = () =>`, () => {
      const value = this.write(node.value);
      code.line(`return ${value};`);
    });
    code.line(`s${slot} = undefined;`);
    return this.write(node.body);
  }

  #writeOptionalMap(node: Extract<Node, { kind: 'optionalMap' }>): string {
    const { code } = this;
    const slot = this.checked.annotations.slots.get(node.id)?.[0] ?? 0;
    const optional = code.let(this.write(node.operand));
    const result = code.let(optional);
    code.block(`if (${optional} instanceof CelOptional)`, () =>
      code.block(`if (${optional}.value !== undefined)`, () => {
        code.charge(1);
        code.line(`s${slot} = ${optional}.value;`);
        const value = this.write(node.body);
        code.line(`${result} = ${node.flat ? value : `${value} instanceof Failure ? ${value} : new CelOptional(${value})`};`);
      }),
    );
    code.line(`else if (!(${optional} instanceof Failure)) ${result} = rejectOptional(${node.offset});`);
    return result;
  }
}

/** Leaves the block with a failure: when the value is one, unless another condition and another failure are given. */
type Give = (value: string, when?: string, failure?: string) => void;
