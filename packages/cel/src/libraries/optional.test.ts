import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('optional values', () => {
  it.each([
    ['{"a": {"b": 1}}.?a.?b', 'optional_type optional.of(1)'],
    ['{"a": {"b": {"c": 1}}}.?x.b.c', 'optional_type optional.none()'],
    ['{"a": {}}.?a.b', 'optional_type optional.none()'],
    ['{"a": 1}[?"b"].orValue(2)', 'int 2'],
    ['[1][?5].hasValue()', 'bool false'],
    ['[1][?dyn("a")]', 'evaluation-failed: 1:4: no such overload: list[string]'],
    ['optional.of([1, 2])[1].value()', 'int 2'],
    ['optional.none().value()', 'evaluation-failed: 1:17: optional.none() has no value'],
    ['optional.of(null).value()', 'null_type null'],
    ['optional.none().or(optional.of(3)).value()', 'int 3'],
    ['optional.of(1).optMap(x, x + 1)', 'optional_type optional.of(2)'],
    ['optional.of(1).optFlatMap(x, optional.none())', 'optional_type optional.none()'],
    ['optional.none().optMap(x, 1 / 0)', 'optional_type optional.none()'],
    ['dyn(1).optMap(x, x)', 'evaluation-failed: 1:8: no such overload: expected an optional'],
    ['optional.ofNonZeroValue("")', 'optional_type optional.none()'],
    ['optional.ofNonZeroValue([0])', 'optional_type optional.of([0])'],
    ['optional.ofNonZeroValue(duration("0s")).hasValue()', 'bool false'],
    ['optional.unwrap([optional.of(1), optional.none()])', '[int 1]'],
    ['[optional.of(1)].unwrapOpt()', '[int 1]'],
    ['optional.unwrap(dyn([1]))', 'evaluation-failed: 1:10: no such overload: the list has an element that is no optional'],
    ['[?optional.none(), ?optional.of(1), 2]', '[int 1, int 2]'],
    ['{?"a": optional.none(), ?"b": optional.of(1)}', '{"b": int 1}'],
    ['[?dyn(1)]', "evaluation-failed: 1:1: an element marked '?' must be optional, not int"],
    ['has({"a": {"b": 1}}.?a.b)', 'bool true'],
    ['optional.of(1) == optional.of(dyn(1.0))', 'bool true'],
    ['type(optional.of(1)) == optional_type', 'bool true'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
