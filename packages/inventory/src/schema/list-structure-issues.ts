import { nearestName } from '@breakwater/model';
import { isRecord, type Path, type Raw } from '../raw.ts';
import { type Fields, findKindType, readFields } from './kubernetes.ts';

/** One place where an object does not fit the schema of its kind. */
export interface StructureIssue {
  readonly path: Path;
  readonly kind: 'unknown-field' | 'wrong-type' | 'missing-field';
  /** Name of the field, or what is expected and what is there. */
  readonly detail: string;
  /** For unknown fields: the known field that was most likely meant, or empty. */
  readonly nearest: string;
}

/** More issues than anybody reads; the object is wrong as a whole then. */
const MAX_ISSUES = 50;

/**
 * Compares an object of a built-in kind with Kubernetes' own types, as the API server's strict field validation does:
 * unknown fields, wrong types, missing required fields. Undefined for kinds without a known schema.
 */
export function listStructureIssues(object: Raw, apiVersion: string, kind: string): readonly StructureIssue[] | undefined {
  const type = findKindType(apiVersion, kind);
  if (type === undefined) return undefined;
  const issues = new IssueList();
  checkRecord(object, type, [], issues);
  return issues.found;
}

/** Takes issues until there are enough of them. */
class IssueList {
  readonly found: StructureIssue[] = [];

  get full(): boolean {
    return this.found.length >= MAX_ISSUES;
  }

  push(issue: StructureIssue): void {
    if (!this.full) this.found.push(issue);
  }
}

function checkRecord(record: Raw, type: string, path: Path, issues: IssueList): void {
  const fields = readFields(type);
  for (const [name, value] of Object.entries(record)) {
    if (issues.full) return;
    const field = fields.get(name);
    if (field === undefined) issues.push(toUnknown(name, fields, [...path, name]));
    else if (value !== undefined && value !== null) checkValue(value, field.code, [...path, name], issues);
  }
  for (const [name, field] of fields) {
    if (field.required && record[name] === undefined) issues.push({ path, kind: 'missing-field', detail: name, nearest: '' });
  }
}

function toUnknown(name: string, fields: Fields, path: Path): StructureIssue {
  return { path, kind: 'unknown-field', detail: name, nearest: nearestName(name, fields.keys()) ?? '' };
}

function checkValue(value: unknown, code: string, path: Path, issues: IssueList): void {
  if (issues.full) return;
  const inner = code.slice(1);
  if (code.startsWith('[')) {
    if (!Array.isArray(value)) issues.push(toWrongType('a list', value, path));
    else for (const [index, entry] of value.entries()) checkValue(entry, inner, [...path, index], issues);
    return;
  }
  if (code.startsWith('{')) {
    if (!isRecord(value)) issues.push(toWrongType('a map', value, path));
    else for (const [key, entry] of Object.entries(value)) checkValue(entry, inner, [...path, key], issues);
    return;
  }
  if (code.length === 1) checkScalar(value, code, path, issues);
  else if (isRecord(value)) checkRecord(value, code, path, issues);
  else issues.push(toWrongType('a map', value, path));
}

function checkScalar(value: unknown, code: string, path: Path, issues: IssueList): void {
  const wanted = SCALARS[code];
  if (wanted !== undefined && !wanted.fits(value)) issues.push(toWrongType(wanted.name, value, path));
}

const isInteger = (value: unknown): boolean => typeof value === 'bigint' || Number.isInteger(value);

const SCALARS: Readonly<Record<string, { readonly name: string; readonly fits: (value: unknown) => boolean }>> = {
  s: { name: 'a text', fits: value => typeof value === 'string' },
  i: { name: 'an integer', fits: isInteger },
  n: { name: 'a number', fits: value => typeof value === 'number' || typeof value === 'bigint' },
  b: { name: 'true or false', fits: value => typeof value === 'boolean' },
  q: { name: 'a number or text', fits: value => typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' },
};

function toWrongType(wanted: string, value: unknown, path: Path): StructureIssue {
  return { path, kind: 'wrong-type', detail: `${wanted} is expected, not ${nameType(value)}`, nearest: '' };
}

function nameType(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a map';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return `the boolean ${value}`;
  return typeof value === 'string' ? 'a text' : `the number ${value}`;
}
