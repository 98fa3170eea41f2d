import type { ComprehensionNode } from '../ast.ts';
import { Failure, fail } from '../values/failure.ts';
import { isKey, isMap, listKeys, MapBuilder, readKey } from '../values/map.ts';
import { formatValue } from '../values/text.ts';
import type { CelValue } from '../values/value.ts';
import { type Evaluate, exceedCost, type Frame, type Outcome } from './frame.ts';
import { requireBool } from './logic.ts';
import { openRange, type Range } from './range.ts';

/** The compiled parts of a comprehension. */
export interface ComprehensionParts {
  readonly range: Evaluate;
  readonly filter: Evaluate | undefined;
  readonly body: Evaluate;
  readonly slots: readonly number[];
}

/**
 * What one step costs beside its predicate or transformation: the price of the accumulator's expressions into which cel-go
 * expands the macro (`@not_strictly_false(@result)`, `@result && …`, `@result + […]`).
 */
export const STEP_COSTS = { all: 3, exists: 4, existsOne: 1, map: 12, filter: 1, transformMap: 3, transformMapEntry: 33 } as const;
/** What `filter` adds for an element that it keeps: list, concatenation and the element's own name. */
export const KEEP_COST = 12;

export function compileComprehension(node: ComprehensionNode, parts: ComprehensionParts): Evaluate {
  const loop = chooseLoop(node, parts);
  const { range, slots } = parts;
  return frame => {
    const opened = openRange(range(frame), slots, node.range.offset);
    if (opened instanceof Failure) return opened;
    const outcome = loop(frame, opened);
    frame.cost += 1;
    return outcome;
  };
}

type Loop = (frame: Frame, range: Range) => Outcome;

function chooseLoop(node: ComprehensionNode, parts: ComprehensionParts): Loop {
  const cost = STEP_COSTS[node.macro];
  switch (node.macro) {
    case 'all':
      return loopUntil(false, parts.body, node.body.offset, cost);
    case 'exists':
      return loopUntil(true, parts.body, node.body.offset, cost);
    case 'existsOne':
      return countOne(parts.body, node.body.offset, cost);
    case 'filter':
      return keepMatching(parts, node.body.offset, cost);
    case 'map':
      return collectList(parts, node, cost);
    case 'transformMap':
      return collectMap(parts, node, cost);
    case 'transformMapEntry':
      return collectEntries(parts, node, cost);
  }
}

/** Before each step: its price and the limit. */
function enterStep(frame: Frame, range: Range, index: number, cost: number): void {
  frame.cost += cost;
  if (frame.cost > frame.limit) throw exceedCost(frame.limit);
  range.step(frame, index);
}

/** `all` and `exists`: the first element that decides ends the walk; failures only count when none does. */
function loopUntil(decisive: boolean, body: Evaluate, offset: number, cost: number): Loop {
  return (frame, range) => {
    let failure: Failure | undefined;
    for (let index = 0; index < range.size; index++) {
      enterStep(frame, range, index, cost);
      const value = body(frame);
      if (value === decisive) return decisive;
      if (value !== !decisive) failure = Failure.merge(failure, requireBool(value, offset));
    }
    return failure ?? !decisive;
  };
}

function countOne(body: Evaluate, offset: number, cost: number): Loop {
  return (frame, range) => {
    let count = 0;
    for (let index = 0; index < range.size; index++) {
      enterStep(frame, range, index, cost);
      const value = body(frame);
      if (value === true) count++;
      else if (value !== false) return requireBool(value, offset);
    }
    return count === 1;
  };
}

function keepMatching(parts: ComprehensionParts, offset: number, cost: number): Loop {
  const { body } = parts;
  const slot = parts.slots[0] ?? 0;
  return (frame, range) => {
    const kept: CelValue[] = [];
    for (let index = 0; index < range.size; index++) {
      enterStep(frame, range, index, cost);
      const value = body(frame);
      if (value === false) continue;
      if (value !== true) return requireBool(value, offset);
      frame.cost += KEEP_COST;
      const element = frame.locals[slot] ?? null;
      if (element instanceof Failure) return element;
      kept.push(element);
    }
    return kept;
  };
}

/** Runs one step's filter: true to go on, false to skip, or the failure that ends the walk. */
function passFilter(frame: Frame, filter: Evaluate | undefined, offset: number): boolean | Failure {
  const value = filter === undefined ? true : filter(frame);
  return typeof value === 'boolean' ? value : requireBool(value, offset);
}

function collectList(parts: ComprehensionParts, node: ComprehensionNode, cost: number): Loop {
  const offset = node.filter?.offset ?? node.offset;
  return (frame, range) => {
    const list: CelValue[] = [];
    for (let index = 0; index < range.size; index++) {
      enterStep(frame, range, index, cost);
      const passed = passFilter(frame, parts.filter, offset);
      if (passed === false) continue;
      if (passed !== true) return passed;
      const value = parts.body(frame);
      if (value instanceof Failure) return value;
      list.push(value);
    }
    return list;
  };
}

function collectMap(parts: ComprehensionParts, node: ComprehensionNode, cost: number): Loop {
  const offset = node.filter?.offset ?? node.offset;
  const keySlot = parts.slots[0] ?? 0;
  return (frame, range) => {
    const builder = new MapBuilder();
    for (let index = 0; index < range.size; index++) {
      enterStep(frame, range, index, cost);
      const passed = passFilter(frame, parts.filter, offset);
      if (passed === false) continue;
      if (passed !== true) return passed;
      const value = parts.body(frame);
      if (value instanceof Failure) return value;
      builder.add((frame.locals[keySlot] ?? null) as CelValue, value);
    }
    return builder.build();
  };
}

function collectEntries(parts: ComprehensionParts, node: ComprehensionNode, cost: number): Loop {
  const offset = node.filter?.offset ?? node.offset;
  return (frame, range) => {
    const builder = new MapBuilder();
    for (let index = 0; index < range.size; index++) {
      enterStep(frame, range, index, cost);
      const passed = passFilter(frame, parts.filter, offset);
      if (passed === false) continue;
      if (passed !== true) return passed;
      const failure = addEntries(builder, parts.body(frame));
      if (failure !== undefined) return Failure.locate(failure, node.body.offset);
    }
    return builder.build();
  };
}

export function addEntries(builder: MapBuilder, entries: Outcome): Failure | undefined {
  if (entries instanceof Failure) return entries;
  if (!isMap(entries)) return fail('transformMapEntry needs a map');
  for (const key of listKeys(entries)) {
    if (!isKey(key)) return fail('unsupported key type');
    if (!builder.add(key, readKey(entries, key) as CelValue)) return fail(`insert failed: key ${formatValue(key)} already exists`);
  }
  return undefined;
}
