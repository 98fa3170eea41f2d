import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('semantic versions', () => {
  it.each([
    ['semver("1.2.3-alpha.1+build")', 'kubernetes.Semver 1.2.3-alpha.1+build'],
    ['semver("1.2.3").major() + semver("1.2.3").minor() + semver("1.2.3").patch()', 'int 6'],
    ['semver("v1.0", true)', 'kubernetes.Semver 1.0.0'],
    ['semver("01.01.01", true)', 'kubernetes.Semver 1.1.1'],
    ['semver("v1.0-rc1", true)', "evaluation-failed: 1:1: 'v1.0-rc1' is no semantic version"],
    ['semver("1.0")', "evaluation-failed: 1:1: '1.0' is no semantic version"],
    ['isSemver("1.0.0") && !isSemver("v1.0.0") && isSemver("v1.0.0", true) && !isSemver("1.01.0") && !isSemver("1.0.0-01")', 'bool true'],
    [
      'semver("1.0.0-alpha").isLessThan(semver("1.0.0-alpha.1")) && semver("1.0.0-alpha.9").isLessThan(semver("1.0.0-alpha.10"))',
      'bool true',
    ],
    ['semver("1.0.0-1").isLessThan(semver("1.0.0-a")) && semver("1.0.0").isGreaterThan(semver("1.0.0-rc.1"))', 'bool true'],
    ['semver("1.10.0").compareTo(semver("1.9.0"))', 'int 1'],
    ['semver("1.0.0+a") == semver("1.0.0+b")', 'bool true'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
