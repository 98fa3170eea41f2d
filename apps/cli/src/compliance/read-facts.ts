import type { Readable } from 'node:stream';
import { type CloudFacts, isHostData, readCloudFacts, readHostData } from '@breakwater/compliance';
import { readManifest } from '@breakwater/manifest';
import { listSchemaIssues, NodeFacts, ProbeRecord, type Problem } from '@breakwater/model';
import { readInput } from '../check/read-objects.ts';

export interface FactSet {
  readonly facts: readonly NodeFacts[];
  /** Answers of the running cluster; the last record counts where there are several. */
  readonly probes: ProbeRecord | undefined;
  readonly problems: readonly Problem[];
}

const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;

type Document = Readonly<Record<string, unknown>>;

/**
 * Facts of nodes in files: what `breakwater node collect` writes (JSON or YAML, one or several documents), what probes wrote down, and what the host
 * scanner of Kubescape does. A document that is neither is a problem, and the others are read.
 */
export async function readFacts(paths: readonly string[], stdin: Readable): Promise<FactSet> {
  const facts: NodeFacts[] = [];
  let probes: ProbeRecord | undefined;
  const problems: Problem[] = [];
  const scanned: Document[] = [];
  for (const path of paths) {
    const bytes = await readInput(path, stdin);
    if (!(bytes instanceof Uint8Array)) {
      problems.push(bytes);
      continue;
    }
    const { values, problems: found } = readDocuments(bytes, path);
    problems.push(...found);
    for (const document of values.flatMap(unwrap)) {
      if (isHostData(document)) scanned.push(document);
      else if (document['schema'] === 'probes/1') probes = readProbes(document, path, problems) ?? probes;
      else addFacts(document, path, facts, problems);
    }
  }
  return { facts: [...facts, ...readHostData(scanned)], probes, problems };
}

/** What programs write is JSON, which is read many times faster as that; everything else, and whatever is no JSON after all, as YAML. */
function readDocuments(bytes: Uint8Array, source: string): { readonly values: readonly unknown[]; readonly problems: readonly Problem[] } {
  if (bytes[0] === OPENING_BRACE || bytes[0] === OPENING_BRACKET) {
    try {
      return { values: [JSON.parse(new TextDecoder().decode(bytes))], problems: [] };
    } catch {
      // Several documents, or one that only YAML takes.
    }
  }
  const { documents, problems } = readManifest(bytes, { source });
  return { values: documents.map(({ value }) => value), problems };
}

function readProbes(document: Document, source: string, problems: Problem[]): ProbeRecord | undefined {
  const [issue] = listSchemaIssues(ProbeRecord, document);
  if (issue === undefined) return document as unknown as ProbeRecord;
  const message = `it holds no answers of a cluster: ${issue.path.join('.')}: ${issue.message}; breakwater compliance run --probe --save writes them`;
  problems.push({ code: 'probes-invalid', source, message });
  return undefined;
}

/** What a provider says of the cluster, from the JSON of its command line. */
export async function readCloud(
  path: string,
  stdin: Readable,
): Promise<{ readonly cloud?: CloudFacts; readonly problems: readonly Problem[] }> {
  const bytes = await readInput(path, stdin);
  if (!(bytes instanceof Uint8Array)) return { problems: [bytes] };
  const { documents, problems } = readManifest(bytes, { source: path });
  const cloud = documents.flatMap(({ value }) => unwrap(value)).flatMap(document => readCloudFacts(document, path) ?? [])[0];
  if (cloud !== undefined) return { cloud, problems };
  const message =
    'it describes no cluster of EKS, GKE or AKS: aws eks describe-cluster, gcloud container clusters describe --format json and az aks show print one';
  return { problems: [...problems, { code: 'cloud-facts-invalid', source: path, message }] };
}

function addFacts(document: Document, source: string, facts: NodeFacts[], problems: Problem[]): void {
  const [issue] = listSchemaIssues(NodeFacts, document);
  if (issue === undefined) {
    facts.push(document as unknown as NodeFacts);
    return;
  }
  const place = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  const message = `it holds no facts of a node: ${place}${issue.message}; breakwater node collect writes them`;
  problems.push({ code: 'node-facts-invalid', source, message });
}

/** A list is what it lists. */
function unwrap(value: unknown): readonly Document[] {
  if (Array.isArray(value)) return value.flatMap(unwrap);
  if (typeof value !== 'object' || value === null) return [];
  const document = value as Document;
  const { items } = document;
  return Array.isArray(items) && document['schema'] === undefined ? items.flatMap(unwrap) : [document];
}
