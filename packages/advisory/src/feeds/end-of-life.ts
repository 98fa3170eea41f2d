import type { Feed } from '../feed.ts';
import { isObject, type Json, toObjects, toText } from '../json.ts';

/** Products with their release cycles, by the name that endoflife.date gives each. */
export const feed: Feed = {
  name: 'end-of-life',
  title: 'endoflife.date',
  url: 'https://endoflife.date/api/v1/products/full',
  licence: 'MIT',
  cadence: 'daily',
  verified: true,
  files: /^(?:eol|endoflife[\w.-]*|products-full)\.json(?:\.gz)?$/i,
  downloads: [{ path: '', file: 'endoflife.json' }],
  layout: 'json',
  *parse(document) {
    for (const [product, releases] of listProducts(document)) {
      for (const release of releases) {
        const cycle = toText(release['cycle']) ?? toText(release['name']);
        if (cycle === undefined) continue;
        const ended = toEnd(release['eol'], release['eolFrom'], release['isEol']);
        const extendedEnded = toEnd(release['extendedSupportEnd'], release['eoesFrom'], release['isEoes']);
        yield { type: 'support', product, cycle, ended, extendedEnded };
      }
    }
  },
};

/** Of the repository, an object by product; of the API, a list. */
function listProducts(document: unknown): readonly (readonly [product: string, releases: readonly Json[]])[] {
  if (isObject(document) && Array.isArray(document['result']))
    return toObjects(document, 'result').map(product => [toText(product['name']) ?? '', toObjects(product, 'releases')]);
  const products = isObject(document) && isObject(document['products']) ? document['products'] : undefined;
  if (products === undefined) throw new TypeError('it has no products');
  return Object.entries(products).map(([product, value]) => [product, toObjects(value, 'releases')]);
}

/** A date, true where it is over and nobody wrote when, false where no end is set. */
function toEnd(...values: readonly unknown[]): string | boolean {
  return values.find(value => typeof value === 'string') ?? values.includes(true);
}
