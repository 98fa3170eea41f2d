import type { ListNode, MapNode, StructNode } from '../ast.ts';
import { nameType } from '../values/describe.ts';
import { Failure, fail } from '../values/failure.ts';
import { isKey, MapBuilder } from '../values/map.ts';
import { CelOptional } from '../values/optional.ts';
import { formatValue } from '../values/text.ts';
import type { CelValue } from '../values/value.ts';
import type { Evaluate, Outcome } from './frame.ts';

/** cel-go's price of building a list and a map. */
export const LIST_COST = 10;
export const MAP_COST = 30;
/** The same for an object. */
export const STRUCT_COST = 40;

export function compileList(node: ListNode, values: readonly Evaluate[]): Evaluate {
  const optional = node.elements.map(element => element.optional);
  return frame => {
    frame.cost += LIST_COST;
    const list: CelValue[] = [];
    for (let index = 0; index < values.length; index++) {
      const value = unwrapElement((values[index] as Evaluate)(frame), optional[index] === true);
      if (value instanceof Failure) return Failure.locate(value, node.offset);
      if (value !== undefined) list.push(value);
    }
    return list;
  };
}

export function compileMap(node: MapNode, entries: readonly { readonly key: Evaluate; readonly value: Evaluate }[]): Evaluate {
  const { offset } = node;
  return frame => {
    frame.cost += MAP_COST;
    const builder = new MapBuilder();
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index] as { key: Evaluate; value: Evaluate };
      const key = requireKey(entry.key(frame));
      if (key instanceof Failure) return Failure.locate(key, offset);
      const value = unwrapElement(entry.value(frame), node.entries[index]?.optional === true);
      if (value instanceof Failure) return Failure.locate(value, offset);
      if (value !== undefined && !builder.add(key, value)) {
        return Failure.locate(fail(`map has the key ${formatValue(key)} twice`), offset);
      }
    }
    return builder.build();
  };
}

/** An object of the host as JSON, its fields in the order of the text. */
export function compileStruct(node: StructNode, values: readonly Evaluate[]): Evaluate {
  return frame => {
    frame.cost += STRUCT_COST;
    const fields: [string, CelValue][] = [];
    for (const [index, { name, optional }] of node.fields.entries()) {
      const value = unwrapElement((values[index] as Evaluate)(frame), optional === true);
      if (value instanceof Failure) return Failure.locate(value, node.offset);
      if (value !== undefined) fields.push([name, value]);
    }
    return Object.fromEntries(fields) as unknown as CelValue;
  };
}

export function requireKey(key: Outcome): Outcome {
  if (key instanceof Failure || isKey(key)) return key;
  return fail(`unsupported key type: ${nameType(key)}`);
}

/** An element marked `?` is an optional: its value, or undefined for none. */
export function unwrapElement(value: Outcome, optional: boolean): Outcome | undefined {
  if (!optional || value instanceof Failure) return value;
  return value instanceof CelOptional ? value.value : fail(`an element marked '?' must be optional, not ${nameType(value)}`);
}
