import { CelError } from './errors.ts';

/** Kinds of type that have no parts. */
export type SimpleKind =
  | 'dyn'
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'timestamp'
  | 'duration'
  | 'type'
  | 'any'
  | 'error';

/** A static CEL type. `param` is a type parameter of a function declaration (or, while checking, a type not known yet). */
export type CelType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'list'; readonly element: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | { readonly kind: 'optional'; readonly value: CelType }
  | { readonly kind: 'object'; readonly name: string }
  | { readonly kind: 'wrapper'; readonly of: CelType }
  | { readonly kind: 'opaque'; readonly name: string; readonly parameters: readonly CelType[] }
  | { readonly kind: 'param'; readonly name: string };

export const DYN: CelType = { kind: 'dyn' };
export const NULL: CelType = { kind: 'null' };
export const BOOL: CelType = { kind: 'bool' };
export const INT: CelType = { kind: 'int' };
export const UINT: CelType = { kind: 'uint' };
export const DOUBLE: CelType = { kind: 'double' };
export const STRING: CelType = { kind: 'string' };
export const BYTES: CelType = { kind: 'bytes' };
export const TIMESTAMP: CelType = { kind: 'timestamp' };
export const DURATION: CelType = { kind: 'duration' };
export const TYPE: CelType = { kind: 'type' };
export const ANY: CelType = { kind: 'any' };

/** The spellings of simple types; the first one of each is how `formatType` writes it. */
const SIMPLE: ReadonlyMap<string, CelType> = new Map([
  ['dyn', DYN],
  ['null_type', NULL],
  ['null', NULL],
  ['bool', BOOL],
  ['int', INT],
  ['uint', UINT],
  ['double', DOUBLE],
  ['string', STRING],
  ['bytes', BYTES],
  ['timestamp', TIMESTAMP],
  ['google.protobuf.Timestamp', TIMESTAMP],
  ['duration', DURATION],
  ['google.protobuf.Duration', DURATION],
  ['type', TYPE],
  ['any', ANY],
  ['google.protobuf.Any', ANY],
]);

const NAME = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y;

/** Deepest nesting of a written type; declarations are ours, but they may be generated. */
const MAX_DEPTH = 20;

/**
 * Reads a type as it is written in declarations: `int`, `list(string)`, `map(string, dyn)`, `optional(int)`, `Container`.
 * A single capital letter is a type parameter; any other name is an object type that the environment has to declare.
 *
 * @throws CelError `invalid-environment` when the text is not a type.
 */
export function parseType(text: string): CelType {
  const [type, end] = readType(text, skipSpace(text, 0), 0);
  if (end !== text.length) throw invalidType(text);
  return type;
}

function readType(text: string, start: number, depth: number): [CelType, number] {
  NAME.lastIndex = start;
  const name = NAME.exec(text)?.[0];
  if (name === undefined || depth > MAX_DEPTH) throw invalidType(text);
  let at = skipSpace(text, start + name.length);
  const parameters: CelType[] = [];
  if (text[at] === '(') {
    do {
      const [type, end] = readType(text, skipSpace(text, at + 1), depth + 1);
      parameters.push(type);
      at = end;
    } while (text[at] === ',');
    if (text[at] !== ')') throw invalidType(text);
    at = skipSpace(text, at + 1);
  }
  const type = buildType(name, parameters);
  if (type === undefined) throw invalidType(text);
  return [type, at];
}

function buildType(name: string, parameters: readonly CelType[]): CelType | undefined {
  const [first, second] = parameters;
  switch (name) {
    case 'list':
      return parameters.length <= 1 ? { kind: 'list', element: first ?? DYN } : undefined;
    case 'map':
      if (parameters.length === 0) return { kind: 'map', key: DYN, value: DYN };
      return first && second && parameters.length === 2 ? { kind: 'map', key: first, value: second } : undefined;
    case 'optional':
    case 'optional_type':
      return parameters.length <= 1 ? { kind: 'optional', value: first ?? DYN } : undefined;
    case 'wrapper':
      return first && parameters.length === 1 ? { kind: 'wrapper', of: first } : undefined;
    case 'type':
      return TYPE;
  }
  if (parameters.length > 0) return SIMPLE.has(name) ? undefined : { kind: 'opaque', name, parameters };
  return SIMPLE.get(name) ?? (/^[A-Z]$/.test(name) ? { kind: 'param', name } : { kind: 'object', name });
}

function skipSpace(text: string, at: number): number {
  let index = at;
  while (text[index] === ' ') index++;
  return index;
}

function invalidType(text: string): CelError {
  return new CelError('invalid-environment', `'${text}' is not a CEL type`);
}

/** Writes a type the way `parseType` reads it. */
export function formatType(type: CelType): string {
  switch (type.kind) {
    case 'null':
      return 'null_type';
    case 'list':
      return `list(${formatType(type.element)})`;
    case 'map':
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'optional':
      return `optional(${formatType(type.value)})`;
    case 'wrapper':
      return `wrapper(${formatType(type.of)})`;
    case 'opaque':
      return `${type.name}(${type.parameters.map(formatType).join(', ')})`;
    case 'object':
    case 'param':
      return type.name;
    default:
      return type.kind;
  }
}

/** True when any value may turn up at run time. */
export function isDynamic(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error' || type.kind === 'any';
}

/** Structural equality of types; type parameters are equal by name. */
export function equalTypes(left: CelType, right: CelType): boolean {
  if (left === right) return true;
  const [leftParts, rightParts] = [listParts(left), listParts(right)];
  return (
    left.kind === right.kind &&
    readName(left) === readName(right) &&
    leftParts.length === rightParts.length &&
    leftParts.every((part, index) => equalTypes(part, rightParts[index] ?? DYN))
  );
}

/** The types a type is made of, in order. */
export function listParts(type: CelType): readonly CelType[] {
  switch (type.kind) {
    case 'list':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'optional':
      return [type.value];
    case 'wrapper':
      return [type.of];
    case 'opaque':
      return type.parameters;
    default:
      return [];
  }
}

function readName(type: CelType): string | undefined {
  return type.kind === 'object' || type.kind === 'param' || type.kind === 'opaque' ? type.name : undefined;
}

/** The same type with its parts replaced; keeps the object when no part changed. */
export function mapParts(type: CelType, change: (part: CelType) => CelType): CelType {
  switch (type.kind) {
    case 'list': {
      const element = change(type.element);
      return element === type.element ? type : { kind: 'list', element };
    }
    case 'map': {
      const key = change(type.key);
      const value = change(type.value);
      return key === type.key && value === type.value ? type : { kind: 'map', key, value };
    }
    case 'optional': {
      const value = change(type.value);
      return value === type.value ? type : { kind: 'optional', value };
    }
    case 'opaque': {
      const parameters = type.parameters.map(change);
      return parameters.every((part, index) => part === type.parameters[index]) ? type : { kind: 'opaque', name: type.name, parameters };
    }
    default:
      return type;
  }
}
