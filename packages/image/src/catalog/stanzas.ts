/**
 * Stanzas of `Field: value` with continuation lines, as Debian's control files and mail headers have them; field names in lower case. Fields
 * that are not asked for are passed over: descriptions are long. https://www.debian.org/doc/debian-policy/ch-controlfields.html
 */
export function* parseStanzas(text: string, fields: ReadonlySet<string>): Generator<ReadonlyMap<string, string>> {
  let stanza = new Map<string, string>();
  let field = '';
  for (const line of splitLines(text)) {
    if (line.trim() === '') {
      if (stanza.size > 0) yield stanza;
      stanza = new Map();
      field = '';
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      if (field !== '') stanza.set(field, `${stanza.get(field)}\n${line.trim()}`);
    } else {
      field = addField(stanza, line, fields);
    }
  }
  if (stanza.size > 0) yield stanza;
}

/** The first of two fields of one name counts. */
function addField(stanza: Map<string, string>, line: string, fields: ReadonlySet<string>): string {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).toLowerCase();
  if (!fields.has(name) || stanza.has(name)) return '';
  stanza.set(name, line.slice(colon + 1).trim());
  return name;
}

/** Without taking the whole text apart at once. */
export function* splitLines(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
    start = end < 0 ? text.length : end + 1;
  }
}
