import { nearestName } from '@breakwater/model';
import type {
  BindNode,
  CallNode,
  ComprehensionNode,
  ConditionalNode,
  IdentNode,
  ListNode,
  LogicNode,
  MapNode,
  Node,
  OptionalMapNode,
  SelectNode,
  StructField,
  StructNode,
} from '../ast.ts';
import type { FunctionDeclaration, ObjectTypeDeclaration } from '../declarations.ts';
import type { Environment } from '../environment.ts';
import { BOOL, type CelType, DYN, equalTypes, formatType, INT, isDynamic, TYPE } from '../types.ts';
import type { Annotations, CallResolution, CheckIssue, Resolution } from './annotations.ts';
import { findConstructible } from './constructible.ts';
import { typeOfLiteral } from './literal-type.ts';
import { findLocal, listLocals, type Scope } from './scope.ts';
import { Unifier } from './unifier.ts';

/** The type of what was already reported; it fits everywhere, so that one mistake gives one issue. */
const ERROR: CelType = { kind: 'error' };

/** Further issues would help nobody, and finding their positions takes time. */
const MAX_ISSUES = 20;

/**
 * Infers the type of every node and resolves names and overloads. Issues do not stop it: each node gets an annotation to
 * run by, so that expressions can also be evaluated unchecked.
 */
export function checkExpression(environment: Environment, root: Node, size: number): Annotations {
  const checker = new Checker(environment, size);
  checker.check(root);
  return checker.finish();
}

class Checker {
  readonly #environment: Environment;
  readonly #unifier = new Unifier();
  readonly #types: CelType[];
  readonly #resolutions = new Map<number, Resolution>();
  readonly #calls = new Map<number, CallResolution>();
  readonly #slots = new Map<number, number[]>();
  readonly #globals: string[] = [];
  readonly #issues: CheckIssue[] = [];
  #slotCount = 0;
  #scope: Scope | undefined;

  constructor(environment: Environment, size: number) {
    this.#environment = environment;
    this.#types = new Array<CelType>(size).fill(DYN);
  }

  finish(): Annotations {
    return {
      types: this.#types.map(type => this.#unifier.resolve(type, true)),
      resolutions: this.#resolutions,
      calls: this.#calls,
      slots: this.#slots,
      slotCount: this.#slotCount,
      globals: this.#globals,
      issues: this.#issues.sort((left, right) => left.offset - right.offset),
    };
  }

  check(node: Node): CelType {
    const type = this.#infer(node);
    this.#types[node.id] = type;
    return type;
  }

  #infer(node: Node): CelType {
    switch (node.kind) {
      case 'literal':
        return typeOfLiteral(node.value);
      case 'ident':
        return this.#checkIdent(node);
      case 'select':
        return this.#checkSelect(node);
      case 'call':
        return this.#checkCall(node);
      case 'logic':
        return this.#checkLogic(node);
      case 'conditional':
        return this.#checkConditional(node);
      case 'list':
        return this.#checkList(node);
      case 'map':
        return this.#checkMap(node);
      case 'struct':
        return this.#checkStruct(node);
      case 'comprehension':
        return this.#checkComprehension(node);
      case 'bind':
        return this.#checkBind(node);
      case 'optionalMap':
        return this.#checkOptionalMap(node);
    }
  }

  #checkIdent(node: IdentNode): CelType {
    const local = node.absolute ? undefined : findLocal(this.#scope, node.name);
    if (local !== undefined) {
      this.#resolutions.set(node.id, { kind: 'local', slot: local.slot, lazy: local.lazy });
      return local.type;
    }
    const found = this.#lookUp(node.id, node.name, node.absolute);
    if (found !== undefined) return found;
    this.#resolutions.set(node.id, { kind: 'missing', name: node.name });
    const names = [...listLocals(this.#scope), ...this.#environment.variables.keys(), ...this.#environment.typeValues.keys()];
    return this.#report(node.offset, `undeclared reference to '${node.name}'`, nearestName(node.name, names));
  }

  /** A variable or type of this (dotted) name, tried from the innermost container outwards. */
  #lookUp(id: number, name: string, absolute: boolean): CelType | undefined {
    for (const prefix of absolute ? [''] : this.#environment.prefixes) {
      const full = prefix + name;
      const type = this.#environment.variables.get(full);
      if (type !== undefined) {
        this.#resolutions.set(id, { kind: 'global', name: full, index: this.#indexGlobal(full) });
        return type;
      }
      const value = this.#environment.typeValues.get(full);
      if (value === undefined) continue;
      this.#resolutions.set(id, { kind: 'type', value });
      return TYPE;
    }
    return undefined;
  }

  #indexGlobal(name: string): number {
    const known = this.#globals.indexOf(name);
    return known >= 0 ? known : this.#globals.push(name) - 1;
  }

  #checkSelect(node: SelectNode): CelType {
    const qualified = this.#lookUpQualified(node);
    if (qualified !== undefined) return qualified;
    const operand = this.#unifier.resolve(this.check(node.operand));
    if (operand.kind === 'optional') {
      const field = this.#typeField(this.#unifier.resolve(operand.value), node);
      return node.test ? BOOL : { kind: 'optional', value: field };
    }
    const field = this.#typeField(operand, node);
    if (node.test) return BOOL;
    return node.optional ? { kind: 'optional', value: field } : field;
  }

  #lookUpQualified(node: SelectNode): CelType | undefined {
    if (node.test || node.optional || this.#environment.qualifiedRoots.size === 0) return undefined;
    const name = spellName(node);
    if (name === undefined) return undefined;
    const root = name.slice(name.startsWith('.') ? 1 : 0).split('.', 1)[0] ?? '';
    if (!this.#environment.qualifiedRoots.has(root)) return undefined;
    if (name.startsWith('.')) return this.#lookUp(node.id, name.slice(1), true);
    return findLocal(this.#scope, root) === undefined ? this.#lookUp(node.id, name, false) : undefined;
  }

  #typeField(operand: CelType, node: SelectNode): CelType {
    switch (operand.kind) {
      case 'dyn':
      case 'any':
      case 'error':
        return DYN;
      case 'param':
        this.#unifier.assign(DYN, operand);
        return DYN;
      case 'map':
        return operand.value;
      case 'object': {
        const fields = this.#environment.types.get(operand.name)?.fields ?? {};
        const type = Object.hasOwn(fields, node.field) ? fields[node.field] : undefined;
        if (type !== undefined) return type;
        return this.#report(node.offset, `'${operand.name}' has no field '${node.field}'`, nearestName(node.field, Object.keys(fields)));
      }
      default:
        return this.#report(node.offset, `type '${formatType(operand)}' has no fields, so no '${node.field}'`);
    }
  }

  #checkCall(node: CallNode): CelType {
    const functions = this.#environment.functions;
    const namespace = node.target === undefined ? undefined : spellName(node.target);
    for (const prefix of this.#environment.prefixes) {
      const overloads = namespace === undefined ? undefined : functions.get(`${prefix}${namespace}.${node.name}`);
      if (overloads !== undefined) return this.#checkOverloads(node, overloads, node.args, false);
    }
    const args = node.target === undefined ? node.args : [node.target, ...node.args];
    if (namespace !== undefined && this.#environment.hints.has(`${namespace}.${node.name}`))
      return this.#reportFunction(node, namespace, args);
    const overloads = this.#environment.prefixes.map(prefix => functions.get(prefix + node.name)).find(found => found !== undefined);
    if (overloads !== undefined) return this.#checkOverloads(node, overloads, args, node.target !== undefined);
    return this.#reportFunction(node, namespace, args);
  }

  #reportFunction(node: CallNode, namespace: string | undefined, args: readonly Node[]): CelType {
    this.#calls.set(node.id, { overloads: [], hasTarget: node.target !== undefined });
    const { functions, hints } = this.#environment;
    const qualified = namespace === undefined ? undefined : `${namespace}.${node.name}`;
    const isNamespace =
      qualified !== undefined && (hints.has(qualified) || [...functions.keys()].some(name => name.startsWith(`${namespace}.`)));
    for (const arg of isNamespace ? node.args : args) this.check(arg);
    const name = isNamespace ? qualified : node.name;
    const hint = hints.get(name) ?? hints.get(`${name}/${node.args.length}`);
    if (hint !== undefined) return this.#report(node.offset, `undeclared function '${name}': ${hint}`);
    const candidates = [...functions.keys(), ...this.#environment.macros.names].filter(candidate => /^[a-zA-Z]/.test(candidate));
    return this.#report(node.offset, `undeclared function '${name}'`, nearestName(name, candidates));
  }

  #checkOverloads(node: CallNode, overloads: readonly FunctionDeclaration[], args: readonly Node[], hasTarget: boolean): CelType {
    const types = args.map(arg => this.check(arg));
    const fitting = overloads.filter(({ receiver, params }) => receiver === hasTarget && params.length === args.length);
    const matching: FunctionDeclaration[] = [];
    let result: CelType | undefined;
    for (const overload of fitting) {
      const signature = this.#unifier.instantiate([...overload.params, overload.result]);
      if (!this.#unifier.assignAll(types, signature.slice(0, -1))) continue;
      matching.push(overload);
      const type = this.#unifier.resolve(signature.at(-1) ?? DYN);
      result = result === undefined || equalTypes(result, type) ? type : DYN;
    }
    this.#calls.set(node.id, { overloads: matching.length > 0 ? matching : fitting, hasTarget });
    if (result !== undefined) return result;
    const given = types.map(type => formatType(this.#unifier.resolve(type, true)));
    if (types.some(type => type.kind === 'error')) return ERROR;
    return this.#report(node.offset, describeMismatch(node.name, hasTarget, given));
  }

  #checkLogic(node: LogicNode): CelType {
    for (const operand of node.operands) {
      const type = this.check(operand);
      if (this.#unifier.assign(type, BOOL)) continue;
      this.#report(operand.offset, `operand of '${node.operator}' must be bool, not ${this.#format(type)}`);
    }
    return BOOL;
  }

  #checkConditional(node: ConditionalNode): CelType {
    const condition = this.check(node.condition);
    if (!this.#unifier.assign(condition, BOOL)) {
      this.#report(node.condition.offset, `condition of '?:' must be bool, not ${this.#format(condition)}`);
    }
    const whenTrue = this.check(node.whenTrue);
    const whenFalse = this.check(node.whenFalse);
    const result = this.#unifier.open();
    if (this.#unifier.assignAll([whenTrue, whenFalse], [result, result])) return this.#unifier.resolve(result);
    return this.#report(node.offset, `branches of '?:' differ in type: ${this.#format(whenTrue)} and ${this.#format(whenFalse)}`);
  }

  #checkList(node: ListNode): CelType {
    let element: CelType | undefined;
    for (const { value, optional } of node.elements) {
      const type = this.#checkEntry(value, optional);
      element = element === undefined ? type : this.#joinLiteral(element, type, value.offset, 'list element');
    }
    return { kind: 'list', element: element ?? this.#unifier.open() };
  }

  #checkMap(node: MapNode): CelType {
    let key: CelType | undefined;
    let value: CelType | undefined;
    for (const entry of node.entries) {
      const keyType = this.#checkKey(entry.key);
      key = key === undefined ? keyType : this.#joinLiteral(key, keyType, entry.key.offset, 'map key');
      const valueType = this.#checkEntry(entry.value, entry.optional);
      value = value === undefined ? valueType : this.#joinLiteral(value, valueType, entry.value.offset, 'map value');
    }
    return { kind: 'map', key: key ?? this.#unifier.open(), value: value ?? this.#unifier.open() };
  }

  #checkKey(node: Node): CelType {
    const type = this.#unifier.resolve(this.check(node));
    if (['string', 'bool', 'int', 'uint', 'param'].includes(type.kind) || isDynamic(type)) return type;
    return this.#report(node.offset, `map key must be string, bool, int or uint, not ${this.#format(type)}`);
  }

  /** An element of a literal; with `?` it is an optional whose value, if there is one, is the element. */
  #checkEntry(node: Node, optional: boolean): CelType {
    const type = this.check(node);
    if (!optional) return type;
    const value = this.#unifier.open();
    if (this.#unifier.assign(type, { kind: 'optional', value })) return this.#unifier.resolve(value);
    return this.#report(node.offset, `an element marked '?' must be optional, not ${this.#format(type)}`);
  }

  #joinLiteral(left: CelType, right: CelType, offset: number, what: string): CelType {
    if (!this.#environment.homogeneousLiterals) return this.#unifier.join(left, right);
    if (this.#unifier.assign(left, right)) return this.#unifier.join(left, right);
    return this.#report(offset, `${what} is ${this.#format(right)}, but ${this.#format(left)} before it`);
  }

  #checkStruct(node: StructNode): CelType {
    const declared = findConstructible(this.#environment.types, node.typeName);
    for (const field of node.fields) this.#checkStructField(field, node, declared);
    if (declared !== undefined) return { kind: 'object', name: node.typeName };
    return this.#report(node.offset, `objects of type '${node.typeName}' cannot be constructed`);
  }

  #checkStructField({ name, value, optional }: StructField, node: StructNode, declared: ObjectTypeDeclaration | undefined): void {
    const type = this.#checkEntry(value, optional === true);
    if (declared?.constructible !== 'declared') return;
    const wanted = Object.hasOwn(declared.fields, name) ? declared.fields[name] : undefined;
    if (wanted === undefined) {
      this.#report(value.offset, `'${node.typeName}' has no field '${name}'`, nearestName(name, Object.keys(declared.fields)));
      return;
    }
    if (this.#unifier.assign(type, wanted)) return;
    this.#report(value.offset, `field '${name}' of '${node.typeName}' is ${formatType(wanted)}, not ${this.#format(type)}`);
  }

  #checkComprehension(node: ComprehensionNode): CelType {
    const range = this.#unifier.resolve(this.check(node.range));
    const { variables, map } = this.#typeVariables(node, range);
    const outer = this.#scope;
    const slots = node.variables.map((name, index) => this.#declare(name, variables[index] ?? DYN, false));
    this.#slots.set(node.id, slots);
    if (node.filter !== undefined) this.#checkPredicate(node.filter, node.macro);
    const result = this.#typeComprehension(node, map, variables);
    this.#scope = outer;
    return result;
  }

  #typeVariables(node: ComprehensionNode, range: CelType): { variables: CelType[]; map: CelType } {
    const two = node.variables.length === 2;
    switch (range.kind) {
      case 'list':
        return { variables: two ? [INT, range.element] : [range.element], map: { kind: 'map', key: INT, value: DYN } };
      case 'map':
        return { variables: two ? [range.key, range.value] : [range.key], map: range };
      case 'param':
        this.#unifier.assign(DYN, range);
    }
    if (range.kind !== 'param' && !isDynamic(range)) {
      this.#report(node.range.offset, `'${node.macro}' needs a list or a map, not ${this.#format(range)}`);
    }
    return { variables: [DYN, DYN], map: { kind: 'map', key: DYN, value: DYN } };
  }

  #typeComprehension(node: ComprehensionNode, map: CelType, variables: readonly CelType[]): CelType {
    switch (node.macro) {
      case 'map':
        return { kind: 'list', element: this.check(node.body) };
      case 'filter':
        this.#checkPredicate(node.body, node.macro);
        return { kind: 'list', element: variables[0] ?? DYN };
      case 'transformMap':
        return { kind: 'map', key: map.kind === 'map' ? map.key : DYN, value: this.check(node.body) };
      case 'transformMapEntry': {
        const entry = this.#unifier.resolve(this.check(node.body));
        if (entry.kind === 'map') return entry;
        if (isDynamic(entry)) return { kind: 'map', key: DYN, value: DYN };
        return this.#report(node.body.offset, `'transformMapEntry' needs a map with one entry, not ${this.#format(entry)}`);
      }
      default:
        this.#checkPredicate(node.body, node.macro);
        return BOOL;
    }
  }

  #checkPredicate(node: Node, macro: string): void {
    const type = this.check(node);
    if (!this.#unifier.assign(type, BOOL)) this.#report(node.offset, `predicate of '${macro}' must be bool, not ${this.#format(type)}`);
  }

  #checkBind(node: BindNode): CelType {
    const type = this.check(node.value);
    const outer = this.#scope;
    this.#slots.set(node.id, [this.#declare(node.name, type, true)]);
    const result = this.check(node.body);
    this.#scope = outer;
    return result;
  }

  #checkOptionalMap(node: OptionalMapNode): CelType {
    const operand = this.check(node.operand);
    const value = this.#unifier.open();
    const macro = node.flat ? 'optFlatMap' : 'optMap';
    if (!this.#unifier.assign(operand, { kind: 'optional', value })) {
      this.#report(node.offset, `'${macro}' needs an optional, not ${this.#format(operand)}`);
    }
    const outer = this.#scope;
    this.#slots.set(node.id, [this.#declare(node.name, this.#unifier.resolve(value), false)]);
    const body = this.check(node.body);
    this.#scope = outer;
    if (!node.flat) return { kind: 'optional', value: body };
    const result: CelType = { kind: 'optional', value: this.#unifier.open() };
    if (this.#unifier.assign(body, result)) return this.#unifier.resolve(result);
    return this.#report(node.body.offset, `the body of 'optFlatMap' must be optional, not ${this.#format(body)}`);
  }

  #declare(name: string, type: CelType, lazy: boolean): number {
    const slot = this.#slotCount++;
    this.#scope = { name, type, slot, lazy, outer: this.#scope };
    return slot;
  }

  #format(type: CelType): string {
    return formatType(this.#unifier.resolve(type, true));
  }

  #report(offset: number, message: string, suggestion?: string): CelType {
    if (this.#issues.length < MAX_ISSUES) this.#issues.push({ offset, message, ...(suggestion === undefined ? {} : { suggestion }) });
    return ERROR;
  }
}

/** `a.b.c` for a chain of plain selections from an identifier, with a leading dot when it is absolute. */
function spellName(node: Node): string | undefined {
  if (node.kind === 'ident') return node.absolute ? `.${node.name}` : node.name;
  if (node.kind !== 'select' || node.optional || node.test) return undefined;
  const operand = spellName(node.operand);
  return operand === undefined ? undefined : `${operand}.${node.field}`;
}

/** Operators are shown as they are written, functions with their arguments' types. */
function describeMismatch(name: string, hasTarget: boolean, given: readonly string[]): string {
  const binary = /^_(\S+?)_$|^@(in)$/.exec(name);
  if (name === '_[_]' || name === '_[?_]') return `no such overload: ${given[0]}[${given[1]}]`;
  if (binary !== null && given.length === 2) return `no such overload: ${given[0]} ${binary[1] ?? binary[2]} ${given[1]}`;
  if (given.length === 1 && name.endsWith('_')) return `no such overload: ${name[0]}${given[0]}`;
  const args = hasTarget ? given.slice(1) : given;
  return `no such overload: ${hasTarget ? `${given[0]}.` : ''}${name}(${args.join(', ')})`;
}
