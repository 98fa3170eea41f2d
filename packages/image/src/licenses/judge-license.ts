import { type LicenseExpression, parseLicense } from './expression.ts';

export interface LicenseRules {
  /** Licences that may be used; all that are not denied when absent. `*` at the end is any rest. */
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
}

export type LicenseVerdict = 'allowed' | 'denied' | 'unknown';

/**
 * What the rules say of the licences that a package states, all of which hold. `A AND B` is denied when one of them is, `A OR B` only when both
 * are; a licence that no rule names is unknown where there is a list of allowed ones. A package that states none is unknown.
 */
export function judgeLicenses(licenses: readonly string[], rules: LicenseRules): LicenseVerdict {
  if (licenses.length === 0) return 'unknown';
  const expression: LicenseExpression = { operator: 'AND', parts: licenses.map(parseLicense) };
  return judge(expression, toMatcher(rules.deny ?? []), rules.allow === undefined ? () => true : toMatcher(rules.allow));
}

type Matcher = (license: string) => boolean;

function judge(expression: LicenseExpression, isDenied: Matcher, isAllowed: Matcher): LicenseVerdict {
  if ('license' in expression) return judgeOne(expression.license, isDenied, isAllowed);
  const verdicts = expression.parts.map(part => judge(part, isDenied, isAllowed));
  const order: readonly LicenseVerdict[] =
    expression.operator === 'AND' ? ['denied', 'unknown', 'allowed'] : ['allowed', 'unknown', 'denied'];
  return order.find(verdict => verdicts.includes(verdict)) ?? 'unknown';
}

/** An exception only adds rights: what is said of the licence without it counts where nothing is said of both. */
function judgeOne(license: string, isDenied: Matcher, isAllowed: Matcher): LicenseVerdict {
  const bare = license.split(' WITH ')[0] ?? license;
  if (isDenied(license) || (isDenied(bare) && !isAllowedByName(license, bare, isAllowed))) return 'denied';
  return isAllowed(license) || isAllowed(bare) ? 'allowed' : 'unknown';
}

function isAllowedByName(license: string, bare: string, isAllowed: Matcher): boolean {
  return license !== bare && isAllowed(license) && !isAllowed(bare);
}

function toMatcher(patterns: readonly string[]): Matcher {
  const exact = new Set(patterns.map(pattern => pattern.toLowerCase()));
  const prefixes = patterns.filter(pattern => pattern.endsWith('*')).map(pattern => pattern.slice(0, -1).toLowerCase());
  return license => {
    const name = license.toLowerCase();
    return exact.has(name) || prefixes.some(prefix => name.startsWith(prefix));
  };
}
