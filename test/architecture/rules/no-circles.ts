import { posix } from 'node:path';
import type { Repository, SourceFile, Workspace } from '../repository.ts';

/** Inside a workspace, too, what is loaded points one way. Types alone may refer to each other: a union and its members do. */
export function checkCircles({ workspaces }: Repository): string[] {
  return workspaces.flatMap(findCircles);
}

function findCircles(workspace: Workspace): string[] {
  const files = new Map(workspace.files.map(file => [file.path, file]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) circles.push(`imports go in a circle: ${[...trail.slice(start), path].join(' → ')}`);
    const file = files.get(path);
    if (start >= 0 || file === undefined || done.has(path)) return;
    for (const target of listTargets(file)) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return circles;
}

function listTargets(file: SourceFile): string[] {
  const relative = file.imports.filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly);
  return relative.map(({ specifier }) => posix.join(posix.dirname(file.path), specifier));
}
