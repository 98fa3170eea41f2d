type Labels = Readonly<Record<string, string>>;
/** Whether labels match; undefined where the selector is not understood. */
export type CalicoSelector = (labels: Labels) => boolean | undefined;

const TOKEN = /\s*(&&|\|\||==|!=|[!(){},]|"[^"]*"|'[^']*'|[A-Za-z0-9_./-]+)/y;
const MAX_LENGTH = 4096;
const MAX_DEPTH = 32;

/**
 * A selector of Calico's own language: labels compared with `==`, `!=`, `in`, `not in`, `contains`, `starts with`, `ends with`,
 * `has()`, `all()`, `global()`, joined by `&&`, `||`, `!` and parentheses. Empty text takes everything.
 * https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selector
 */
export function parseCalicoSelector(text: string): CalicoSelector {
  if (text.trim() === '') return () => true;
  const tokens = splitTokens(text);
  if (tokens === undefined) return () => undefined;
  const reader: Reader = { tokens, at: 0 };
  const selector = parseOr(reader, 0);
  return selector === undefined || reader.at < tokens.length ? () => undefined : selector;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

type Term = ((labels: Labels) => boolean) | undefined;

function splitTokens(text: string): readonly string[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match === null) return undefined;
    tokens.push(match[1] ?? '');
  }
  return tokens;
}

function accept(reader: Reader, ...wanted: readonly string[]): boolean {
  if (!wanted.every((token, index) => reader.tokens[reader.at + index] === token)) return false;
  reader.at += wanted.length;
  return true;
}

function parseOr(reader: Reader, depth: number): Term {
  return parseChain(
    reader,
    '||',
    () => parseAnd(reader, depth),
    terms => labels => terms.some(term => term(labels)),
  );
}

function parseAnd(reader: Reader, depth: number): Term {
  return parseChain(
    reader,
    '&&',
    () => parseNot(reader, depth),
    terms => labels => terms.every(term => term(labels)),
  );
}

function parseChain(
  reader: Reader,
  operator: string,
  parseOperand: () => Term,
  join: (terms: readonly NonNullable<Term>[]) => NonNullable<Term>,
): Term {
  const terms: NonNullable<Term>[] = [];
  do {
    const term = parseOperand();
    if (term === undefined) return undefined;
    terms.push(term);
  } while (accept(reader, operator));
  return terms.length === 1 ? terms[0] : join(terms);
}

function parseNot(reader: Reader, depth: number): Term {
  let negated = false;
  while (accept(reader, '!')) negated = !negated;
  const term = parsePrimary(reader, depth);
  return negated && term !== undefined ? labels => !term(labels) : term;
}

function parsePrimary(reader: Reader, depth: number): Term {
  if (accept(reader, '(')) {
    const inner = depth < MAX_DEPTH ? parseOr(reader, depth + 1) : undefined;
    return accept(reader, ')') ? inner : undefined;
  }
  if (accept(reader, 'all', '(', ')')) return () => true;
  if (accept(reader, 'global', '(', ')')) return () => false;
  if (accept(reader, 'has', '(')) {
    const key = readWord(reader);
    return key !== undefined && accept(reader, ')') ? labels => Object.hasOwn(labels, key) : undefined;
  }
  return parseComparison(reader);
}

function parseComparison(reader: Reader): Term {
  const key = readWord(reader);
  if (key === undefined) return undefined;
  if (accept(reader, 'in')) return compareSet(key, readSet(reader), true);
  if (accept(reader, 'not', 'in')) return compareSet(key, readSet(reader), false);
  const compare = readOperator(reader);
  const value = readText(reader);
  if (compare === undefined || value === undefined) return undefined;
  return labels => compare(Object.hasOwn(labels, key) ? labels[key] : undefined, value);
}

type Compare = (label: string | undefined, value: string) => boolean;

/** An absent label is unequal to every value and holds no text. */
const OPERATORS: readonly (readonly [readonly string[], Compare])[] = [
  [['=='], (label, value) => label === value],
  [['!='], (label, value) => label !== value],
  [['contains'], (label, value) => label?.includes(value) === true],
  [['starts', 'with'], (label, value) => label?.startsWith(value) === true],
  [['ends', 'with'], (label, value) => label?.endsWith(value) === true],
];

function readOperator(reader: Reader): Compare | undefined {
  return OPERATORS.find(([words]) => accept(reader, ...words))?.[1];
}

function compareSet(key: string, values: readonly string[] | undefined, wanted: boolean): Term {
  if (values === undefined) return undefined;
  return labels => (Object.hasOwn(labels, key) && values.includes(labels[key] ?? '')) === wanted;
}

function readSet(reader: Reader): readonly string[] | undefined {
  const values: string[] = [];
  if (!accept(reader, '{')) return undefined;
  if (accept(reader, '}')) return values;
  do {
    const value = readText(reader);
    if (value === undefined) return undefined;
    values.push(value);
  } while (accept(reader, ','));
  return accept(reader, '}') ? values : undefined;
}

function readWord(reader: Reader): string | undefined {
  const token = reader.tokens[reader.at];
  if (token === undefined || !/^[A-Za-z0-9_./-]+$/.test(token)) return undefined;
  reader.at++;
  return token;
}

function readText(reader: Reader): string | undefined {
  const token = reader.tokens[reader.at];
  if (token === undefined || !/^["']/.test(token)) return undefined;
  reader.at++;
  return token.slice(1, -1);
}
