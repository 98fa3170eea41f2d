import { type Failure, fail } from './failure.ts';
import { UINT_MAX } from './numbers.ts';

/** A version after https://semver.org, version 2. Build metadata plays no part in order and equality. */
export class SemanticVersion {
  readonly celType = 'kubernetes.Semver';
  readonly core: readonly [bigint, bigint, bigint];
  readonly prerelease: readonly string[];
  readonly text: string;

  constructor(core: readonly [bigint, bigint, bigint], prerelease: readonly string[], text: string) {
    this.core = core;
    this.prerelease = prerelease;
    this.text = text;
  }

  equals(other: unknown): boolean {
    return other instanceof SemanticVersion && compareVersions(this, other) === 0;
  }

  toText(): string {
    return this.text;
  }
}

const NUMBER = '(0|[1-9]\\d{0,19})';
const IDENTIFIER = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const SHAPE = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);
const MAX_LENGTH = 256;

/** With `normalize`: without a leading `v`, missing minor and patch are 0, leading zeros are dropped (Kubernetes 1.34). */
export function parseVersion(text: string, normalize = false): SemanticVersion | Failure {
  if (text.length > MAX_LENGTH) return fail(`version has ${text.length} characters, ${MAX_LENGTH} are allowed`);
  const written = normalize ? normalizeVersion(text) : text;
  const match = SHAPE.exec(written);
  const core = (match?.slice(1, 4) ?? []).map(BigInt);
  const [major, minor, patch] = core;
  if (major === undefined || minor === undefined || patch === undefined || core.some(part => part > UINT_MAX)) {
    return fail(`'${text.slice(0, 64)}' is no semantic version`);
  }
  return new SemanticVersion([major, minor, patch], match?.[4]?.split('.') ?? [], written);
}

function normalizeVersion(text: string): string {
  const [major = '', minor, ...rest] = text.replace(/^v/, '').split('.');
  const parts = [major, ...(minor === undefined ? [] : [minor]), ...(rest.length === 0 ? [] : [rest.join('.')])].map(dropZeros);
  // A short version cannot carry a prerelease or build.
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) return text;
  while (parts.length < 3) parts.push('0');
  return parts.join('.');
}

function dropZeros(part: string): string {
  return part.replace(/^0+(?=\d)/, '');
}

export function compareVersions(left: SemanticVersion, right: SemanticVersion): -1 | 0 | 1 {
  for (const [index, part] of left.core.entries()) {
    const other = right.core[index] ?? 0n;
    if (part !== other) return part < other ? -1 : 1;
  }
  return comparePrereleases(left.prerelease, right.prerelease);
}

/** A release is above its prereleases; identifiers are compared one by one, more of them are above fewer. */
function comparePrereleases(left: readonly string[], right: readonly string[]): -1 | 0 | 1 {
  if (left.length === 0 || right.length === 0) {
    if (left.length === right.length) return 0;
    return left.length === 0 ? 1 : -1;
  }
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [a, b] = [left[index], right[index]];
    if (a === undefined) return -1;
    if (b === undefined) return 1;
    const order = compareIdentifiers(a, b);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers are ordered as such and below words. */
function compareIdentifiers(left: string, right: string): -1 | 0 | 1 {
  const [leftIsNumber, rightIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  if (leftIsNumber && left.length !== right.length) return left.length < right.length ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
