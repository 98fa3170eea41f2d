import { type CelType, DYN, equalTypes, isDynamic, listParts, mapParts } from '../types.ts';

type Param = Extract<CelType, { kind: 'param' }>;

/** Deepest type that is followed; types grow with the expression, whose height is bounded as well. */
const MAX_DEPTH = 600;

/**
 * Finds out which types the open type parameters of an expression stand for, the way cel-go does: a parameter takes the
 * first type it meets and widens when a more general one follows.
 */
export class Unifier {
  readonly #bindings = new Map<string, CelType>();
  /** What the bindings were before, so that a failed attempt leaves no trace. */
  readonly #trail: [string, CelType | undefined][] = [];
  #fresh = 0;

  /** A type that is not known yet. */
  open(): Param {
    return { kind: 'param', name: `%${this.#fresh++}` };
  }

  /** Declared parameters (`T`) replaced by open ones, the same for the same name across the given types. */
  instantiate(types: readonly CelType[]): readonly CelType[] {
    if (!types.some(hasParam)) return types;
    const names = new Map<string, CelType>();
    const replace = (type: CelType): CelType => {
      if (type.kind !== 'param') return mapParts(type, replace);
      const known = names.get(type.name) ?? this.open();
      names.set(type.name, known);
      return known;
    };
    return types.map(replace);
  }

  /** Whether a value of type `from` may stand where `to` is expected. Binds parameters on success only. */
  assign(from: CelType, to: CelType): boolean {
    return this.assignAll([from], [to]);
  }

  assignAll(from: readonly CelType[], to: readonly CelType[]): boolean {
    const mark = this.#trail.length;
    const fits = from.every((type, index) => this.#fits(type, to[index] ?? DYN, 0));
    if (!fits) this.#undo(mark);
    return fits;
  }

  /** The type that covers both, dyn when there is none. */
  join(left: CelType, right: CelType): CelType {
    return this.assign(left, right) ? pickGeneral(left, right) : DYN;
  }

  /** The type with all known parameters filled in; parameters that stayed open become dyn when `close` is set. */
  resolve(type: CelType, close = false): CelType {
    if (type.kind === 'param') {
      const bound = this.#bindings.get(type.name);
      if (bound !== undefined) return this.resolve(bound, close);
      return close ? DYN : type;
    }
    return mapParts(type, part => this.resolve(part, close));
  }

  #fits(from: CelType, to: CelType, depth: number): boolean {
    if (from === to && from.kind !== 'param') return true;
    if (depth > MAX_DEPTH) return false;
    if (to.kind === 'param') {
      const { valid, bound } = this.#substitute(from, to, depth);
      if (valid || bound) return valid;
    }
    if (from.kind === 'param') return this.#substitute(to, from, depth).valid;
    if (isDynamic(from) || isDynamic(to)) return true;
    if (from.kind === 'null') return isNullable(to);
    if (to.kind === 'null') return isNullable(from);
    if (from.kind === 'wrapper' && to.kind !== 'wrapper') return this.#fits(from.of, to, depth + 1);
    if (to.kind === 'wrapper' && from.kind !== 'wrapper') return this.#fits(from, to.of, depth + 1);
    return this.#fitsParts(from, to, depth);
  }

  #fitsParts(from: CelType, to: CelType, depth: number): boolean {
    const fromParts = listParts(from);
    const toParts = listParts(to);
    if (from.kind !== to.kind || fromParts.length !== toParts.length) return false;
    if ((from.kind === 'object' || from.kind === 'opaque') && from.name !== (to as typeof from).name) return false;
    return fromParts.every((part, index) => this.#fits(part, toParts[index] ?? DYN, depth + 1));
  }

  #substitute(type: CelType, param: Param, depth: number): { valid: boolean; bound: boolean } {
    if (equalTypes(type, param)) return { valid: true, bound: true };
    const bound = this.#bindings.get(param.name);
    if (bound === undefined) {
      if (this.#occurs(param, type)) return { valid: false, bound: false };
      this.#bind(param.name, type);
      return { valid: true, bound: false };
    }
    if (equalTypes(type, bound)) return { valid: true, bound: true };
    if (!this.#fits(type, bound, depth + 1)) return { valid: false, bound: true };
    const general = pickGeneral(type, bound);
    if (general !== bound && !this.#occurs(param, general)) this.#bind(param.name, general);
    return { valid: true, bound: true };
  }

  #occurs(param: Param, type: CelType): boolean {
    if (type.kind !== 'param') return listParts(type).some(part => this.#occurs(param, part));
    if (type.name === param.name) return true;
    const bound = this.#bindings.get(type.name);
    return bound !== undefined && this.#occurs(param, bound);
  }

  #bind(name: string, type: CelType): void {
    this.#trail.push([name, this.#bindings.get(name)]);
    this.#bindings.set(name, type);
  }

  #undo(mark: number): void {
    while (this.#trail.length > mark) {
      const [name, previous] = this.#trail.pop() as [string, CelType | undefined];
      if (previous === undefined) this.#bindings.delete(name);
      else this.#bindings.set(name, previous);
    }
  }
}

function hasParam(type: CelType): boolean {
  return type.kind === 'param' || listParts(type).some(hasParam);
}

/** Types that null may stand for, as in cel-go's legacy nullable types. */
function isNullable(type: CelType): boolean {
  return !['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'type'].includes(type.kind);
}

function pickGeneral(left: CelType, right: CelType): CelType {
  return isAtLeastAsGeneral(left, right) ? left : right;
}

function isAtLeastAsGeneral(left: CelType, right: CelType): boolean {
  if (isDynamic(left) || left.kind === 'param') return true;
  if (isDynamic(right) || right.kind === 'param' || left.kind === 'null') return false;
  if (right.kind === 'null') return true;
  if (left.kind === 'wrapper' && right.kind !== 'wrapper') return true;
  if (left.kind !== right.kind) return false;
  const rightParts = listParts(right);
  const parts = listParts(left);
  return parts.length > 0 ? parts.every((part, index) => isAtLeastAsGeneral(part, rightParts[index] ?? DYN)) : equalTypes(left, right);
}
