import { KINDS, type MatrixRow } from '../matrix.ts';
import { MATRIX_PATH, type Repository, type Workspace } from '../repository.ts';

/** The table and the workspaces name each other, and every word in it means something. */
export function checkMatrix({ matrix, workspaces }: Repository): string[] {
  const rows = new Map(matrix.rows.map(row => [row.workspace, row]));
  const missing = workspaces
    .filter(({ name }) => !rows.has(name))
    .map(({ name, folder }) => `${folder || '.'}: ${MATRIX_PATH} has no row '${name}'`);
  return [...missing, ...matrix.rows.flatMap(row => checkRow(row, rows, workspaces)), ...findCircle(matrix.rows)];
}

function checkRow(row: MatrixRow, rows: ReadonlyMap<string, MatrixRow>, workspaces: readonly Workspace[]): string[] {
  const at = `${MATRIX_PATH}: row '${row.workspace}'`;
  const workspace = workspaces.find(({ name }) => name === row.workspace);
  if (workspace === undefined) return [`${at} has no workspace; remove it`];
  const kind = (KINDS as readonly string[]).includes(row.kind) ? [] : [`${at}: kind '${row.kind}' is none of ${KINDS.join(', ')}`];
  const unknown = row.mayImport.filter(name => !rows.has(name)).map(name => `${at} may import '${name}', which has no row`);
  const upwards = row.mayImport
    .filter(name => isUpwards(row, rows.get(name)))
    .map(name => `${at} may not import '${name}': ${describeUpwards(row, name)}`);
  return [...kind, ...unknown, ...upwards, ...checkLibraries(row, workspace, at)];
}

function isUpwards(row: MatrixRow, imported: MatrixRow | undefined): boolean {
  if (imported === undefined) return false;
  if (imported.kind === 'app') return row.workspace !== 'cli' && row.kind !== 'tools';
  return row.kind === 'pure' && imported.kind !== 'pure';
}

function describeUpwards(row: MatrixRow, name: string): string {
  return row.kind === 'pure' ? 'a pure package imports pure packages only' : `only cli composes apps, and '${name}' is one`;
}

function checkLibraries(row: MatrixRow, workspace: Workspace, at: string): string[] {
  return [...row.libraries].flatMap(([library, owners]) => {
    const declared = workspace.dependencies.has(library) || (row.kind === 'tools' && workspace.devDependencies.has(library));
    if (!declared) return [`${at} names the library '${library}', which ${workspace.folder || '.'}/package.json does not`];
    return owners.length > 0 ? [] : [`${at}: library '${library}' has no owner file`];
  });
}

/** The first circle of the arrows, if there is one. */
function findCircle(rows: readonly MatrixRow[]): string[] {
  const arrows = new Map(rows.map(row => [row.workspace, row.mayImport]));
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string[] => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return [];
    for (const next of arrows.get(name) ?? []) {
      const circle = visit(next, [...trail, name]);
      if (circle.length > 0) return circle;
    }
    done.add(name);
    return [];
  };
  const circle = rows.map(row => visit(row.workspace, [])).find(found => found.length > 0);
  return circle === undefined ? [] : [`${MATRIX_PATH}: the arrows go in a circle: ${circle.join(' → ')}`];
}
