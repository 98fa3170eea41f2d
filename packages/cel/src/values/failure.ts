/**
 * A CEL error as a value. Closures return it instead of throwing, so that `&&`, `||`, `?:` and the macros can absorb it
 * without the price of an exception. Its fields are private so that no field selection ever reads them by accident.
 */
export class Failure {
  readonly #message: string;
  readonly #unknowns: readonly string[];
  #offset: number | undefined;

  constructor(message: string, unknowns: readonly string[] = []) {
    this.#message = message;
    this.#unknowns = unknowns;
  }

  static describe(failure: Failure): { message: string; unknowns: readonly string[]; offset: number | undefined } {
    return { message: failure.#message, unknowns: failure.#unknowns, offset: failure.#offset };
  }

  /** Remembers where in the expression it happened; the innermost place wins. */
  static locate(failure: Failure, offset: number): Failure {
    failure.#offset ??= offset;
    return failure;
  }

  /** The failure that an undecided `&&`, `||`, `all` or `exists` reports: unknown facts win over errors, otherwise the first one. */
  static merge(first: Failure | undefined, second: Failure): Failure {
    if (first === undefined || first === second) return second;
    if (second.#unknowns.length === 0) return first;
    if (first.#unknowns.length === 0) return second;
    return Failure.locate(new Failure(first.#message, [...new Set([...first.#unknowns, ...second.#unknowns])]), first.#offset ?? 0);
  }
}

/** A CEL error, to be returned by functions; `message` carries no position, the caller adds it. */
export function fail(message: string): Failure {
  return new Failure(message);
}

/**
 * A fact that could not be collected (image not scanned, kind not readable). Reading it behaves like a CEL error: absorbed
 * when the other side of `&&`, `||`, `?:` or a macro decides; otherwise evaluation ends with CelError code `unknown`.
 */
export class Unknown {
  readonly fact: string;
  readonly reason: string | undefined;

  constructor(fact: string, reason?: string) {
    this.fact = fact;
    this.reason = reason;
  }
}

export function toFailure(unknown: Unknown): Failure {
  const { fact, reason } = unknown;
  return new Failure(reason === undefined ? `${fact} is not known` : `${fact} is not known: ${reason}`, [fact]);
}
