import { VersionError } from '../errors.ts';
import { abbreviate, findScheme, parseVersion } from '../find-scheme.ts';
import type { VersionScheme } from '../scheme.ts';
import { holds, type Operator, type Test } from './comparator.ts';

export interface Vers {
  readonly scheme: string;
  /** In ascending order of their versions, as the specification wants them written. */
  readonly constraints: readonly (readonly [operator: Operator, version: string])[];
}

const CONSTRAINT = /^(!=|<=|>=|<|>|=)?([^\s<>=!|*]+)$/;

export function isVers(text: string): boolean {
  return text.startsWith('vers:');
}

/**
 * A range of any ecosystem, `vers:npm/>=1.0.0|<2.0.0`.
 *
 * Source: https://github.com/package-url/vers-spec
 *
 * @throws VersionError `invalid-constraint`, `unknown-scheme`
 */
export function parseVers(text: string): Vers {
  const match = /^vers:([a-z0-9.-]+)\/(.+)$/.exec(text);
  const [, scheme = '', list = ''] = match ?? [];
  const written = list === '*' ? [] : list.split('|');
  if (match === null) throw refuse(text);
  const constraints = written.map(constraint => {
    const [whole, operator, version] = CONSTRAINT.exec(constraint) ?? [];
    if (whole === undefined || version === undefined) throw refuse(text);
    return [(operator ?? '=') as Operator, decodeURIComponent(version.replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25'))] as const;
  });
  const vers: Vers = { scheme, constraints };
  checkOrder(text, vers, findScheme(scheme));
  return vers;
}

function checkOrder(text: string, { constraints }: Vers, scheme: VersionScheme): void {
  const versions = constraints.map(([, version]) => parseVersion(scheme, version));
  const isAscending = versions.every((version, index) => index === 0 || scheme.compare(versions[index - 1] ?? version, version) <= 0);
  if (!isAscending) throw refuse(text);
}

function refuse(text: string): VersionError {
  return new VersionError('invalid-constraint', `'${abbreviate(text)}' is no vers range`);
}

/** Versions that are named decide at once; for all others, the pairs of bounds that the ascending list makes. */
export function compileVers({ scheme: name, constraints }: Vers): Test<object> {
  const scheme = findScheme(name);
  const bounds = constraints.map(([operator, version]) => ({ operator, version: parseVersion(scheme, version) }));
  const [named, ranges] = [bounds.filter(({ operator }) => isNaming(operator)), bounds.filter(({ operator }) => !isNaming(operator))];
  return version => {
    const same = named.find(bound => scheme.compare(version, bound.version) === 0);
    if (same !== undefined) return same.operator === '=';
    if (ranges.length === 0) return named.every(({ operator }) => operator === '!=');
    return isBetween(version, ranges, scheme);
  };
}

function isNaming(operator: Operator): boolean {
  return operator === '=' || operator === '!=';
}

interface Bound {
  readonly operator: Operator;
  readonly version: object;
}

/** An upper bound ends the stretch that the nearest lower bound before it began; without one, the stretch began at the lowest version. */
function isBetween(version: object, bounds: readonly Bound[], scheme: VersionScheme): boolean {
  let inside = bounds[0]?.operator.startsWith('<') === true;
  for (const { operator, version: bound } of bounds) {
    const order = scheme.compare(version, bound);
    if (operator.startsWith('<')) {
      if (inside && holds(operator, order)) return true;
      inside = false;
    } else {
      inside = holds(operator, order);
    }
  }
  return inside;
}
