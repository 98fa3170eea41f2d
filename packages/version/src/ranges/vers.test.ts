import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { satisfies } from './satisfies.ts';
import { parseVers } from './vers.ts';

interface VersCase {
  readonly test_type: string;
  readonly test_group: string;
  readonly input: string & { readonly scheme: string; readonly native_range: string; readonly vers: string; readonly version: string };
  readonly expected_output: unknown;
  readonly expected_failure?: boolean;
}

function isAccepted(text: string): boolean {
  try {
    parseVers(text);
    return true;
  } catch {
    return false;
  }
}

describeWithShared('ranges of the vers specification', ['oracles', 'ranges', 'vers.jsonl'], path => {
  const cases = readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as VersCase);
  const of = (type: string) => cases.filter(({ test_type: testType }) => testType === type);

  it('are read', () => {
    const wrong = of('parse').filter(({ input, expected_output: output, expected_failure: failure }) => {
      if (failure === true || !isAccepted(input)) return isAccepted(input) === (failure === true);
      const { scheme, constraints } = parseVers(input);
      return JSON.stringify({ scheme, version_constraints: constraints }) !== JSON.stringify(output);
    });
    expect([of('parse').length, wrong]).toEqual([4, []]);
  });

  it('are valid where the specification has them valid', () => {
    const required = of('validate').filter(({ test_group: group }) => group === 'required');
    expect([required.length, required.filter(({ input }) => !isAccepted(input))]).toEqual([10, []]);
  });

  it('hold the versions that they hold', () => {
    const wrong = of('containment').filter(
      ({ input: { vers, version }, expected_output: output }) => satisfies('pypi', version, vers) !== output,
    );
    expect([of('containment').length, wrong]).toEqual([4, []]);
  });

  it('hold what the native range holds that they were made from', () => {
    const versions = [
      '0.0.9',
      '0.1.2',
      '0.1.9',
      '0.2',
      '1',
      '1.0.0',
      '1.0.1',
      '1.1.1',
      '1.1.1ak',
      '1.1.2',
      '1.1.9',
      '1.2',
      '1.9',
      '2.0',
      '2.1.3',
      '3.0.1',
      '3.2',
      '3.9.9',
      '4',
      '5',
    ];
    const required = of('from_native').filter(({ test_group: group }) => group === 'required');
    const wrong = required.filter(({ input: { scheme, native_range: native }, expected_output: vers }) =>
      versions.some(version => satisfies(scheme, version, native) !== isInside(scheme, version, String(vers))),
    );
    expect([required.length, wrong]).toEqual([16, []]);
  });
});

/** A bound as `4-`, the lowest pre-release of 4, is written with an empty pre-release, which is no version by itself. */
function isInside(scheme: string, version: string, vers: string): boolean {
  return satisfies(scheme, version, vers.replaceAll(/-(?=\||$)/g, '-0'));
}
