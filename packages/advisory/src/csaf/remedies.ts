import type { Rating } from '@breakwater/vulnerability';
import { toWord } from '../create-advisory.ts';
import { isObject, type Json, toText } from '../json.ts';

/** What a document says of the products of one vulnerability, beside their status. */
export interface Remedies {
  /** The erratum that brought a fix: `RHSA-2026:1111`. */
  readonly erratumOf: ReadonlyMap<string, string>;
  /** `wont-fix` or `end-of-life`, where there is a word. */
  readonly statusOf: ReadonlyMap<string, string>;
  readonly wordOf: ReadonlyMap<string, string>;
  readonly ratings: readonly Rating[];
}

export function readRemedies(vulnerability: Json, document: Json): Remedies {
  const [erratumOf, statusOf, wordOf] = [new Map<string, string>(), new Map<string, string>(), new Map<string, string>()];
  const note = (known: Map<string, string>, entry: Json, value: string | undefined): void => {
    if (value !== undefined) for (const id of toTexts(entry['product_ids'])) known.set(id, value);
  };
  for (const remedy of toList(vulnerability['remediations'])) {
    if (remedy['category'] === 'vendor_fix') note(erratumOf, remedy, toErratum(toText(remedy['url'])));
    if (remedy['category'] === 'no_fix_planned') note(statusOf, remedy, toStatus(toText(remedy['details'])));
  }
  for (const threat of toList(vulnerability['threats'])) {
    if (threat['category'] === 'impact') note(wordOf, threat, toText(threat['details']));
  }
  const vector = toList(vulnerability['scores']).flatMap(score => toVector(score))[0];
  const general = isObject(document['aggregate_severity']) ? toText(document['aggregate_severity']['text']) : undefined;
  return { erratumOf, statusOf, wordOf, ratings: [...toWord(general), ...(vector === undefined ? [] : [vector])] };
}

function toErratum(url: string | undefined): string | undefined {
  return /\/errata\/(RH[A-Z]A-\d{4}:\d+)/.exec(url ?? '')?.[1];
}

/** "Will not fix" and "Out of support scope" are the words of Red Hat. */
function toStatus(details: string | undefined): string {
  return details !== undefined && /support scope|end.of.life/i.test(details) ? 'end-of-life' : 'wont-fix';
}

function toVector(score: Json): readonly Rating[] {
  const found = ['cvss_v4', 'cvss_v3', 'cvss_v2'].map(key => score[key]).find(isObject);
  const vector = found === undefined ? undefined : toText(found['vectorString']);
  return vector === undefined ? [] : [{ type: 'cvss', value: vector }];
}

function toList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}
