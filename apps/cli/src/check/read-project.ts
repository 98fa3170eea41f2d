import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '@breakwater/manifest';
import { listSchemaIssues, Project } from '@breakwater/model';
import { UsageError } from '../command.ts';
import { readText } from './read-bytes.ts';
import { PROJECT_FILE } from './read-exceptions.ts';

/** A document of the project file. */
export interface ProjectDocument {
  readonly project: Project;
  /** Throws UsageError with file, line and column of a value. */
  readonly refuse: (path: readonly (string | number)[], message: string) => never;
}

/** The project file of a folder, the current one if none is named; nothing when it has none. Throws UsageError with line and column. */
export async function readProject(folder = ''): Promise<readonly ProjectDocument[]> {
  const file = join(folder, PROJECT_FILE);
  return existsSync(file) ? readProjectFile(file) : [];
}

/** A project file by its name, which need not be the usual one. Throws UsageError with line and column. */
export async function readProjectFile(file: string): Promise<readonly ProjectDocument[]> {
  const { documents, problems } = readManifest(await readText(file), { source: file });
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${file}:${problem.location?.line ?? 1}: ${problem.message}`);
  return documents.map(document => {
    const refuse = (path: readonly (string | number)[], message: string): never => {
      const { line, column } = document.locate(path);
      throw new UsageError(`${file}:${line}:${column}: ${message}`);
    };
    const [issue] = listSchemaIssues(Project, document.value);
    if (issue !== undefined) return refuse(issue.path, issue.message);
    return { project: document.value as Project, refuse };
  });
}
