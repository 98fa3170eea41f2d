import { type Exception, listSchemaIssues, nearestName, Scope } from '@breakwater/model';
import { isOfVulnerability } from '@breakwater/policy';
import { builtInStandards, type Catalogue } from '../../catalogue/catalogue.ts';
import { readExpiry } from '../../http/expiry.ts';
import { RequestError } from '../../http/request-error.ts';

/** Ids of vulnerabilities: https://cve.mitre.org, https://github.com/advisories and others of OSV, as `CVE-2024-1`. */
const VULNERABILITY = /^[A-Z][A-Z0-9]+-[\w:.-]+$/;

interface Asked {
  readonly target: string;
  readonly scope: Scope;
  readonly expiry?: string;
  readonly until?: 'fixable';
  readonly vexStatus?: Exception['vexStatus'];
}

/**
 * Whether an exception can be meant as it was sent.
 *
 * @throws RequestError `bad-request`
 */
export function checkRequest({ target, scope, expiry, until, vexStatus }: Asked, catalogue: Catalogue, now = Date.now()): void {
  const [issue] = listSchemaIssues(Scope, scope);
  if (issue !== undefined) throw new RequestError('bad-request', `body.scope: ${issue.message}`);
  if (!isTarget(target, catalogue)) {
    const nearest = nearestName(
      target,
      catalogue.policies.map(({ id }) => id),
    );
    const hint = nearest === undefined ? 'Name a policy, a vulnerability or a control.' : `Did you mean '${nearest}'?`;
    throw new RequestError('bad-request', `body.target: nothing is called '${target}'.`, hint);
  }
  checkVulnerability({ target, scope, ...(expiry === undefined ? {} : { expiry }), ...(until === undefined ? {} : { until }), vexStatus });
  readExpiry(expiry, now);
}

/** What only makes sense of vulnerabilities, or never of them. */
function checkVulnerability({ target, scope, expiry, until, vexStatus }: Asked): void {
  if (!isOfVulnerability({ target })) {
    if (until !== undefined) throw new RequestError('bad-request', 'body.until: only vulnerabilities have a fix that could be waited for.');
    return;
  }
  const part = (['files', 'fields'] as const).find(name => scope[name] !== undefined);
  if (part !== undefined)
    throw new RequestError('bad-request', `body.scope.${part}: a vulnerability stands in an image, not in a manifest.`);
  if (vexStatus === 'under_investigation' && expiry === undefined && until === undefined) {
    throw new RequestError('bad-request', 'body.expiry: what is looked into has an end.', 'Name a day, or until: fixable.');
  }
}

function isTarget(target: string, catalogue: Catalogue): boolean {
  return catalogue.find(target) !== undefined || VULNERABILITY.test(target) || isOfCompliance(target);
}

/** A control, as 1.2.15 or cis-1.12/1.2.15, or a check that decides one. */
function isOfCompliance(target: string): boolean {
  return builtInStandards.some(({ id: standard, controls }) =>
    controls.some(({ id, checks = [] }) => id === target || `${standard}/${id}` === target || checks.includes(target)),
  );
}
