import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('quantities', () => {
  it.each([
    ['quantity("12Mi")', 'kubernetes.Quantity 12582912'],
    ['quantity("0.5")', 'kubernetes.Quantity 0.5'],
    ['quantity("-1500m")', 'kubernetes.Quantity -1.5'],
    ['quantity("1e3") == quantity("1k")', 'bool true'],
    ['quantity("0.1n")', 'kubernetes.Quantity 0.000000001'],
    [
      'quantity("10Mo")',
      "evaluation-failed: 1:1: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    ['quantity("10Mm")', "evaluation-failed: 1:1: unable to parse quantity's suffix"],
    ['quantity("200K")', "evaluation-failed: 1:1: unable to parse quantity's suffix"],
    [
      'quantity(".")',
      "evaluation-failed: 1:1: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    ['isQuantity("1.3Gi") && isQuantity("20M") && !isQuantity("1,3G") && !isQuantity("Three") && !isQuantity("Mi")', 'bool true'],
    ['quantity("2M") == quantity("0.002G")', 'bool true'],
    ['quantity("200M") == quantity("0.3G")', 'bool false'],
    ['quantity("50M").isLessThan(quantity("50Mi"))', 'bool true'],
    ['quantity("150Mi").isGreaterThan(quantity("100Mi"))', 'bool true'],
    ['[quantity("200M").compareTo(quantity("0.2G")), quantity("50M").compareTo(quantity("50Mi"))]', '[int 0, int -1]'],
    ['quantity("50k").add(quantity("20")) == quantity("50.02k")', 'bool true'],
    ['quantity("50k").add(20).sub(quantity("100k")).sub(-50000).asInteger()', 'int 20'],
    ['quantity("50k").sub(20000).asApproximateFloat()', 'double 30000'],
    ['quantity("50.703k").asApproximateFloat()', 'double 50703'],
    ['quantity("9999999999999999999999999999999999999G").isInteger()', 'bool false'],
    ['quantity("9999999999999999999999999999999999999G").asInteger()', 'evaluation-failed: 1:52: cannot convert value to integer'],
    ['quantity("50000000G").isInteger() && quantity("50k").isInteger() && !quantity("1500m").isInteger()', 'bool true'],
    ['sign(quantity("-5")) + quantity("0").sign()', 'int -1'],
    ['dyn("1Gi") == quantity("1Gi")', 'bool false'],
    ['type(quantity("1")) == kubernetes.Quantity', 'bool true'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
