import { readAt, readYaml } from '../evidence/yaml.ts';

/** A test of a check of kube-bench, as its files have it. */
export interface BenchTest {
  readonly flag?: string;
  /** As {.authentication.anonymous.enabled}. */
  readonly path?: string;
  readonly env?: string;
  /** Whether it has to be there; true unless said otherwise. */
  readonly set?: boolean;
  readonly compare?: { readonly op: string; readonly value: string | number | boolean };
}

/** What a test looks at. */
export interface BenchSubject {
  readonly processLine: string;
  /** YAML or JSON. */
  readonly config: string;
  /** A line for each variable. */
  readonly environment: string;
}

/**
 * Whether tests hold, by the rules of kube-bench: the arguments come first, then the configuration, then the environment. For its own tables only: our checks read arguments as components do,
 * and lists by their elements.
 */
export function judgeBenchTests(tests: readonly BenchTest[], combine: 'and' | 'or', subject: BenchSubject): boolean {
  const judge = (test: BenchTest): boolean => judgeTest(test, subject);
  return combine === 'or' ? tests.some(judge) : tests.every(judge);
}

function judgeTest(test: BenchTest, subject: BenchSubject): boolean {
  const value = findValue(test, subject);
  if (test.set === false) return value === undefined;
  if (value === undefined) return false;
  return test.compare === undefined || compareBenchValues(test.compare.op, value, String(test.compare.value));
}

function findValue({ flag, path, env }: BenchTest, { processLine, config, environment }: BenchSubject): string | undefined {
  const written = flag === undefined ? undefined : findFlag(processLine, flag);
  if (written !== undefined) return written;
  const configured = path === undefined || config === '' ? undefined : readAt(readYaml(config, 'config'), toKeys(path));
  if (configured !== undefined) return String(configured);
  const line = env === undefined ? undefined : environment.split('\n').find(entry => entry.startsWith(`${env}=`));
  return line?.slice(line.indexOf('=') + 1);
}

/** The flag anywhere in the line; behind it an equals sign, a colon or spaces, and its value; without one it is true. */
function findFlag(line: string, flag: string): string | undefined {
  const start = line.indexOf(flag);
  if (start < 0) return undefined;
  const rest = line.slice(start + flag.length);
  if (/^(?:\s+-|\s*$)/.test(rest)) return 'true';
  return /^(?:=|:\s*|\s+)(\S*)/.exec(rest)?.[1] ?? 'true';
}

const toKeys = (path: string): readonly string[] => path.replaceAll(/^\{\.?|\}$/g, '').split('.');

const isTruth = (text: string): boolean => /^(?:true|false)$/i.test(text);
const isNumber = (text: string): boolean => /^-?\d+$/.test(text);
const isSame = (a: string, b: string): boolean => (isTruth(a) && isTruth(b) ? a.toLowerCase() === b.toLowerCase() : a === b);

/** Whether `actual` stands to `expected` as the operator says; never for one that is unknown, and for texts where numbers are wanted. `has` is a part of a text here, and no element of a list. */
export function compareBenchValues(op: string, actual: string, expected: string): boolean {
  const compare = Object.hasOwn(OPERATORS, op) ? OPERATORS[op] : undefined;
  return compare?.(actual, expected) ?? false;
}

const numeric =
  (holds: (a: number, b: number) => boolean) =>
  (a: string, b: string): boolean =>
    isNumber(a) && isNumber(b) && holds(Number(a), Number(b));

const OPERATORS: Readonly<Record<string, (actual: string, expected: string) => boolean>> = {
  eq: isSame,
  noteq: (a, b) => !isSame(a, b),
  gt: numeric((a, b) => a > b),
  gte: numeric((a, b) => a >= b),
  lt: numeric((a, b) => a < b),
  lte: numeric((a, b) => a <= b),
  has: (a, b) => a.includes(b),
  nothave: (a, b) => !a.includes(b),
  regex: (a, b) => matchesPattern(b, a),
  valid_elements: (a, b) => holdsOnly(splitList(a), splitList(b)),
  bitmask: (a, b) => /^[0-7]+$/.test(a) && /^[0-7]+$/.test(b) && (Number.parseInt(a, 8) & ~Number.parseInt(b, 8)) === 0,
};

const splitList = (text: string): readonly string[] => (text === '' ? [] : text.split(',').map(element => element.trim()));

/** Whether every element is among the allowed ones; of nothing only nothing is. */
export function holdsOnly(actual: readonly string[], allowed: readonly string[]): boolean {
  if (actual.length === 0 || allowed.length === 0) return actual.length === allowed.length;
  return actual.every(element => allowed.includes(element));
}

/** Whether a comparison of numbers is one at all. */
export function areBenchNumbers(a: string, b: string): boolean {
  return isNumber(a) && isNumber(b);
}

/** Literal patterns with `^`, `$` and a `.*` at either end, which is all that such files have; nothing else matches, so that no pattern takes for ever. */
function matchesPattern(pattern: string, text: string): boolean {
  const [, start = '', body = '', end = ''] = /^(\^?(?:\.\*)?)((?:\\.|[^\\*+?()[\]{}|^$.])*)((?:\.\*)?\$?)$/.exec(pattern) ?? [
    '',
    '!',
    '',
    '!',
  ];
  if (start === '!') return false;
  const literal = body.replaceAll(/\\(.)/g, '$1');
  const fromStart = start === '^';
  const toEnd = end === '$';
  if (fromStart && toEnd) return text === literal;
  if (fromStart) return text.startsWith(literal);
  return toEnd ? text.endsWith(literal) : text.includes(literal);
}
