import { ImageError } from '../errors.ts';

export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable;
export interface TomlTable {
  readonly [key: string]: TomlValue;
}
type Mutable = { [key: string]: TomlValue };

const MAX_DEPTH = 32;

/** The tables of a TOML 1.0 document, without checks of what is no part of lock files. Dates are texts. https://toml.io/en/v1.0.0 */
export function parseToml(text: string): TomlTable {
  return new Parser(text).parse();
}

/** Tables without a prototype: keys are what a file says. */
function createTable(): Mutable {
  return Object.create(null) as Mutable;
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): TomlTable {
    const root = createTable();
    let current = root;
    for (this.#skip(); this.#at < this.#text.length; this.#skip()) {
      if (this.#text[this.#at] === '[') current = this.#readHeader(root);
      else this.#readPair(current, 0);
    }
    return root;
  }

  #readHeader(root: Mutable): Mutable {
    const isList = this.#text.startsWith('[[', this.#at);
    this.#at += isList ? 2 : 1;
    const keys = this.#readKeys();
    this.#expect(isList ? ']]' : ']');
    const last = keys.pop() ?? '';
    const parent = descend(root, keys);
    if (!isList) return descend(parent, [last]);
    const table = createTable();
    const list = parent[last];
    parent[last] = Array.isArray(list) ? list : [];
    (parent[last] as TomlValue[]).push(table);
    return table;
  }

  #readPair(table: Mutable, depth: number): void {
    const keys = this.#readKeys();
    this.#expect('=');
    const last = keys.pop() ?? '';
    descend(table, keys)[last] = this.#readValue(depth);
  }

  #readKeys(): string[] {
    const keys: string[] = [];
    do {
      this.#skipBlanks();
      keys.push(this.#readKey());
      this.#skipBlanks();
    } while (this.#take('.'));
    if (keys.length > MAX_DEPTH) throw this.#broken('a key with too many parts');
    return keys;
  }

  #readKey(): string {
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") return this.#readString();
    const key = this.#match(/[\w-]+/y);
    if (key === undefined) throw this.#broken('no key');
    return key;
  }

  #readValue(depth: number): TomlValue {
    if (depth > MAX_DEPTH) throw this.#broken('values within values, too deep');
    this.#skip();
    const first = this.#text[this.#at];
    if (first === '"' || first === "'") return this.#readString();
    if (first === '[') return this.#readList(depth);
    if (first === '{') return this.#readInline(depth);
    const word = this.#match(/[^\s,\]}#]+(?: \d\d:[\d:.Z+-]*)?/y);
    if (word === undefined) throw this.#broken('no value');
    if (word === 'true' || word === 'false') return word === 'true';
    return /^[+-]?[\d_]+(?:\.[\d_]+)?(?:[eE][+-]?\d+)?$/.test(word) ? Number(word.replaceAll('_', '')) : word;
  }

  #readList(depth: number): readonly TomlValue[] {
    const list: TomlValue[] = [];
    this.#at += 1;
    for (this.#skip(); !this.#take(']'); this.#skip()) {
      list.push(this.#readValue(depth + 1));
      this.#skip();
      if (!this.#take(',') && this.#text[this.#at] !== ']') throw this.#broken('a list without end');
    }
    return list;
  }

  #readInline(depth: number): TomlTable {
    const table = createTable();
    this.#at += 1;
    for (this.#skip(); !this.#take('}'); this.#skip()) {
      this.#readPair(table, depth + 1);
      this.#skip();
      if (!this.#take(',') && this.#text[this.#at] !== '}') throw this.#broken('a table without end');
    }
    return table;
  }

  #readString(): string {
    const quote = this.#text[this.#at] ?? '';
    const isLong = this.#text.startsWith(quote.repeat(3), this.#at);
    const end = isLong ? quote.repeat(3) : quote;
    this.#at += end.length;
    if (isLong) this.#match(/\r?\n/y);
    const start = this.#at;
    while (!this.#text.startsWith(end, this.#at)) {
      if (this.#at >= this.#text.length) throw this.#broken('a text without end');
      this.#at += quote === '"' && this.#text[this.#at] === '\\' ? 2 : 1;
    }
    const raw = this.#text.slice(start, this.#at);
    this.#at += end.length;
    return quote === '"' ? decodeEscapes(raw) : raw;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #expect(text: string): void {
    this.#skipBlanks();
    if (!this.#take(text)) throw this.#broken(`no ${text}`);
  }

  #skipBlanks(): void {
    this.#match(/[ \t]*/y);
  }

  /** Blanks, ends of lines and comments. */
  #skip(): void {
    this.#match(/(?:[ \t\r\n]|#[^\n]*)*/y);
  }

  #broken(what: string): ImageError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return new ImageError('document-invalid', `it is no TOML: ${what} in line ${line}`);
  }
}

/** The table at a path, made where there is none; of a list the last one. */
function descend(table: Mutable, keys: readonly string[]): Mutable {
  let current = table;
  for (const key of keys) {
    const value = current[key];
    const found = Array.isArray(value) ? value.at(-1) : value;
    if (isTable(found)) current = found as Mutable;
    else {
      const made = createTable();
      current[key] = made;
      current = made;
    }
  }
  return current;
}

export function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tables of a list of tables; none where it is none. */
export function toTables(value: TomlValue | undefined): readonly TomlTable[] {
  return Array.isArray(value) ? value.filter(isTable) : [];
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', '\\': '\\' };

function decodeEscapes(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replaceAll(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\s*\n\s*|(.))/gs, (_, short, long, letter: string | undefined) => {
    const code = Number.parseInt((short ?? long ?? '') as string, 16);
    if (!Number.isNaN(code)) return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
    return letter === undefined ? '' : (ESCAPES[letter] ?? letter);
  });
}
