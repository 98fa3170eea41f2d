import { type ManifestDocument, readManifest } from '@breakwater/manifest';
import { type Location, listSchemaIssues, Policy, type Problem } from '@breakwater/model';
import { PolicyError, type PolicyErrorCode } from './errors.ts';

/** A policy of a file, whole with its examples, and the way to its lines. */
export interface LoadedPolicy {
  readonly policy: Policy;
  readonly document: ManifestDocument;
}

/** Reads one policy from YAML. Throws PolicyError, its message with file, line and column where it has a place, and the nearest valid key. */
export function loadPolicy(text: string, file: string): LoadedPolicy {
  const { documents, problems } = readManifest(text, { source: file });
  const [problem] = problems;
  if (problem !== undefined) throw unreadable(problem.message, problem);
  const [document, second] = documents;
  if (document === undefined) throw unreadable('the file holds no policy', undefined);
  if (second !== undefined)
    throw unreadable('the file holds more than one document; one policy, one file', { location: toLocation(second, []) });
  const [issue] = listSchemaIssues(Policy, document.value);
  if (issue !== undefined) throw invalid(document, issue.path, issue.message);
  const policy = document.value as Policy;
  checkName(policy, document, file);
  return { policy, document };
}

function checkName(policy: Policy, document: ManifestDocument, file: string): void {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '');
  if (name !== policy.id && file !== '-') throw invalid(document, ['id'], `id '${policy.id}' differs from the file name '${name}'`);
  if (policy.field !== undefined && policy.fieldExpression !== undefined) {
    throw invalid(document, ['fieldExpression'], "'field' and 'fieldExpression' exclude each other");
  }
  if ((policy.target === 'request') !== (policy.requests !== undefined)) {
    throw invalid(document, ['target'], "target 'request' and 'requests', which says which ones, go together");
  }
  if ((policy.target === 'event') !== (policy.events !== undefined)) {
    throw invalid(document, ['target'], "target 'event' and 'events', which says which ones, go together");
  }
  if ((policy.target === 'event') !== policy.stages.includes('runtime')) {
    throw invalid(document, ['stages'], "target 'event' and stage 'runtime' go together");
  }
  checkExamples(policy, document);
}

/** Examples of events have an event, all others have objects. */
function checkExamples({ target, examples }: Policy, document: ManifestDocument): void {
  for (const kind of ['comply', 'violate'] as const) {
    for (const [index, { objects, event }] of examples[kind].entries()) {
      const path = ['examples', kind, index];
      if (target === 'event' && event === undefined) throw invalid(document, path, "an example of target 'event' has an 'event'");
      if (target !== 'event' && objects === undefined) throw invalid(document, path, "an example has 'objects'");
    }
  }
}

function unreadable(message: string, problem: Partial<Problem> | undefined): PolicyError {
  return problem?.location === undefined
    ? new PolicyError('policy-unreadable', message)
    : placed('policy-unreadable', problem.location, message);
}

function invalid(document: ManifestDocument, path: readonly (string | number)[], message: string): PolicyError {
  return placed('policy-invalid', toLocation(document, path), message);
}

function placed(code: PolicyErrorCode, location: Location, message: string): PolicyError {
  return new PolicyError(code, `${location.file}:${location.line}:${location.column}: ${message}`, { location });
}

function toLocation(document: ManifestDocument, path: readonly (string | number)[]): Location {
  const { line, column } = document.locate(path);
  return { file: document.source, line, column };
}
