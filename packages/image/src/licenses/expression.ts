/** An SPDX licence expression; what is none is one licence of that name. https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/ */
export type LicenseExpression =
  | { readonly license: string }
  | { readonly operator: 'AND' | 'OR'; readonly parts: readonly LicenseExpression[] };

const MAX_DEPTH = 20;
const TOKEN = /\(|\)|[^\s()]+/g;

export function parseLicense(text: string): LicenseExpression {
  const tokens = text.match(TOKEN) ?? [];
  const reader = new Reader(tokens);
  const expression = reader.readOr(0);
  return expression === undefined || !reader.ended ? { license: text.trim() } : expression;
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get ended(): boolean {
    return this.#at === this.#tokens.length;
  }

  readOr(depth: number): LicenseExpression | undefined {
    return this.#readList('OR', () => this.#readList('AND', () => this.#readOne(depth)));
  }

  #readList(operator: 'AND' | 'OR', read: () => LicenseExpression | undefined): LicenseExpression | undefined {
    const parts: LicenseExpression[] = [];
    do {
      const part = read();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take(operator));
    return parts.length === 1 ? parts[0] : { operator, parts };
  }

  /** `X WITH exception` is one licence. */
  #readOne(depth: number): LicenseExpression | undefined {
    if (this.#take('(')) {
      const inner = depth < MAX_DEPTH ? this.readOr(depth + 1) : undefined;
      return this.#take(')') ? inner : undefined;
    }
    const name = this.#next();
    if (name === undefined) return undefined;
    if (!this.#take('WITH')) return { license: name };
    const exception = this.#next();
    return exception === undefined ? undefined : { license: `${name} WITH ${exception}` };
  }

  #next(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || token === '(' || token === ')' || /^(?:AND|OR|WITH)$/i.test(token)) return undefined;
    this.#at += 1;
    return token;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== token) return false;
    this.#at += 1;
    return true;
  }
}
