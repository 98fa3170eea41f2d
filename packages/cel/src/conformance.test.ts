import { getComprehensionSuite, getConformanceSuite, getParsingSuite } from '@bufbuild/cel-spec/testdata/tests.js';
import { describe, expect, it } from 'vitest';
import { DEVIATIONS, PARSER_OPTIONS } from './conformance-deviations.ts';
import { LIBRARIES } from './libraries.ts';
import { MacroTable } from './parser/macros.ts';
import { parseExpression } from './parser/parser.ts';
import { SyntaxFault } from './parser/token.ts';
import { needsMessages, runCase, type SpecCase } from './testing/conformance.ts';
import { describeOutcome } from './testing/outcome.ts';

interface Suite {
  readonly name: string;
  readonly suites: readonly Suite[];
  readonly tests: readonly { readonly name: string; readonly original: SpecCase; readonly ast?: string; readonly error?: string }[];
}

function* listCases(suite: Suite, path = ''): Generator<{ name: string; original: SpecCase }> {
  for (const test of suite.tests) yield { name: `${path}${suite.name}/${test.name}`, original: test.original };
  for (const inner of suite.suites) yield* listCases(inner, `${path}${suite.name}/`);
}

describe('the conformance data of the CEL specification', () => {
  const cases = [...listCases(getConformanceSuite() as unknown as Suite)];
  const ours = cases.filter(({ original }) => !needsMessages(original));

  it('has the cases it had when the engine was held to it', () => {
    expect({ all: cases.length, withoutMessages: ours.length }).toEqual({ all: 2344, withoutMessages: 1651 });
  });

  it('is answered as specified, but for the listed deviations', () => {
    const failed = ours.flatMap(({ name, original }) => {
      const difference = runCase(original);
      return difference === undefined ? [] : [{ name, difference }];
    });
    const unexpected = failed.filter(({ name }) => !Object.hasOwn(DEVIATIONS, name));
    expect(unexpected).toEqual([]);
    expect(Object.keys(DEVIATIONS).sort()).toEqual(failed.map(({ name }) => name).sort());
    expect(1 - failed.length / ours.length).toBeGreaterThanOrEqual(0.97);
  });
});

describe("cel-go's parser tests", () => {
  const macros = new MacroTable(LIBRARIES.flatMap(library => library.macros ?? []));
  const { tests } = getParsingSuite() as unknown as Suite;
  const ours = tests.filter(({ error }) => error === undefined || !PARSER_OPTIONS.some(pattern => pattern.test(error)));

  it('has the cases it had when the parser was held to it', () => {
    expect({ all: tests.length, withOurOptions: ours.length }).toEqual({ all: 194, withOurOptions: 162 });
  });

  it('parse and fail to parse in the same cases', () => {
    const different = ours.filter(({ original, ast }) => parses(original.expr) !== (ast !== undefined));
    expect(different.map(({ original }) => original.expr)).toEqual([]);
  });

  function parses(source: string): boolean {
    try {
      parseExpression(source, macros);
      return true;
    } catch (thrown) {
      if (thrown instanceof SyntaxFault) return false;
      throw thrown;
    }
  }
});

describe("cel-go's tests of two-variable macros", () => {
  const { tests } = getComprehensionSuite() as unknown as Suite;
  const outcomes = tests.map(({ original }) => [original.expr.replace(/\s+/g, ' ').trim(), describeOutcome(original.expr)] as const);

  it('hold where they need no variables; the rest of them fails as in cel-go', () => {
    const evaluated = outcomes.filter(([, outcome]) => !/^(?:parse|check)-failed/.test(outcome));
    expect(evaluated.filter(([, outcome]) => outcome === 'bool true').length).toBe(52);
    expect(Object.fromEntries(evaluated.filter(([, outcome]) => outcome !== 'bool true'))).toEqual({
      '[1, 1].transformMapEntry(i, v, {v: i})': 'evaluation-failed: 1:32: insert failed: key 1 already exists',
      '[0, 0u].transformMapEntry(i, v, {v: i})': 'evaluation-failed: 1:33: insert failed: key 0 already exists',
      "{'a': 'world', 'b': 'hello'}.transformMap(i, v, i == 'a' ? v.upperAscii() : v)": '{"a": "WORLD", "b": "hello"}',
    });
  });

  it('are refused where a variable is no simple name or given twice', () => {
    const refused = outcomes
      .filter(([, outcome]) => outcome.startsWith('parse-failed'))
      .map(([, outcome]) => outcome.replace(/\d+:\d+: /, ''));
    expect(refused).toEqual([
      "parse-failed: variable 'i' is given twice",
      ...new Array(13).fill('parse-failed: argument must be a simple name'),
    ]);
  });
});
