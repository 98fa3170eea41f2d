import { readFile } from 'node:fs/promises';
import { readManifest } from '@breakwater/manifest';
import { Exception, listSchemaIssues, type PolicyDefinition } from '@breakwater/model';
import { CompiledPolicy, loadPolicy, PolicyError } from '@breakwater/policy';
import { UsageError } from '../command.ts';
import { explain, findFiles } from './find-files.ts';

/** Policies of the user, compiled once to find every mistake before anything is judged. Throws UsageError with file, line and column. */
export async function readOwnPolicies(paths: readonly string[]): Promise<readonly PolicyDefinition[]> {
  const { files, problems } = await findFiles(paths);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`--policies ${problem.source}: ${problem.message}`);
  const policies: PolicyDefinition[] = [];
  for (const file of files) policies.push(readOwnPolicy(await readText(file), file));
  return policies;
}

function readOwnPolicy(text: string, file: string): PolicyDefinition {
  try {
    const { policy } = loadPolicy(text, file);
    new CompiledPolicy(policy).compileAll();
    return policy;
  } catch (cause) {
    if (cause instanceof PolicyError) throw new UsageError(cause.location === undefined ? `${file}: ${cause.message}` : cause.message);
    throw cause;
  }
}

/** Exceptions of YAML files: each document is one, or a list of them. Throws UsageError with file, line and column. */
export async function readExceptions(files: readonly string[]): Promise<readonly Exception[]> {
  const exceptions: Exception[] = [];
  for (const file of files) exceptions.push(...parseExceptions(await readText(file), file));
  return exceptions;
}

function parseExceptions(text: string, file: string): readonly Exception[] {
  const { documents, problems } = readManifest(text, { source: file });
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${file}:${problem.location?.line ?? 1}: ${problem.message}`);
  return documents.flatMap(document => {
    const listed = Array.isArray(document.value);
    return (listed ? (document.value as readonly unknown[]) : [document.value]).map((value, index) => {
      const [issue] = listSchemaIssues(Exception, value);
      if (issue === undefined) return value as Exception;
      const { line, column } = document.locate(listed ? [index, ...issue.path] : issue.path);
      throw new UsageError(`${file}:${line}:${column}: ${issue.message}`);
    });
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file}: ${explain(cause)}`);
  }
}
