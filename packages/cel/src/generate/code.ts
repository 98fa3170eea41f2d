/** Text between quotes, for any text: nothing of a policy gets into code in another way. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JavaScript that is being written: statements, and the constants that they read. */
export class Code {
  readonly #lines: string[] = [];
  readonly #constants: unknown[] = [];
  /** Variables that are read already wherever the next statement runs, block by block. */
  readonly #read: Set<string>[] = [new Set()];
  #names = 0;
  #prototypes = 0;

  get constants(): readonly unknown[] {
    return this.#constants;
  }

  get text(): string {
    return this.#lines.join('\n');
  }

  line(text: string): void {
    this.#lines.push(text);
  }

  /** A name that is used nowhere else. */
  name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  /** A new variable with a value. */
  let(value: string): string {
    const name = this.name('t');
    this.line(`let ${name} = ${value};`);
    return name;
  }

  /** Adds to the cost, where the closures do. */
  charge(cost: number): void {
    this.line(`f.cost += ${cost};`);
  }

  /**
   * Sees to it that what was read is a value: most is a text or a bool. Where host objects are declared, one of the same class as the last is a value, too; it
   * takes a closer look otherwise.
   */
  adopt(name: string, slow: string, isHost: boolean): void {
    if (!isHost) {
      this.line(`if (typeof ${name} !== "string" && typeof ${name} !== "boolean") ${name} = ${slow};`);
      return;
    }
    const seen = `P${this.#prototypes++}`;
    this.line(`if (typeof ${name} !== "object" || ${name} === null || prototypeOf(${name}) !== ${seen}) {`);
    this.line(`${name} = ${slow};`);
    this.line(`${seen} = findHostClass(${name});`);
    this.line('}');
  }

  /** Names of the classes that `adopt` remembers. */
  get prototypes(): readonly string[] {
    return Array.from({ length: this.#prototypes }, (_, index) => `P${index}`);
  }

  /** `head { … }` */
  block(head: string, write: () => void): void {
    this.line(`${head} {`);
    this.#read.push(new Set());
    write();
    this.#read.pop();
    this.line('}');
  }

  /** Whether a variable has been read for certain; from now on it has. */
  isRead(name: string): boolean {
    if (this.#read.some(block => block.has(name))) return true;
    this.#read.at(-1)?.add(name);
    return false;
  }

  /** How a value is written: simple ones as they are, others by a name that the code gets from outside. */
  constant(value: unknown): string {
    if (typeof value === 'string') return quote(value);
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)) return String(value);
    const known = this.#constants.indexOf(value);
    if (known >= 0) return `K${known}`;
    this.#constants.push(value);
    return `K${this.#constants.length - 1}`;
  }
}
