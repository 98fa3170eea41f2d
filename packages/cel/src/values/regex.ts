import { RE2JS } from 're2js';
import { type Failure, fail } from './failure.ts';

/** A compiled pattern: only what CEL needs of it. */
export interface Regex {
  /** Whether the pattern occurs anywhere in the text. */
  test(text: string): boolean;
  /** The first occurrence. */
  find(text: string): string | undefined;
  /** The occurrences in order, at most `limit`. */
  findAll(text: string, limit: number): string[];
}

/** Longest pattern; RE2 programs grow with it. */
const MAX_PATTERN = 4096;
/** Patterns that are computed at run time repeat; the bound keeps hostile ones from filling memory. */
const MAX_CACHED = 128;
const cache = new Map<string, Regex | Failure>();

/** Compiles a pattern in RE2 syntax, which matches in linear time (https://github.com/google/re2/wiki/Syntax). */
export function compileRegex(pattern: string): Regex | Failure {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const compiled = compileUncached(pattern);
  const oldest = cache.size >= MAX_CACHED ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  cache.set(pattern, compiled);
  return compiled;
}

function compileUncached(pattern: string): Regex | Failure {
  if (pattern.length > MAX_PATTERN) return fail(`regular expression has ${pattern.length} characters, ${MAX_PATTERN} are allowed`);
  const literal = compileLiteral(pattern);
  if (literal !== undefined) return new LiteralRegex(pattern, literal);
  try {
    return new Re2Regex(RE2JS.compile(pattern));
  } catch (thrown) {
    return fail(`invalid regular expression: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

type Test = (text: string) => boolean;

/** Patterns without operators, optionally anchored, are plain string searches. */
function compileLiteral(pattern: string): Test | undefined {
  const [, start, literal = '', end] = /^(\^?)((?:[^\\^$.|?*+()[\]{}]|\\[./-])*)(\$?)$/.exec(pattern) ?? [];
  if (start === undefined) return undefined;
  const text = literal.replace(/\\(.)/g, '$1');
  if (start !== '' && end !== '') return value => value === text;
  if (start !== '') return value => value.startsWith(text);
  return end === '' ? value => value.includes(text) : value => value.endsWith(text);
}

class Re2Regex implements Regex {
  readonly #compiled: RE2JS;

  constructor(compiled: RE2JS) {
    this.#compiled = compiled;
  }

  test(text: string): boolean {
    return this.#compiled.test(text);
  }

  find(text: string): string | undefined {
    return this.findAll(text, 1)[0];
  }

  findAll(text: string, limit: number): string[] {
    const found: string[] = [];
    const matcher = this.#compiled.matcher(text);
    while (found.length < limit && matcher.find()) found.push(matcher.group() ?? '');
    return found;
  }
}

/** Most patterns only ask whether they occur: the automaton is built when somebody asks where. */
class LiteralRegex implements Regex {
  readonly test: Test;
  readonly #pattern: string;
  #automaton?: Re2Regex;

  constructor(pattern: string, test: Test) {
    this.#pattern = pattern;
    this.test = test;
  }

  find(text: string): string | undefined {
    return this.#build().find(text);
  }

  findAll(text: string, limit: number): string[] {
    return this.#build().findAll(text, limit);
  }

  #build(): Re2Regex {
    this.#automaton ??= new Re2Regex(RE2JS.compile(this.#pattern));
    return this.#automaton;
  }
}
