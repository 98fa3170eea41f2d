/** An opening tag, or a text between two tags. */
export interface XmlTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** What stands between this tag and the next one. */
  readonly text: string;
}

const TAG = /<!--[\s\S]*?(?:-->|$)|<(\/?[\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>([^<]*)/g;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Tags of XML one after the other, closing ones with a slash; no entities of its own, no nesting: enough for lists of packages. */
export function* readXmlTags(text: string): Generator<XmlTag> {
  for (const [, name, attributes = '', after = ''] of text.matchAll(TAG)) {
    if (name === undefined) continue;
    const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', double, single]) => [key, decode(double ?? single ?? '')] as const);
    yield { name, attributes: new Map(pairs), text: decode(after.trim()) };
  }
}

function decode(text: string): string {
  return text.includes('&') ? text.replaceAll(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole) : text;
}
