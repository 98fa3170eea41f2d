import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ManifestFile, readManifest } from '@breakwater/manifest';
import { Exception, listSchemaIssues, Project } from '@breakwater/model';
import { type OptionDefinition, UsageError } from '../command.ts';
import { readText } from './read-bytes.ts';

/** What a repository has agreed on; read from the current folder when it is there. */
export const PROJECT_FILE = 'breakwater.yaml';

export const EXCEPTIONS_OPTION: OptionDefinition = {
  name: 'exceptions',
  value: 'file',
  doc: `Accept what this YAML file lists, each with a reason and an optional expiry; may be repeated (always: ${PROJECT_FILE} of this folder)`,
  repeatable: true,
};

type Document = ManifestFile['documents'][number];

/**
 * Exceptions of YAML files and of the project file of a folder, the current one if none is named. A document is one exception, a list of them, or a project.
 * Throws UsageError with file, line and column.
 */
export async function readExceptions(files: readonly string[], folder = ''): Promise<readonly Exception[]> {
  const project = join(folder, PROJECT_FILE);
  const all = existsSync(project) ? [...new Set([...files, project])] : files;
  const exceptions: Exception[] = [];
  for (const file of all) exceptions.push(...parseExceptions(await readText(file), file));
  return exceptions;
}

function parseExceptions(text: string, file: string): readonly Exception[] {
  const { documents, problems } = readManifest(text, { source: file });
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${file}:${problem.location?.line ?? 1}: ${problem.message}`);
  return documents.flatMap(document => {
    const { value } = document;
    if (Array.isArray(value)) return value.map((_, index) => readException(document, [index]));
    if (basename(file) !== PROJECT_FILE && !isProject(value)) return [readException(document, [])];
    refuseIssues(document, Project, []);
    return ((value as Project).exceptions ?? []).map((_, index) => readException(document, ['exceptions', index]));
  });
}

function isProject(value: unknown): value is Project {
  return typeof value === 'object' && value !== null && 'exceptions' in value;
}

/** Exceptions without an id are called by their place. */
function readException(document: Document, path: readonly (string | number)[]): Exception {
  refuseIssues(document, Exception, path);
  const value = readValue(document.value, path) as Exception;
  return { ...value, id: value.id ?? `${document.source}:${document.locate(path).line}` };
}

function refuseIssues(document: Document, schema: Parameters<typeof listSchemaIssues>[0], path: readonly (string | number)[]): void {
  const [issue] = listSchemaIssues(schema, readValue(document.value, path));
  if (issue === undefined) return;
  const { line, column } = document.locate([...path, ...issue.path]);
  throw new UsageError(`${document.source}:${line}:${column}: ${issue.message}`);
}

function readValue(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((current, step) => (current as Record<string | number, unknown>)[step], value);
}
