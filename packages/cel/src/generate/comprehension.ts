import type { ComprehensionNode, Node } from '../ast.ts';
import { KEEP_COST, STEP_COSTS } from '../compile/comprehension.ts';
import type { Writer } from './generate.ts';

/** The names that the parts of a loop go by. */
interface Loop {
  readonly node: ComprehensionNode;
  /** What came of it. */
  readonly result: string;
  /** `break` of it ends the walk. */
  readonly label: string;
  readonly slots: readonly number[];
}

/** A macro that walks a list or map, as a loop. */
export function writeComprehension(writer: Writer, node: ComprehensionNode): string {
  const { code, checked } = writer;
  const range = writer.write(node.range);
  const loop: Loop = { node, result: code.let('null'), label: code.name('L'), slots: checked.annotations.slots.get(node.id) ?? [] };
  const elements = code.let(`openElements(${range}, ${node.range.offset})`);
  code.line(`if (${elements} instanceof Failure) ${loop.result} = ${elements};`);
  code.block('else', () => {
    WRITERS[node.macro](writer, loop, step => writeLoop(writer, loop, range, elements, step));
    code.charge(1);
  });
  return loop.result;
}

/** Writes the loop around what is done in each step. */
type Walk = (step: () => void) => void;

function writeLoop({ code }: Writer, { node, label, slots }: Loop, range: string, elements: string, step: () => void): void {
  const index = code.name('i');
  const [first, second] = slots.map(slot => `s${slot}`);
  code.block(`${label}: for (let ${index} = 0, n = ${elements}.length; ${index} < n; ${index}++)`, () => {
    code.line(`if ((f.cost += ${STEP_COSTS[node.macro]}) > f.limit) throw exceedCost(f.limit);`);
    code.line(`let e = ${elements}[${index}];`);
    code.line('if (typeof e !== "string" && typeof e !== "boolean") e = adoptElement(e);');
    if (second === undefined) code.line(`${first} = e;`);
    else {
      code.line(`if (isList(${range})) { ${first} = ${index}; ${second} = e; }`);
      code.line(`else { ${first} = e; ${second} = readValue(${range}, e); }`);
    }
    step();
  });
}

const WRITERS: Readonly<Record<ComprehensionNode['macro'], (writer: Writer, loop: Loop, walk: Walk) => void>> = {
  all: (writer, loop, walk) => writeUntil(writer, loop, walk, 'false', 'true'),
  exists: (writer, loop, walk) => writeUntil(writer, loop, walk, 'true', 'false'),
  existsOne: writeCount,
  filter: writeFilter,
  map: writeMap,
  transformMap: writeTransform,
  transformMapEntry: writeEntries,
};

/** The first element that decides ends the walk; failures only count when none does. */
function writeUntil(writer: Writer, { node, result, label }: Loop, walk: Walk, decisive: string, neutral: string): void {
  const { code } = writer;
  const failure = code.let('undefined');
  code.line(`${result} = ${neutral};`);
  walk(() => {
    const value = writer.write(node.body);
    code.line(`if (${value} === ${decisive}) { ${result} = ${decisive}; ${failure} = undefined; break ${label}; }`);
    code.line(`if (${value} !== ${neutral}) ${failure} = Failure.merge(${failure}, requireBool(${value}, ${node.body.offset}));`);
  });
  code.line(`if (${failure} !== undefined) ${result} = ${failure};`);
}

function writeCount(writer: Writer, loop: Loop, walk: Walk): void {
  const { code } = writer;
  const count = code.let('0');
  walk(() => {
    writeDecision(writer, loop, loop.node.body, loop.node.body.offset);
    code.line(`${count}++;`);
  });
  code.line(`if (${loop.result} === null) ${loop.result} = ${count} === 1;`);
}

function writeFilter(writer: Writer, loop: Loop, walk: Walk): void {
  const { code } = writer;
  const kept = code.let('[]');
  const element = `s${loop.slots[0] ?? 0}`;
  code.line(`${loop.result} = ${kept};`);
  walk(() => {
    writeDecision(writer, loop, loop.node.body, loop.node.body.offset);
    code.charge(KEEP_COST);
    writeExit(writer, loop, element, element);
    code.line(`${kept}.push(${element});`);
  });
}

function writeMap(writer: Writer, loop: Loop, walk: Walk): void {
  const { code } = writer;
  const list = code.let('[]');
  code.line(`${loop.result} = ${list};`);
  walk(() => {
    const value = writeBody(writer, loop);
    writeExit(writer, loop, value, value);
    code.line(`${list}.push(${value});`);
  });
}

function writeTransform(writer: Writer, loop: Loop, walk: Walk): void {
  const { code } = writer;
  const builder = code.let('new MapBuilder()');
  walk(() => {
    const value = writeBody(writer, loop);
    writeExit(writer, loop, value, value);
    code.line(`${builder}.add(s${loop.slots[0] ?? 0}, ${value});`);
  });
  code.line(`if (${loop.result} === null) ${loop.result} = ${builder}.build();`);
}

function writeEntries(writer: Writer, loop: Loop, walk: Walk): void {
  const { code } = writer;
  const builder = code.let('new MapBuilder()');
  walk(() => {
    const value = writeBody(writer, loop);
    const failure = code.let(`addEntries(${builder}, ${value})`);
    writeExit(writer, loop, failure, `Failure.locate(${failure}, ${loop.node.body.offset})`);
  });
  code.line(`if (${loop.result} === null) ${loop.result} = ${builder}.build();`);
}

/** The transformation of an element that passes the filter, if there is one. */
function writeBody(writer: Writer, loop: Loop): string {
  const { filter, body } = loop.node;
  if (filter !== undefined) writeDecision(writer, loop, filter, filter.offset);
  return writer.write(body);
}

/** Goes on with the next element when it is false, and ends the walk when it is no bool. */
function writeDecision(writer: Writer, { result, label }: Loop, node: Node, offset: number): void {
  const { code } = writer;
  const value = writer.write(node);
  code.line(`if (${value} === false) continue;`);
  code.line(`if (${value} !== true) { ${result} = requireBool(${value}, ${offset}); break ${label}; }`);
}

/** Ends the walk with a failure. */
function writeExit({ code }: Writer, { result, label }: Loop, value: string, failure: string): void {
  code.line(`if (${value} instanceof Failure) { ${result} = ${failure}; break ${label}; }`);
}
