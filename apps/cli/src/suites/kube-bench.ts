import { areBenchNumbers, type BenchTest, compareBenchValues, holdsOnly, judgeBenchTests } from '@breakwater/compliance';
import type { Suite } from '../suite.ts';

type Case = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function isTest(value: unknown): value is BenchTest {
  if (typeof value !== 'object' || value === null) return false;
  const { flag, path, env, compare } = value as Readonly<Record<string, unknown>>;
  const isComparison = compare === undefined || (typeof compare === 'object' && compare !== null);
  return isComparison && [flag, path, env].every(place => place === undefined || typeof place === 'string');
}

/** What each table of kube-bench asks. */
const TABLES: Readonly<Record<string, (input: Case) => boolean>> = {
  compare: ({ op, actual, expected }) => compareBenchValues(text(op), text(actual), text(expected)),
  validElements: ({ actual, allowed }) => holdsOnly(texts(actual), texts(allowed)),
  numeric: ({ a, b }) => !areBenchNumbers(text(a), text(b)),
  execute: ({ tests, combine, processLine, config, environment }) => {
    if (!Array.isArray(tests) || !tests.every(isTest))
      throw new TypeError('a case of table execute has tests: objects with flag, path or env');
    const subject = { processLine: text(processLine), config: text(config), environment: text(environment) };
    return judgeBenchTests(tests, combine === 'or' ? 'or' : 'and', subject);
  },
};

export const suite: Suite = {
  name: 'kube-bench',
  doc: '`table` (compare, validElements, numeric, execute) and its case → true, false; of numeric whether it is an error',
  run: input => {
    const table = text(input['table']);
    const judge = Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
    if (judge === undefined) throw new TypeError(`a case of suite kube-bench has a table: ${Object.keys(TABLES).join(', ')}`);
    return judge(input);
  },
};
