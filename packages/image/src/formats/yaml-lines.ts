import { splitLines } from '../catalog/stanzas.ts';

/** One line of a YAML document that a tool wrote. */
export interface YamlLine {
  /** Keys of the mappings that it stands in, the outermost first. */
  readonly parents: readonly string[];
  /** Key of the line; of an element of a list that is no mapping it is empty. */
  readonly key: string;
  /** Text of the value without quotes; empty where a block follows. */
  readonly value: string;
}

const MAX_DEPTH = 32;
const LINE = /^( *)((?:- +)*)(?:("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#[\]{}|>&*!][^\n]*?):(?=\s|$))?\s*(.*)$/;

/**
 * The lines of YAML as tools write lock files: block style, a key and a scalar each. Flow style, anchors and texts of several lines are passed
 * on as they stand: no lock file has them where we look. https://yaml.org/spec/1.2.2/#chapter-8-block-style-productions
 */
export function* readYamlLines(text: string): Generator<YamlLine> {
  const open: { indent: number; key: string }[] = [];
  for (const line of splitLines(text)) {
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed === '---') continue;
    const [, blanks = '', dashes = '', key, rest = ''] = LINE.exec(line) ?? [];
    const indent = blanks.length + dashes.length;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const name = unquote(key ?? '');
    const value = unquote(rest.replace(/\s+#.*$/, '').trim());
    yield { parents: open.map(parent => parent.key), key: name, value };
    if (key !== undefined && value === '' && open.length < MAX_DEPTH) open.push({ indent, key: name });
  }
}

function unquote(text: string): string {
  if (text.length < 2) return text;
  if (text.startsWith('"') && text.endsWith('"')) return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  if (text.startsWith("'") && text.endsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text;
}
