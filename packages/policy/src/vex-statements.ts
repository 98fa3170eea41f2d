import type { Exception, Problem, VEX_STATUSES } from '@breakwater/model';
import { isEnded, isOfVulnerability } from './exception-rules.ts';
import { matchPattern } from './settings/scope.ts';
import { isOfImage } from './vulnerability-exceptions.ts';

/** What statements are about: an image by its purl, its names, and what it holds. */
export interface VexSubject {
  readonly purl: string;
  readonly images: readonly string[];
  readonly packages: readonly { readonly name: string; readonly version: string; readonly purl: string }[];
}

/** What a VEX document says of one vulnerability in one product. */
export interface VexStatementDraft {
  readonly vulnerability: string;
  readonly status: (typeof VEX_STATUSES)[number];
  /** purl. */
  readonly product: string;
  /** purls of the packages in it that alone are spoken of; empty for all. */
  readonly parts: readonly string[];
  readonly reason: string;
}

export interface Statements {
  readonly statements: readonly VexStatementDraft[];
  readonly problems: readonly Problem[];
}

/** What exceptions of vulnerabilities say of one image. One without a VEX status accepts a risk, so that the image is affected. */
export function toVexStatements(exceptions: readonly Exception[], subject: VexSubject, now: string): Statements {
  const ours = exceptions.filter(exception => isOfVulnerability(exception) && isOfImage(exception, subject.images));
  const problems: Problem[] = [];
  const statements = ours.flatMap(exception => {
    const parts = listParts(exception, subject);
    const why = isEnded(exception, now) ? 'has ended' : parts === undefined ? 'names no package of the image' : undefined;
    if (why === undefined && parts !== undefined) return [toStatement(exception, subject, parts)];
    const { id, target, reason } = exception;
    problems.push({
      code: 'exception-unused',
      source: id ?? target,
      message: `the exception for ${target} (${reason}) ${why}: it is left out`,
    });
    return [];
  });
  return { statements, problems };
}

/** purls that the scope means; undefined where it means some, and the image has none of them. */
function listParts({ scope }: Exception, { packages }: VexSubject): readonly string[] | undefined {
  if (scope.packages === undefined) return [];
  const found = packages.filter(({ name, version, purl }) =>
    scope.packages?.some(pattern => [name, `${name}@${version}`, purl].some(one => matchPattern(pattern, one))),
  );
  const purls = [...new Set(found.map(({ purl }) => purl).filter(purl => purl !== ''))];
  return purls.length === 0 ? undefined : purls;
}

function toStatement(
  { target, vexStatus, reason, expiry, until }: Exception,
  { purl }: VexSubject,
  parts: readonly string[],
): VexStatementDraft {
  const ends = [...(expiry === undefined ? [] : [expiry]), ...(until === undefined ? [] : ['there is a fix'])];
  return {
    vulnerability: target,
    status: vexStatus ?? 'affected',
    product: purl,
    parts,
    reason: ends.length === 0 ? reason : `${reason} (until ${ends.join(', or ')})`,
  };
}
