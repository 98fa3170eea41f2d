import type { Repository, SourceFile } from '../repository.ts';
import type { Token } from '../tokens.ts';

/** The environment is read in one file per app; tests and the repository's own tools are free. */
export function checkEnvironment({ workspaces }: Repository): string[] {
  return workspaces
    .filter(({ folder }) => folder !== '')
    .flatMap(({ folder, files }) =>
      files.filter(file => !file.isTest && !(folder.startsWith('apps/') && file.path === `${folder}/src/config.ts`)),
    )
    .flatMap(findReads);
}

function findReads({ path, tokens }: SourceFile): string[] {
  return tokens
    .filter((_token, index) => isEnvironment(tokens, index) || isImportedEnvironment(tokens, index))
    .map(({ line }) => `${path}:${line}: process.env outside the app's src/config.ts`);
}

/** `process.env`, `process?.env`, `process['env']`. */
function isEnvironment(tokens: readonly Token[], index: number): boolean {
  if (tokens[index]?.kind !== 'word' || tokens[index]?.text !== 'process') return false;
  const member = tokens.slice(index + 1, index + 5).find(token => !['?', '.', '['].includes(token.text));
  return member?.text === 'env';
}

/** `import { env } from 'node:process'`, seen from its last word. */
function isImportedEnvironment(tokens: readonly Token[], index: number): boolean {
  if (tokens[index]?.kind !== 'string' || !/^(?:node:)?process$/.test(tokens[index].text)) return false;
  const clause = tokens.slice(0, index);
  const start = clause.findLastIndex(token => token.kind === 'word' && (token.text === 'import' || token.text === 'export'));
  return start >= 0 && clause.slice(start).some(token => token.text === 'env' || token.text === '*');
}
