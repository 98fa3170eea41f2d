export const KINDS = ['pure', 'node', 'app', 'browser', 'content', 'tools'] as const;

/** One workspace as docs/architecture-matrix.md allows it. */
export interface MatrixRow {
  readonly workspace: string;
  readonly kind: string;
  readonly mayImport: readonly string[];
  /** Library name → patterns of the files that own it, relative to the workspace's folder. */
  readonly libraries: ReadonlyMap<string, readonly string[]>;
}

export interface Matrix {
  readonly rows: readonly MatrixRow[];
  /** Files that may be longer than the ceiling. */
  readonly longFiles: readonly string[];
}

export function parseMatrix(markdown: string): Matrix {
  return {
    rows: readTable(markdown, '## Workspaces').map(([workspace = '', kind = '', mayImport = '', libraries = '']) => ({
      workspace,
      kind,
      mayImport: splitList(mayImport, ','),
      libraries: new Map(splitList(libraries, ';').map(parseLibrary)),
    })),
    longFiles: readTable(markdown, '## Long files').map(([file = '']) => unquote(file)),
  };
}

/** Cells of the one table below a heading, without its head. */
function readTable(markdown: string, heading: string): string[][] {
  const section = markdown.split(/^(?=## )/m).find(part => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
}

function parseLibrary(text: string): [name: string, owners: string[]] {
  const colon = text.indexOf(':');
  const name = unquote(colon < 0 ? text : text.slice(0, colon));
  return [name, colon < 0 ? [] : splitList(text.slice(colon + 1), ',').map(unquote)];
}

function splitList(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map(item => item.trim())
    .filter(item => item !== '');
}

function unquote(text: string): string {
  return text.trim().replaceAll('`', '');
}
