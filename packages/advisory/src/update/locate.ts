import type { Download } from '../feed.ts';
import { findAll } from '../xml/query.ts';
import { readElements } from '../xml/read-elements.ts';
import { type Http, RefusedError } from './http.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The URL of what a download leads to: itself, the updateinfo of an RPM repository that a list of mirrors names first, or the file that a text names.
 *
 * @throws Error when it cannot be found
 */
export async function locate(url: string, from: Download['from'], http: Http): Promise<string> {
  switch (from) {
    case undefined:
      return url;
    case 'pointer':
      return locatePointer(url, await http.readText(url, MAX_BYTES));
    case 'mirror-list':
      return locateUpdateinfo(toBase(await http.readText(url, MAX_BYTES)), http);
  }
}

/** A file beside the text, by its name alone. */
function locatePointer(url: string, text: string): string {
  const name = text.trim();
  if (!/^[\w.-]{1,200}$/.test(name)) throw new RefusedError('it does not name a file');
  return new URL(name, url).href;
}

function toBase(list: string): string {
  const [base] = list.split(/\s+/).filter(line => /^https?:\/\//.test(line));
  if (base === undefined) throw new RefusedError('it is no list of mirrors');
  return base.endsWith('/') ? base : `${base}/`;
}

/** https://github.com/rpm-software-management/createrepo_c; a repository names its files in repomd.xml, with a digest in their names. */
async function locateUpdateinfo(base: string, http: Http): Promise<string> {
  const text = await http.readText(new URL('repodata/repomd.xml', base).href, MAX_BYTES);
  for await (const element of readElements(once(text), new Set(['data']))) {
    const href = findAll(element, 'location')[0]?.attributes['href'];
    if (element.attributes['type'] !== 'updateinfo' || href === undefined) continue;
    const url = new URL(href, base);
    if (url.origin !== new URL(base).origin) throw new RefusedError('its updateinfo lies on another server');
    return url.href;
  }
  throw new RefusedError('the repository has no updateinfo');
}

async function* once(text: string): AsyncIterable<string> {
  yield text;
}
