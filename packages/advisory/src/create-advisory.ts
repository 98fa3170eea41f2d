import type { Advisory, Affected, RangeEvent, Rating } from '@breakwater/vulnerability';

/** An advisory of a source that says little: what is left out is empty. */
export function createAdvisory(parts: Pick<Advisory, 'id' | 'affected'> & Partial<Advisory>): Advisory {
  const absent = {
    aliases: [],
    upstream: [],
    related: [],
    withdrawn: false,
    modified: '',
    published: undefined,
    ratings: [],
    references: [],
  };
  return { ...absent, ...parts, summary: (parts.summary ?? '').slice(0, 300) };
}

/** Everything older than a fix is affected, or up to the last that is; without either, everything is. */
export function createAffected(
  ecosystem: string,
  name: string,
  fixed: string | undefined,
  parts: { readonly ratings?: readonly Rating[]; readonly status?: string | undefined; readonly last?: string } = {},
): Affected {
  const { ratings = [], status, last } = parts;
  const end: readonly RangeEvent[] = fixed !== undefined ? [['fixed', fixed]] : last !== undefined ? [['last_affected', last]] : [];
  return {
    ecosystem,
    name,
    ranges: [[['introduced', '0'], ...end]],
    versions: [],
    ratings,
    ...(status === undefined ? {} : { status }),
  };
}

/** The word in which a source rates, unless it says that it does not. */
export function toWord(word: string | undefined): readonly Rating[] {
  return word === undefined || /^(?:none|n\/a|unknown)$/i.test(word) ? [] : [{ type: 'word', value: word.slice(0, 50) }];
}

/** Of a score without its vector. https://www.first.org/cvss/v3.1/specification-document#Qualitative-Severity-Rating-Scale */
export function toScoreWord(value: unknown): readonly Rating[] {
  const score = Number(value);
  if (!(score > 0)) return [];
  const word = score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  return [{ type: 'word', value: word }];
}
