import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('conversions', () => {
  it.each([
    ['int("-42")', 'int -42'],
    ['int("+7")', 'int 7'],
    ['int("9223372036854775808")', 'evaluation-failed: 1:1: integer overflow'],
    ['int(" 1")', "evaluation-failed: 1:1: ' 1' is no int"],
    ['int("0x10")', "evaluation-failed: 1:1: '0x10' is no int"],
    ['int(-1.9)', 'int -1'],
    ['int(1e19)', 'evaluation-failed: 1:1: integer overflow'],
    ['int(double("NaN"))', 'evaluation-failed: 1:1: integer overflow'],
    ['int(timestamp("1969-12-31T23:59:59.5Z"))', 'int -1'],
    ['uint("7")', 'uint 7'],
    ['uint("-7")', "evaluation-failed: 1:1: '-7' is no uint"],
    ['uint(-1)', 'evaluation-failed: 1:1: unsigned integer overflow'],
    ['uint(-0.5)', 'evaluation-failed: 1:1: unsigned integer overflow'],
    ['double("1e3")', 'double 1000'],
    ['double("-Inf")', 'double -Infinity'],
    ['double("1e999")', "evaluation-failed: 1:1: '1e999' is no double"],
    ['double("1,5")', "evaluation-failed: 1:1: '1,5' is no double"],
    ['string(1.0)', '"1"'],
    ['string(0.1)', '"0.1"'],
    ['string(1e6)', '"1e+06"'],
    ['string(123456.7)', '"123456.7"'],
    ['string(1.5e-5)', '"1.5e-05"'],
    ['string(1e100)', '"1e+100"'],
    ['string(-1.0 / 0.0)', '"-Inf"'],
    ['string(true)', '"true"'],
    ['string(9007199254740993)', '"9007199254740993"'],
    ['string(b"\\xff")', 'evaluation-failed: 1:1: invalid UTF-8'],
    ['string(duration("1h30m0.5s"))', '"5400.5s"'],
    ['string(timestamp("2024-02-29T12:00:00.120+02:00"))', '"2024-02-29T10:00:00.12Z"'],
    ['bool("True")', 'bool true'],
    ['bool("yes")', "evaluation-failed: 1:1: 'yes' is no bool"],
    ['bool("constructor")', "evaluation-failed: 1:1: 'constructor' is no bool"],
    ['bytes("é") == b"\\xc3\\xa9"', 'bool true'],
    ['int(dyn([]))', 'evaluation-failed: 1:1: no such overload: int(list)'],
    ['timestamp(0)', 'google.protobuf.Timestamp 1970-01-01T00:00:00Z'],
    ['timestamp(-1)', 'google.protobuf.Timestamp 1969-12-31T23:59:59Z'],
    ['timestamp(253402300800)', 'evaluation-failed: 1:1: timestamp out of range'],
    ['dyn(1) == dyn("a")', 'bool false'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
