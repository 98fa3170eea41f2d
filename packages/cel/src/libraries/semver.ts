import { costOfFirst, defineFunction, defineMethod, type Library } from '../declarations.ts';
import { Failure } from '../values/failure.ts';
import { toInt } from '../values/numbers.ts';
import { compareVersions, parseVersion, SemanticVersion } from '../values/semantic-version.ts';

const TYPE = 'kubernetes.Semver';

function isVersion(text: string, normalize?: boolean): boolean {
  return !(parseVersion(text, normalize) instanceof Failure);
}

/** Semantic versions (Kubernetes 1.33; `normalize` 1.34). */
export const library: Library = {
  name: 'semver',
  types: [{ name: TYPE, fields: {}, accepts: value => value instanceof SemanticVersion }],
  functions: [
    defineFunction('semver', ['string'], TYPE, parseVersion, { cost: costOfFirst, validated: true }),
    defineFunction('semver', ['string', 'bool'], TYPE, parseVersion, { cost: costOfFirst, validated: true }),
    defineFunction('isSemver', ['string'], 'bool', isVersion, { cost: costOfFirst }),
    defineFunction('isSemver', ['string', 'bool'], 'bool', isVersion, { cost: costOfFirst }),
    defineMethod('isGreaterThan', [TYPE, TYPE], 'bool', (a: SemanticVersion, b: SemanticVersion) => compareVersions(a, b) > 0),
    defineMethod('isLessThan', [TYPE, TYPE], 'bool', (a: SemanticVersion, b: SemanticVersion) => compareVersions(a, b) < 0),
    defineMethod('compareTo', [TYPE, TYPE], 'int', compareVersions),
    defineMethod('major', [TYPE], 'int', ({ core }: SemanticVersion) => toInt(core[0])),
    defineMethod('minor', [TYPE], 'int', ({ core }: SemanticVersion) => toInt(core[1])),
    defineMethod('patch', [TYPE], 'int', ({ core }: SemanticVersion) => toInt(core[2])),
  ],
};
