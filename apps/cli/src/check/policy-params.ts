import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readManifest } from '@breakwater/manifest';
import { nearestName, type PolicyDefinition } from '@breakwater/model';
import { findParamFault } from '@breakwater/policy';
import { UsageError } from '../command.ts';
import { readText } from './read-bytes.ts';
import { PROJECT_FILE } from './read-exceptions.ts';

export type PolicyParams = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Parameters by policy, from the project file of a folder, the current one if none is named, and from a YAML file, which goes first. Throws UsageError for what is no
 * parameter of a policy that there is.
 */
export async function readPolicyParams(file: unknown, policies: readonly PolicyDefinition[], folder = ''): Promise<PolicyParams> {
  const project = join(folder, PROJECT_FILE);
  const agreed = existsSync(project) ? await readParams(project, policies) : {};
  if (typeof file !== 'string') return agreed;
  const given = await readParams(file, policies);
  const ids = [...new Set([...Object.keys(agreed), ...Object.keys(given)])];
  return Object.fromEntries(ids.map(id => [id, { ...agreed[id], ...given[id] }]));
}

async function readParams(file: string, policies: readonly PolicyDefinition[]): Promise<PolicyParams> {
  const { documents, problems } = readManifest(await readText(file), { source: file });
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${file}:${problem.location?.line ?? 1}: ${problem.message}`);
  const [document] = documents;
  const value: unknown = document?.value ?? {};
  if (!isRecord(value) || documents.length > 1) throw new UsageError(`${file}: a mapping of policies to their parameters is expected`);
  const isProject = basename(file) === PROJECT_FILE;
  const params = isProject ? (value['params'] ?? {}) : value;
  if (!isRecord(params)) throw new UsageError(`${file}: 'params' is a mapping of policies to their parameters`);
  for (const [id, own] of Object.entries(params)) {
    const fault = findFault(id, own, policies);
    const path = isProject ? ['params', id] : [id];
    if (fault !== undefined) throw new UsageError(`${file}:${document?.locate(path).line ?? 1}: ${fault}`);
  }
  return params as PolicyParams;
}

function findFault(id: string, params: unknown, policies: readonly PolicyDefinition[]): string | undefined {
  const policy = policies.find(candidate => candidate.id === id);
  if (policy !== undefined) return isRecord(params) ? findParamFault(policy, params) : `the parameters of policy '${id}' are a mapping`;
  const nearest = nearestName(
    id,
    policies.map(candidate => candidate.id),
  );
  return `no policy is called '${id}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
