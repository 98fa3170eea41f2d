import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { buildPurl, type PurlParts } from './build-purl.ts';
import { canonicalizePurl, parsePurl } from './parse-purl.ts';
import { PurlError } from './purl.ts';

interface Case {
  readonly description: string;
  readonly test_group: 'required' | 'recommended';
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly input: unknown;
  readonly expected_output: unknown;
  readonly expected_failure: boolean;
}

describeWithShared('the specification', ['oracles', 'purl'], path => {
  const files = [join(path, 'specification-test.json'), ...readdirSync(join(path, 'types')).map(name => join(path, 'types', name))];
  const cases = files.flatMap(file => (JSON.parse(readFileSync(file, 'utf8')) as { tests: Case[] }).tests);
  const wrong = (group: Case['test_group']) =>
    cases
      .filter(one => one.test_group === group)
      .flatMap(one => {
        const got = judge(one);
        const wanted = one.expected_failure ? 'failure' : one.expected_output;
        return isDeepStrictEqual(got, wanted) ? [] : [{ type: one.test_type, input: one.input, got, wanted }];
      });

  test('every required case', () => {
    expect([cases.filter(one => one.test_group === 'required').length, wrong('required')]).toStrictEqual([521, []]);
  });

  test('the recommended cases', () => {
    expect(wrong('recommended')).toStrictEqual([]);
  });
});

function judge({ test_type: type, input }: Case): unknown {
  try {
    if (type === 'parse') return parsePurl(input as string);
    return type === 'build' ? buildPurl(input as PurlParts) : canonicalizePurl(input as string);
  } catch (cause) {
    if (cause instanceof PurlError) return 'failure';
    throw cause;
  }
}

describe('what is no package URL', () => {
  test.each([
    ['', 'a package URL begins with pkg:'],
    ['pkg:npm', 'a package URL has a type and a name'],
    ['pkg:n%20m/x', "'n%20m' is no type of a package URL"],
    ['pkg:npm/a?x', "the qualifier 'x' has no value"],
    ['pkg:npm/a?x=1&x=2', 'the qualifier x is there twice'],
    ['pkg:npm/a?X=2', "'X' is no key of a qualifier: they are in small letters"],
    ['pkg:npm/@1.0', 'a package URL has a name'],
    ['pkg:npm/%zz', "'%zz' is not encoded as a URL is"],
    ['pkg:maven/a@1', 'a package URL of type maven has a namespace'],
    [`pkg:npm/${'a'.repeat(9000)}`, 'a package URL of 9008 characters; 8192 are read'],
  ])('%.40s', (text, message) => {
    expect(() => parsePurl(text)).toThrow(new PurlError(message));
  });
});

test('what is built reads as what it was built from', () => {
  const word = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter(text => !/^\/|\/$/.test(text) && text.isWellFormed());
  fc.assert(
    fc.property(word, fc.option(word), (name, version) => {
      const text = buildPurl({ type: 'generic', name, version });
      expect(parsePurl(text)).toStrictEqual({ type: 'generic', namespace: null, name, version, qualifiers: null, subpath: null });
      expect(buildPurl(parsePurl(text))).toBe(text);
    }),
  );
});

test('any text is read or refused', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), text => {
      try {
        parsePurl(`pkg:${text}`);
      } catch (cause) {
        expect(cause).toBeInstanceOf(PurlError);
      }
    }),
  );
});
