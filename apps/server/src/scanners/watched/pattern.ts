/** Tags of one repository that are looked at. */
const MAX_TAGS = 20;

export interface WatchedPattern {
  readonly repository: string;
  /** Tags, with `*` for any text; undefined where one reference is meant. */
  readonly tags: string | undefined;
}

/** `registry.example/shop/cart:1.*` is a repository with a pattern of tags; anything without an asterisk is one reference. */
export function parsePattern(text: string): WatchedPattern {
  const colon = text.lastIndexOf(':');
  const isTag = colon > text.lastIndexOf('/');
  const tags = isTag ? text.slice(colon + 1) : '';
  return tags.includes('*') ? { repository: text.slice(0, colon), tags } : { repository: text, tags: undefined };
}

/** The newest tags that fit, by the numbers in them: registries do not say when a tag was made. */
export function selectTags(pattern: string, tags: readonly string[]): readonly string[] {
  const order = new Intl.Collator('en', { numeric: true });
  return tags
    .filter(tag => fits(pattern.split('*'), tag))
    .toSorted((a, b) => order.compare(b, a))
    .slice(0, MAX_TAGS);
}

/** In one pass, whatever the pattern is: each part is looked for behind the one before. */
function fits([first = '', ...rest]: readonly string[], tag: string): boolean {
  const last = rest.pop();
  if (last === undefined) return tag === first;
  if (!tag.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = tag.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return tag.length - last.length >= at && tag.endsWith(last);
}
