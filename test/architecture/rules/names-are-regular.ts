import type { Repository, SourceFile } from '../repository.ts';
import type { Token } from '../tokens.ts';

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*\.ts$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*(?:\.test)?\.tsx$/;
/** Words that say nothing about what a thing is. */
const EMPTY_WORD = /(?:Impl|Manager|Helper|Util)s?$/i;
const DECLARATIONS = new Set(['class', 'function', 'interface', 'type', 'const', 'let']);

/** File names, exported names, and the two exports that nobody can find by name. */
export function checkNames({ workspaces }: Repository): string[] {
  return workspaces.flatMap(({ folder, files }) => files.flatMap(file => [...checkFileName(folder, file), ...checkDeclarations(file)]));
}

function checkFileName(folder: string, { path }: SourceFile): string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stem = name.replace(/\..*$/, '');
  if (!KEBAB.test(name) && !PASCAL.test(name)) return [`${path}: file names are kebab-case.ts, or PascalCase.tsx for components`];
  if (EMPTY_WORD.test(stem)) return [`${path}: '${stem}' says nothing about what it holds`];
  if (stem === 'index' && path !== `${folder}/src/index.ts`) return [`${path}: no index.ts below a package's root; import the file itself`];
  return [];
}

function checkDeclarations({ path, tokens }: SourceFile): string[] {
  return tokens.flatMap((token, index) => {
    const problem = judgeDeclaration(tokens, index);
    return problem === undefined || token.kind !== 'word' ? [] : [`${path}:${token.line}: ${problem}`];
  });
}

function judgeDeclaration(tokens: readonly Token[], index: number): string | undefined {
  const [token, next, third] = tokens.slice(index, index + 3);
  if (token?.text === 'enum' && next?.kind === 'word' && third?.text === '{') return `enum ${next.text}; use a union of literals`;
  if (token?.text !== 'export') return undefined;
  if (next?.text === 'default' && !isConfiguration(tokens, index)) return 'default export; name it';
  const declared = next !== undefined && DECLARATIONS.has(next.text) ? third : undefined;
  return declared?.kind === 'word' && EMPTY_WORD.test(declared.text) ? `'${declared.text}' says nothing about what it is` : undefined;
}

/** Tools ask for `export default defineConfig(…)`. */
function isConfiguration(tokens: readonly Token[], index: number): boolean {
  return tokens[index + 2]?.text === 'defineConfig';
}
