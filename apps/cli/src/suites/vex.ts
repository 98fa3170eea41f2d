import { readFileSync } from 'node:fs';
import { findSuppression, readVex, type VexArtifact } from '@breakwater/vulnerability';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'vex',
  doc: '`document` (JSON or a file), `artifact`, `findings`, `dependsOn?` → `{kept[], suppressed[]}`',
  run: ({ document, artifact, findings, dependsOn }) => {
    const vex = readVex(typeof document === 'string' ? readDocument(document) : document);
    if (vex === undefined)
      throw new TypeError("a case of suite vex has a 'document' in OpenVEX, CSAF or CycloneDX, or the name of its file");
    if (!Array.isArray(findings) || !findings.every(isFinding))
      throw new TypeError("a case of suite vex has 'findings' with the text 'id'");
    const graph = toGraph(dependsOn);
    const judged = findings.map(({ id, purl, bomRef }) => {
      const subject = { ids: [id], purl, ...(bomRef === undefined ? {} : { reference: bomRef }) };
      return { id, statement: findSuppression(subject, toArtifact(artifact), [vex], graph) };
    });
    return {
      kept: judged.filter(({ statement }) => statement === undefined).map(({ id }) => id),
      suppressed: judged.flatMap(({ id, statement }) =>
        statement === undefined ? [] : [{ id, status: statement.status, ...toJustification(statement.justification) }],
      ),
    };
  },
};

function readDocument(text: string): unknown {
  return JSON.parse(text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8'));
}

interface CaseFinding {
  readonly id: string;
  readonly purl?: string;
  readonly bomRef?: string;
}

function isFinding(value: unknown): value is CaseFinding {
  const { id, purl = '', bomRef = '' } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof purl === 'string' && typeof bomRef === 'string';
}

function toArtifact(value: unknown): VexArtifact {
  const { purl, serialNumber, version } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof purl === 'string' ? { purl } : {}),
    ...(typeof serialNumber === 'string' ? { serialNumber } : {}),
    ...(typeof version === 'number' ? { version } : {}),
  };
}

function toGraph(value: unknown): ReadonlyMap<string, readonly string[]> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new Map(entries.map(([from, to]) => [from, Array.isArray(to) ? to.filter(one => typeof one === 'string') : []]));
}

function toJustification(justification: string | undefined) {
  return justification === undefined ? {} : { justification };
}
