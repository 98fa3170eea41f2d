import type { Advisory, Affected, Rating } from '@breakwater/vulnerability';
import { createAdvisory, createAffected, toWord } from '../create-advisory.ts';
import { type Component, readComponents } from '../csaf/product-tree.ts';
import { type Remedies, readRemedies, toTexts } from '../csaf/remedies.ts';
import type { Feed } from '../feed.ts';
import { isObject, type Json, toObjects, toText } from '../json.ts';

/** Entries of one advisory; more is hostile. */
const MAX_AFFECTED = 50_000;

/**
 * One document a CVE, with what became of it in every product: also what is not fixed, will not be, is not affected, or is not known yet.
 * Extended and layered products have content of their own, which nothing is matched with; packages of Red Hat Enterprise Linux count.
 */
export const feed: Feed = {
  name: 'redhat-vex',
  title: 'Red Hat VEX',
  url: 'https://security.access.redhat.com/data/csaf/v2/vex',
  licence: 'CC-BY-4.0',
  cadence: 'continuous',
  verified: true,
  files: /^(?:redhat-vex[\w.-]*\.jsonl|cve-\d{4}-\d+\.json|csaf_vex_[\w-]+\.tar)(?:\.(?:gz|zst|bz2|xz))?$/,
  downloads: [
    {
      path: '/archive_latest.txt',
      file: 'csaf_vex_latest.tar.zst',
      from: 'pointer',
      changes: { path: '/changes.csv', file: 'redhat-vex.changes.jsonl', toPath: name => `/${name}` },
    },
  ],
  onRequest: true,
  layout: 'json',
  *parse(record) {
    const head = isObject(record) && isObject(record['document']) ? record['document'] : undefined;
    if (!isObject(record) || typeof head?.['csaf_version'] !== 'string') throw new TypeError('it is no CSAF document');
    const componentOf = readComponents(record['product_tree']);
    const tracking = isObject(head['tracking']) ? head['tracking'] : {};
    if (tracking['status'] === 'deleted') return;
    const modified = toText(tracking['current_release_date']) ?? '';
    for (const vulnerability of toObjects(record, 'vulnerabilities')) {
      const cve = toText(vulnerability['cve']);
      if (cve === undefined) continue;
      const remedies = readRemedies(vulnerability, head);
      const groups = groupByErratum(vulnerability, componentOf, remedies);
      for (const advisory of toAdvisories(cve, groups, remedies, modified, toText(head['title']))) yield { type: 'advisory', advisory };
    }
  },
};

type Groups = ReadonlyMap<string, ReadonlyMap<string, Affected>>;

/** By erratum, empty for what has no fix: several errata for one CVE have all to be installed. Packages of several architectures are one. */
function groupByErratum(vulnerability: Json, componentOf: (id: string) => Component | undefined, remedies: Remedies): Groups {
  const groups = new Map<string, Map<string, Affected>>();
  const states = isObject(vulnerability['product_status']) ? vulnerability['product_status'] : {};
  for (const [state, ids] of Object.entries(states)) {
    for (const id of toTexts(ids)) {
      const component = componentOf(id);
      const affected = component === undefined ? undefined : toAffected(component, state, id, remedies);
      if (affected === undefined) continue;
      const erratum = state === 'fixed' ? (remedies.erratumOf.get(id) ?? 'fixed') : '';
      const group = groups.get(erratum) ?? new Map<string, Affected>();
      groups.set(erratum, group.set(JSON.stringify([affected.ecosystem, affected.name, affected.ranges, affected.status]), affected));
      if (group.size > MAX_AFFECTED) throw new RangeError(`it has more than ${MAX_AFFECTED} affected packages`);
    }
  }
  return groups;
}

function toAffected({ product, name, evr, module }: Component, state: string, id: string, remedies: Remedies): Affected | undefined {
  if (!product.startsWith('enterprise_linux:')) return undefined;
  const [ecosystem, called] = [`Red Hat:${product}`, module === undefined ? name : `${module}::${name}`];
  const parts = { ratings: listRatings(remedies.wordOf.get(id), remedies.ratings) };
  switch (state) {
    case 'fixed':
      return evr === undefined ? undefined : createAffected(ecosystem, called, evr, parts);
    case 'known_affected':
      return createAffected(ecosystem, called, undefined, { ...parts, status: remedies.statusOf.get(id) });
    case 'under_investigation':
      return createAffected(ecosystem, called, undefined, { ...parts, status: 'under-investigation' });
    case 'known_not_affected':
      // Of a single build it says nothing about others.
      return evr === undefined ? createAffected(ecosystem, called, undefined, { status: 'not-affected' }) : undefined;
    default:
      return undefined;
  }
}

/** Where a product is rated otherwise than the whole; its own ratings stand in the place of all others. */
function listRatings(word: string | undefined, general: readonly Rating[]): readonly Rating[] {
  const isSame = general.some(({ type, value }) => type === 'word' && value.toLowerCase() === word?.toLowerCase());
  return word === undefined || isSame ? [] : [...toWord(word), ...general.filter(({ type }) => type === 'cvss')];
}

function toAdvisories(
  cve: string,
  groups: Groups,
  { ratings }: Remedies,
  modified: string,
  title: string | undefined,
): readonly Advisory[] {
  return [...groups].map(([erratum, affected]) =>
    createAdvisory({
      id: erratum === '' ? `REDHAT-${cve}` : `REDHAT-${cve}-${erratum}`,
      upstream: [cve],
      modified,
      summary: title ?? '',
      ratings,
      references: [
        `https://access.redhat.com/security/cve/${cve}`,
        ...(erratum.startsWith('RH') ? [`https://access.redhat.com/errata/${erratum}`] : []),
      ],
      affected: [...affected.values()],
    }),
  );
}
