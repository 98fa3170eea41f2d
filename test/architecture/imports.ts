import type { Token } from './tokens.ts';

/** One module that a source names. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import type`, `export type`: erased, so it loads nothing. */
  readonly typeOnly: boolean;
}

/** Static imports, re-exports, dynamic imports and require() with a literal argument, in the order of the source. */
export function findImports(tokens: readonly Token[]): Import[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'word' || isMember(tokens, index)) return [];
    if (token.text === 'import') return readImport(tokens, index);
    if (token.text === 'export') return readFrom(tokens, index + 1, token.line);
    if (token.text === 'require') return readCall(tokens, index + 1, token.line);
    return [];
  });
}

function isMember(tokens: readonly Token[], index: number): boolean {
  const previous = tokens[index - 1];
  return previous?.kind === 'punctuator' && previous.text === '.' && !isPunctuator(tokens[index - 2], '.');
}

function isPunctuator(token: Token | undefined, text: string): boolean {
  return token?.kind === 'punctuator' && token.text === text;
}

function readImport(tokens: readonly Token[], index: number): Import[] {
  const next = tokens[index + 1];
  const line = tokens[index]?.line ?? 1;
  if (next?.kind === 'string') return [{ specifier: next.text, line, typeOnly: false }];
  if (isPunctuator(next, '(')) return readCall(tokens, index + 1, line);
  if (isPunctuator(next, '.') || isPunctuator(next, ':')) return [];
  return readFrom(tokens, index + 1, line);
}

/** `("name"` or with a template that has no hole. */
function readCall(tokens: readonly Token[], open: number, line: number): Import[] {
  if (!isPunctuator(tokens[open], '(')) return [];
  const quoted = isPunctuator(tokens[open + 1], '`') ? tokens[open + 2] : tokens[open + 1];
  const after = tokens[quoted === tokens[open + 1] ? open + 2 : open + 3];
  if (quoted?.kind !== 'string' && quoted?.kind !== 'template') return [];
  return isPunctuator(after, ')') || isPunctuator(after, ',') ? [{ specifier: quoted.text, line, typeOnly: false }] : [];
}

/** A clause (`* as name`, `{ a, b }`, `name, { a }`) that ends in `from "name"`; anything else is another statement. */
function readFrom(tokens: readonly Token[], start: number, line: number): Import[] {
  const typeOnly = tokens[start]?.text === 'type' && !isPunctuator(tokens[start + 1], ',') && tokens[start + 1]?.text !== 'from';
  let inBraces = false;
  for (let index = start; index < tokens.length; index += 1) {
    const token = tokens[index];
    const next = tokens[index + 1];
    if (token?.text === 'from' && !inBraces && next?.kind === 'string') return [{ specifier: next.text, line, typeOnly }];
    if (isPunctuator(token, '{')) inBraces = true;
    else if (isPunctuator(token, '}')) inBraces = false;
    else if (token === undefined || !belongsToClause(token, inBraces)) return [];
  }
  return [];
}

function belongsToClause(token: Token, inBraces: boolean): boolean {
  if (token.kind === 'word')
    return !['const', 'let', 'function', 'class', 'interface', 'async', 'abstract', 'declare', 'enum'].includes(token.text);
  if (token.kind === 'string') return inBraces;
  return token.kind === 'punctuator' && (token.text === ',' || token.text === '*');
}
