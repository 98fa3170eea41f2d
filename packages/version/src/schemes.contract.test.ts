import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VersionScheme } from './scheme.ts';
import { schemes } from './schemes.generated.ts';

/** Parts that versions of any ecosystem are put together from; most sequences are invalid somewhere, which is the point. */
const TOKENS = ['0', '1', '2', '10', '01', '.', '-', '+', '_', '~', ':', 'v', 'a', 'b', 'rc', 'alpha', 'beta', 'dev', 'r1', 'Z', ' '];

const anyText = fc.oneof(
  fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map(tokens => tokens.join('')),
  fc.string(),
);

/** A valid version: one of the scheme's examples with some of its numbers changed. */
function versionsOf(scheme: VersionScheme): fc.Arbitrary<object> {
  const change = (text: string, numbers: readonly number[]) => {
    let index = 0;
    return text.replaceAll(/\d+/g, digits => String(numbers[index++] ?? digits));
  };
  return fc
    .tuple(fc.constantFrom(...scheme.examples.ascending.flat()), fc.array(fc.nat({ max: 12 }), { maxLength: 4 }))
    .map(([text, numbers]) => scheme.parse(change(text, numbers)) ?? scheme.parse(text))
    .filter(value => value !== undefined);
}

describe.each(schemes.map(scheme => [scheme.name, scheme] as const))('%s', (_name, scheme) => {
  const ranked = scheme.examples.ascending.flatMap((group, rank) => group.map(text => ({ text, rank })));
  const version = versionsOf(scheme);
  const order = (a: object, b: object) => Math.sign(scheme.compare(a, b));

  it('orders its examples', () => {
    const wrong = ranked.flatMap(a =>
      ranked
        .filter(b => order(scheme.parse(a.text) ?? {}, scheme.parse(b.text) ?? {}) !== Math.sign(a.rank - b.rank))
        .map(b => [a.text, b.text]),
    );
    expect(wrong).toEqual([]);
    expect(ranked.length).toBeGreaterThan(5);
  });

  it('refuses its invalid examples', () => {
    expect(scheme.examples.invalid.filter(text => scheme.parse(text) !== undefined)).toEqual([]);
    expect(scheme.examples.invalid).toContain('');
  });

  it('names its specification', () => {
    expect(scheme.specification).toMatch(/^https:\/\//);
    expect(scheme.doc).toMatch(/\.$/);
  });

  it('is reflexive', () => {
    fc.assert(fc.property(version, a => order(a, a) === 0));
  });

  it('is antisymmetric', () => {
    fc.assert(fc.property(version, version, (a, b) => order(a, b) === 0 - order(b, a)));
  });

  it('is transitive', () => {
    fc.assert(fc.property(version, version, version, (a, b, c) => !(order(a, b) <= 0 && order(b, c) <= 0) || order(a, c) <= 0));
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const [left, right] = [scheme.parse(a), scheme.parse(b)];
        return left === undefined || right === undefined || Number.isFinite(scheme.compare(left, right));
      }),
    );
  });

  it('reads hostile lengths in no time', () => {
    const started = process.threadCpuUsage();
    for (const text of ['1'.repeat(1_000_000), '1.'.repeat(500_000), `1-${'a.'.repeat(500_000)}`, `1.0.0-${'-'.repeat(1000)}!`])
      scheme.parse(text);
    expect(process.threadCpuUsage(started).user / 1000).toBeLessThan(200);
  });
});
