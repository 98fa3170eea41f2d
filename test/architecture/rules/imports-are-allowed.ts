import { matchesGlob, posix } from 'node:path';
import type { Import } from '../imports.ts';
import type { MatrixRow } from '../matrix.ts';
import { MATRIX_PATH, type Repository, type SourceFile, type Workspace } from '../repository.ts';

const SCOPE = '@breakwater/';

interface Context {
  readonly workspace: Workspace;
  readonly row: MatrixRow;
  readonly byName: ReadonlyMap<string, Workspace>;
  readonly root: Workspace | undefined;
}

/** Every import is declared by its workspace and allowed by the matrix; libraries are imported by their owner files only. */
export function checkImports({ matrix, workspaces }: Repository): string[] {
  const byName = new Map(workspaces.map(workspace => [workspace.name, workspace]));
  return workspaces.flatMap(workspace => {
    const row = matrix.rows.find(candidate => candidate.workspace === workspace.name);
    if (row === undefined) return [];
    const context = { workspace, row, byName, root: byName.get('repository') };
    return workspace.files.flatMap(file =>
      file.imports.flatMap(imported => {
        const problem = judgeImport(file, imported, context);
        return problem === undefined ? [] : [`${file.path}:${imported.line}: ${problem}`];
      }),
    );
  });
}

function judgeImport(file: SourceFile, { specifier }: Import, context: Context): string | undefined {
  if (specifier.startsWith('.')) return judgeRelative(file, specifier, context.workspace);
  if (specifier.startsWith('node:')) return judgeBuiltin(file, specifier, context.row);
  if (specifier.startsWith(SCOPE)) return judgeWorkspace(file, specifier, context);
  return judgeLibrary(file, specifier, context);
}

function judgeRelative(file: SourceFile, specifier: string, workspace: Workspace): string | undefined {
  const target = posix.join(posix.dirname(file.path), specifier);
  if (!file.isTest && target.includes('/testing/')) return `'${specifier}' is for tests only`;
  if (!/\.(?:tsx?|json|css|svg)$/.test(target)) return `'${specifier}' has to end in .ts, as Node.js runs it`;
  if (workspace.folder === '')
    return /^(?:packages|apps|content)\//.test(target) ? `'${specifier}' reaches into another workspace` : undefined;
  if (target.startsWith(`${workspace.folder}/`)) return undefined;
  return file.isTest && target.startsWith('test/') ? undefined : `'${specifier}' leaves the workspace; import the package by its name`;
}

function judgeBuiltin(file: SourceFile, specifier: string, row: MatrixRow): string | undefined {
  if (file.isTest) return undefined;
  if (row.kind === 'browser') return `'${specifier}' does not exist in a browser`;
  return row.kind === 'pure' ? `'${specifier}' in a pure package; pass in what it gives` : undefined;
}

function judgeWorkspace(file: SourceFile, specifier: string, context: Context): string | undefined {
  const [name = '', ...path] = specifier.slice(SCOPE.length).split('/');
  if (!isDeclared(file, `${SCOPE}${name}`, context)) return `'${SCOPE}${name}' is not in ${context.workspace.folder || '.'}/package.json`;
  if (!context.row.mayImport.includes(name)) return `${context.row.workspace} may not import ${name} (${MATRIX_PATH})`;
  const subpath = ['.', ...path].join('/');
  return context.byName.get(name)?.exports.includes(subpath) ? undefined : `'${specifier}' is no public entry of ${name}`;
}

function judgeLibrary(file: SourceFile, specifier: string, context: Context): string | undefined {
  const library = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (!isDeclared(file, library, context)) return `'${library}' is not in ${context.workspace.folder || '.'}/package.json`;
  if (file.isTest || file.path.startsWith('bench/')) return undefined;
  const owners = context.row.libraries.get(library);
  if (owners === undefined) return `the library '${library}' is not in the row of ${context.row.workspace} (${MATRIX_PATH})`;
  const relative = context.workspace.folder === '' ? file.path : file.path.slice(context.workspace.folder.length + 1);
  if (owners.some(owner => matchesGlob(relative, owner))) return undefined;
  return `the library '${library}' is wrapped by ${owners.join(', ')}; use that`;
}

/** Only tests and the repository's own tools may use what is not there in production. */
function isDeclared(file: SourceFile, name: string, { workspace, row, root }: Context): boolean {
  if (workspace.dependencies.has(name)) return true;
  if (!file.isTest && row.kind !== 'tools') return false;
  return workspace.devDependencies.has(name) || (root?.devDependencies.has(name) ?? false);
}
