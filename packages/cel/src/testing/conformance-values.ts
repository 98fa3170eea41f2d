import type { CelType } from '../types.ts';
import { parseType } from '../types.ts';
import { MapBuilder } from '../values/map.ts';
import { CelDouble, CelUint, shortenInt } from '../values/numbers.ts';
import { CelDuration, CelTimestamp } from '../values/time.ts';
import { CelTypeValue } from '../values/type-value.ts';
import type { CelValue } from '../values/value.ts';

/** The parts of the specification's protobuf messages that the cases use; read structurally, so that no message runtime is needed. */
export interface SpecValue {
  readonly kind: { readonly case?: string | undefined; readonly value?: unknown };
}

export interface SpecType {
  readonly typeKind: { readonly case?: string | undefined; readonly value?: unknown };
}

/** A value of the specification as ours. */
export function readValue(value: SpecValue): CelValue {
  const content = value.kind.value;
  switch (value.kind.case) {
    case 'nullValue':
      return null;
    case 'int64Value':
      return shortenInt(content as bigint);
    case 'uint64Value':
      return new CelUint(content as bigint);
    case 'doubleValue':
      return new CelDouble(content as number);
    case 'boolValue':
    case 'stringValue':
    case 'bytesValue':
      return content as CelValue;
    case 'typeValue':
      return new CelTypeValue(content as string);
    case 'listValue':
      return (content as { values: SpecValue[] }).values.map(readValue);
    case 'mapValue': {
      const builder = new MapBuilder();
      for (const entry of (content as { entries: { key: SpecValue; value: SpecValue }[] }).entries) {
        builder.add(readValue(entry.key), readValue(entry.value));
      }
      return builder.build();
    }
    case 'objectValue':
      return readTime(content as { typeUrl: string; value: Uint8Array });
    default:
      throw new Error(`no such value: ${value.kind.case}`);
  }
}

/** Timestamp and Duration share one layout: field 1 seconds, field 2 nanoseconds, both varints. */
function readTime(any: { typeUrl: string; value: Uint8Array }): CelValue {
  const fields = new Map<number, bigint>();
  for (let at = 0; at < any.value.length; ) {
    const tag = any.value[at++] ?? 0;
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = any.value[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    fields.set(tag >> 3, BigInt.asIntN(64, value));
  }
  const nanos = (fields.get(1) ?? 0n) * 1_000_000_000n + (fields.get(2) ?? 0n);
  return any.typeUrl.endsWith('Timestamp') ? new CelTimestamp(nanos) : new CelDuration(nanos);
}

const PRIMITIVES = ['', 'bool', 'int', 'uint', 'double', 'string', 'bytes'];
const WELL_KNOWN = ['', 'any', 'timestamp', 'duration'];

export function readType(type: SpecType): CelType {
  const content = type.typeKind.value;
  switch (type.typeKind.case) {
    case 'primitive':
      return parseType(PRIMITIVES[content as number] ?? '');
    case 'wellKnown':
      return parseType(WELL_KNOWN[content as number] ?? '');
    case 'wrapper':
      return { kind: 'wrapper', of: parseType(PRIMITIVES[content as number] ?? '') };
    case 'null':
      return parseType('null');
    case 'dyn':
      return parseType('dyn');
    case 'type':
      return parseType('type');
    case 'typeParam':
      return { kind: 'param', name: content as string };
    case 'messageType':
      return parseType(content as string);
    case 'listType':
      return { kind: 'list', element: readType((content as { elemType: SpecType }).elemType) };
    case 'mapType': {
      const { keyType, valueType } = content as { keyType: SpecType; valueType: SpecType };
      return { kind: 'map', key: readType(keyType), value: readType(valueType) };
    }
    case 'abstractType': {
      const { name, parameterTypes } = content as { name: string; parameterTypes: SpecType[] };
      const parameters = parameterTypes.map(readType);
      const [first] = parameters;
      return name === 'optional_type' && first ? { kind: 'optional', value: first } : { kind: 'opaque', name, parameters };
    }
    default:
      throw new Error(`no such type: ${type.typeKind.case}`);
  }
}
