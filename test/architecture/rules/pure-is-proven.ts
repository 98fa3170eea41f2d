import type { Repository, Workspace } from '../repository.ts';

const BASES = new Map([
  ['pure', '../../tsconfig.pure.json'],
  ['node', '../../tsconfig.node.json'],
  ['app', '../../tsconfig.node.json'],
  ['browser', '../../tsconfig.browser.json'],
]);

/** The compiler proves purity: a pure package sees no types of a platform. */
export function checkPurity({ matrix, workspaces }: Repository): string[] {
  return matrix.rows.flatMap(row => {
    const workspace = workspaces.find(({ name }) => name === row.workspace);
    const base = BASES.get(row.kind);
    return workspace === undefined || base === undefined ? [] : checkBase(workspace, base);
  });
}

function checkBase({ folder, tsconfig }: Workspace, base: string): string[] {
  if (tsconfig === undefined) return [`${folder} has no tsconfig.json`];
  const extended = tsconfig.extends === base ? [] : [`${folder}/tsconfig.json has to extend ${base}, not ${tsconfig.extends}`];
  const overridden = ['types', 'lib'].filter(option => base.includes('pure') && option in tsconfig.compilerOptions);
  return [...extended, ...overridden.map(option => `${folder}/tsconfig.json may not set '${option}'; tsconfig.pure.json does`)];
}
