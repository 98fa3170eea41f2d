import type { ImageUse } from '@breakwater/inventory';
import type { Exception, ScannedVulnerability } from '@breakwater/model';
import { isEnded, isOfVulnerability } from './exception-rules.ts';
import { matchPattern, reachesNamespace, takesTarget } from './settings/scope.ts';

/** Whether a vulnerability of an image is accepted at one place that uses it. */
export type LocalAcceptance = (use: ImageUse, vulnerability: ScannedVulnerability) => boolean;

/**
 * What exceptions accept of vulnerabilities in single namespaces, workloads and containers, which nobody knows who only knows the image: those that
 * hold for an image everywhere are left out, since its scan has not got what they accept any more. Undefined when there are none.
 *
 * @param now RFC 3339 UTC
 */
export function createLocalAcceptance(exceptions: readonly Exception[], cluster: string, now: string): LocalAcceptance | undefined {
  const local = exceptions.filter(exception => isOfVulnerability(exception) && isOfPlace(exception) && !isEnded(exception, now));
  if (local.length === 0) return undefined;
  const byTarget = Map.groupBy(local, ({ target }) => target);
  return (use, vulnerability) => (byTarget.get(vulnerability.id) ?? []).some(exception => accepts(exception, use, vulnerability, cluster));
}

/** Whether it speaks of a part of a cluster. */
function isOfPlace({ scope: { namespaces, workloads, labels, containers } }: Exception): boolean {
  return [namespaces, workloads, labels, containers].some(part => part !== undefined);
}

function accepts(
  { scope, until }: Exception,
  use: ImageUse,
  { package: name, version, fixedIn }: ScannedVulnerability,
  cluster: string,
): boolean {
  if (until !== undefined && fixedIn.length > 0) return false;
  const { object } = use.pod;
  const { packages, ...place } = scope;
  const target = { object, images: [use.reference.text], ...(use.container === undefined ? {} : { container: use.container.name }) };
  return (
    reachesNamespace(place, cluster, object.namespace) &&
    takesTarget(place, target) &&
    (packages === undefined || packages.some(pattern => [name, `${name}@${version}`].some(one => matchPattern(pattern, one))))
  );
}
