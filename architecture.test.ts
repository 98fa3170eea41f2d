import { describe, expect, it } from 'vitest';
import { readRepository } from './test/architecture/repository.ts';
import { checkEnvironment } from './test/architecture/rules/environment-is-config.ts';
import { checkImports } from './test/architecture/rules/imports-are-allowed.ts';
import { checkMatrix } from './test/architecture/rules/matrix-is-complete.ts';
import { checkNames } from './test/architecture/rules/names-are-regular.ts';
import { checkCircles } from './test/architecture/rules/no-circles.ts';
import { checkPurity } from './test/architecture/rules/pure-is-proven.ts';
import { checkSize, measureSources } from './test/architecture/rules/size-has-a-ceiling.ts';
import { checkUnits } from './test/architecture/rules/units-are-tested.ts';

const repository = readRepository(import.meta.dirname);

const rules = [
  ['the matrix names every workspace and means something', checkMatrix],
  ['imports are declared and allowed', checkImports],
  ['imports have no circles', checkCircles],
  ['pure packages are proven by the compiler', checkPurity],
  ['the environment is read in config.ts', checkEnvironment],
  ['files are small', checkSize],
  ['names are regular', checkNames],
  ['units are tested', checkUnits],
] as const;

describe('architecture', () => {
  it.each(rules)('%s', (_title, check) => {
    expect(check(repository)).toEqual([]);
  });

  it('looks at the sources', () => {
    const { files, median, ninetieth, largest } = measureSources(repository);
    process.stdout.write(
      `${files} sources: median ${median} lines, nine in ten ≤ ${ninetieth}, largest ${largest?.lines} (${largest?.path})\n`,
    );
    expect(files).toBeGreaterThan(50);
  });
});
