import { isBefore } from './running.ts';

/** A CVE that a version is affected by. */
export interface MatchedCve {
  readonly id: string;
  /** The first release of the line in which it is mended; undefined where none is. */
  readonly fixed: string | undefined;
}

type Row = readonly [id: string, components: string, ranges: string];

/**
 * CVEs of a component in a version, by ranges in any order.
 *
 * @param version without what a vendor adds to it
 */
export function matchCves(component: string, version: string, table: readonly Row[]): readonly MatchedCve[] {
  return table.flatMap(([id, components, ranges]) => {
    const names = components.split(' ');
    if (!names.includes(component) && !(names.includes('kubernetes') && component.startsWith('kube'))) return [];
    const hit = ranges
      .split(' ')
      .map(readRange)
      .find(range => contains(range, version));
    return hit === undefined ? [] : [{ id, fixed: hit.fixed }];
  });
}

interface Range {
  readonly from: string;
  readonly fixed: string | undefined;
}

function readRange(text: string): Range {
  const [from = '0', fixed = ''] = text.split('<');
  return { from, fixed: fixed === '' ? undefined : fixed };
}

/** 0 is the beginning of all versions. */
function contains({ from, fixed }: Range, version: string): boolean {
  if (from !== '0' && isBefore(version, from)) return false;
  return fixed === undefined || isBefore(version, fixed);
}
