import { expect, it, test } from 'vitest';
import { renderNewPolicy } from '../new-policy.ts';
import { checkPolicy } from './check-policy.ts';

const TEXT = renderNewPolicy('a-policy');
const podSecurity = () => {
  throw new TypeError('nothing here asks for it');
};
const check = (text: string) => checkPolicy(text, { podSecurity });

/** The text with another line for a key, or one more at the end. */
function withLine(key: string, line: string): string {
  const pattern = new RegExp(`^${key}:.*$`, 'm');
  return pattern.test(TEXT) ? TEXT.replace(pattern, () => line) : `${TEXT}${line}\n`;
}

test('a policy that is right has no issues, and says what its examples came to', () => {
  const { policy, issues, examples } = check(TEXT);
  expect([policy?.id, issues]).toStrictEqual(['a-policy', []]);
  expect(examples).toStrictEqual([
    { kind: 'comply', name: 'another image', holds: true },
    { kind: 'violate', name: 'this image', holds: true },
  ]);
});

const NO_FIELD = "'Container' has no field 'nam'; did you mean 'name'?";
const at = (line: number, column: number) => ({ line, column });

/** Name, key, its line, and the one issue: code, path, message, place. */
test.each<[string, string, string, [string, string | undefined, string, object]]>([
  ['plain', 'expression', "expression: container.image != 'a' && container.nam == ''", ['expression', 'expression', NO_FIELD, at(8, 49)]],
  [
    'in single quotes',
    'expression',
    "expression: 'container.image != ''a'' && container.nam == '''''",
    ['expression', 'expression', NO_FIELD, at(8, 52)],
  ],
  [
    'in double quotes',
    'expression',
    'expression: "container.image != \\"a\\" && container.nam == \'\'"',
    ['expression', 'expression', NO_FIELD, at(8, 52)],
  ],
  [
    'folded',
    'expression',
    "expression: >-\n  container.image != 'a'\n    && container.nam == ''",
    ['expression', 'expression', NO_FIELD, at(10, 18)],
  ],
  [
    'literal',
    'expression',
    "expression: |\n  container.image != 'a' &&\n\n  container.nam == ''",
    ['expression', 'expression', NO_FIELD, at(11, 13)],
  ],
  [
    'over lines',
    'expression',
    "expression: container.image != 'a'\n  && container.nam == ''",
    ['expression', 'expression', NO_FIELD, at(9, 16)],
  ],
  ['at the end', 'expression', 'expression: true &&', ['expression', 'expression', 'unexpected end of expression', at(8, 20)]],
  ['of another type', 'expression', 'expression: container.image', ['expression', 'expression', 'must be bool, not string', at(8, 13)]],
  ['in a message', 'message', 'message: it is {{ container.nam }}', ['expression', 'message', NO_FIELD, at(9, 29)]],
  [
    'in a condition',
    'matchConditions',
    "matchConditions: ['true', 'container.nam']",
    ['expression', 'matchConditions[1]', NO_FIELD, at(32, 38)],
  ],
  ['in evidence', 'evidence', 'evidence: { a: container.nam }', ['expression', 'evidence.a', NO_FIELD, at(32, 26)]],
  [
    'in a variable',
    'variables',
    'variables:\n  - { name: a, expression: container.nam }',
    ['expression', 'variables[0].expression', NO_FIELD, at(33, 38)],
  ],
  [
    'a target that is none',
    'target',
    'target: containr',
    ['invalid', 'target', "no facts exist for target 'containr'; did you mean 'container'?", at(7, 1)],
  ],
  ['an unknown key', 'fixx', 'fixx: []', ['invalid', 'fixx', "'fixx' is not a known key; did you mean 'fix'?", at(32, 1)]],
  [
    'an id that is none',
    'id',
    'id: 1-a',
    ['invalid', 'id', 'an id is lower-case words joined by dashes and begins with a letter', at(1, 1)],
  ],
  [
    'two fields',
    'fieldExpression',
    'fieldExpression: "\'container\'"',
    ['invalid', 'fieldExpression', "'field' and 'fieldExpression' exclude each other", at(32, 1)],
  ],
  [
    'a default of another type',
    'params',
    'params: { max: { type: int, default: many, doc: d } }',
    ['invalid', 'params.max', "parameter 'max' of policy 'a-policy' takes int", at(32, 11)],
  ],
])('%s', (_name, key, line, [code, path, message, place]) => {
  expect(check(withLine(key, line)).issues).toStrictEqual([{ code, message, path, place }]);
});

test('every expression is looked at, not the first alone', () => {
  const text = withLine('expression', 'expression: container.nam').replace('{{container.image}}', '{{container.imag}}');
  expect(check(text).issues.map(({ path, place }) => [path, place?.line])).toStrictEqual([
    ['expression', 8],
    ['message', 9],
  ]);
});

test('an example that does not show what it says is named, with what came instead', () => {
  const { issues, examples } = check(TEXT.replace('/other:1', '/a-policy:1'));
  const problem = "expected to comply, but: container 'app' runs 'registry.example.com/a-policy:1'";
  expect(examples[0]).toStrictEqual({ kind: 'comply', name: 'another image', holds: false, problem });
  expect(issues).toStrictEqual([
    { code: 'example', path: 'examples.comply[0].name', message: `example 'another image': ${problem}`, place: at(23, 7) },
  ]);
});

it.each<[string, string, object]>([
  ['', 'the text holds no policy', {}],
  ['id: [', 'document 1 cannot be read: unexpected end of the stream within a flow collection', { place: at(1, 5) }],
  [`${TEXT}---\n${TEXT}`, 'more than one document; one policy, one text', { place: at(33, 1) }],
  ['['.repeat(5000), 'document 1 cannot be read: nested deeper than 100 levels', { place: at(1, 100) }],
])('says why %j is no policy', (text, message, place) => {
  expect(check(text)).toStrictEqual({ issues: [{ code: 'unreadable', message, ...place }], examples: [] });
});
