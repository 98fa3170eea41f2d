import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

const at = 'timestamp("2024-02-29T23:30:15.678Z")';

describe('parts of timestamps and durations', () => {
  it.each([
    [`${at}.getFullYear()`, 'int 2024'],
    [`${at}.getMonth()`, 'int 1'],
    [`${at}.getDate()`, 'int 29'],
    [`${at}.getDayOfMonth()`, 'int 28'],
    [`${at}.getDayOfWeek()`, 'int 4'],
    [`${at}.getDayOfYear()`, 'int 59'],
    [`${at}.getHours()`, 'int 23'],
    [`${at}.getMinutes()`, 'int 30'],
    [`${at}.getSeconds()`, 'int 15'],
    [`${at}.getMilliseconds()`, 'int 678'],
    [`${at}.getDate("Asia/Tokyo")`, 'int 1'],
    [`${at}.getHours("America/New_York")`, 'int 18'],
    [`${at}.getHours("+05:30")`, 'int 5'],
    [`${at}.getMinutes("-00:45")`, 'int 45'],
    [`${at}.getMilliseconds("UTC")`, 'int 678'],
    [`${at}.getHours("Mars/Phobos")`, "evaluation-failed: 1:39: unknown time zone: 'Mars/Phobos'"],
    [`${at}.getHours("../../etc")`, "evaluation-failed: 1:39: unknown time zone: '../../etc'"],
    ['timestamp("0001-01-01T00:00:00Z").getFullYear("America/New_York")', 'int 0'],
    ['timestamp("1900-01-01T00:00:00Z").getDayOfWeek()', 'int 1'],
    ['timestamp("1969-12-31T23:59:59.999Z").getMilliseconds()', 'int 999'],
    ['duration("90m").getHours()', 'int 1'],
    ['duration("90m").getMinutes()', 'int 90'],
    ['duration("1.5s").getMilliseconds()', 'int 500'],
    ['duration("-90s").getSeconds()', 'int -90'],
    ['timestamp("2024-01-31T00:00:00Z") + duration("24h")', 'google.protobuf.Timestamp 2024-02-01T00:00:00Z'],
    ['timestamp("2024-03-01T00:00:00Z") - timestamp("2024-02-01T00:00:00Z")', 'google.protobuf.Duration 2505600s'],
    ['duration("1s") - duration("1.5s")', 'google.protobuf.Duration -0.5s'],
    ['duration("0") == duration("0s")', 'bool true'],
    ['duration("1h") < duration("61m")', 'bool true'],
    ['duration("300y")', "evaluation-failed: 1:1: invalid duration: '300y'"],
    ['duration("")', "evaluation-failed: 1:1: invalid duration: ''"],
    ['duration("2562048h")', 'evaluation-failed: 1:1: duration out of range'],
    ['timestamp("2023-02-29T00:00:00Z")', "evaluation-failed: 1:1: invalid timestamp: '2023-02-29T00:00:00Z'"],
    ['timestamp("2023-01-01 00:00:00Z")', "evaluation-failed: 1:1: invalid timestamp: '2023-01-01 00:00:00Z'"],
    ['timestamp("2023-01-01T24:00:00Z")', "evaluation-failed: 1:1: invalid timestamp: '2023-01-01T24:00:00Z'"],
    ['timestamp("2023-01-01T00:00:00+24:00")', "evaluation-failed: 1:1: invalid timestamp: '2023-01-01T00:00:00+24:00'"],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
