import { nearestName } from '@breakwater/model';
import { isRecord, type Path, type Raw } from '../raw.ts';
import { findKindType, readFields } from './kubernetes.ts';

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
  checkRecord(object, type, undefined, issues);
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

/** A place as the walk comes by it; written out as a path only where something is wrong. */
interface Place {
  readonly step: string | number;
  readonly holder: Place | undefined;
}

function toPath(place: Place | undefined): Path {
  const steps: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.holder) steps.push(at.step);
  return steps.reverse();
}

function checkRecord(record: Raw, type: string, place: Place | undefined, issues: IssueList): void {
  const { byName, required } = readFields(type);
  for (const name of Object.keys(record)) {
    if (issues.full) return;
    const value = record[name];
    const code = byName.get(name);
    if (code === undefined) issues.push(toUnknown(name, byName.keys(), toPath({ step: name, holder: place })));
    else if (value !== undefined && value !== null) checkEntry(value, code, name, place, issues);
  }
  for (const name of required) {
    if (record[name] === undefined) issues.push({ path: toPath(place), kind: 'missing-field', detail: name, nearest: '' });
  }
}

function toUnknown(name: string, known: Iterable<string>, path: Path): StructureIssue {
  return { path, kind: 'unknown-field', detail: name, nearest: nearestName(name, known) ?? '' };
}

/** Most values are scalars that fit: nothing is made for them. */
function checkEntry(value: unknown, code: string, step: string | number, holder: Place | undefined, issues: IssueList): void {
  const scalar = code.length === 1 ? SCALARS.get(code) : undefined;
  if (scalar === undefined ? code.length > 1 : !scalar.fits(value)) checkValue(value, code, { step, holder }, issues);
}

function checkValue(value: unknown, code: string, place: Place, issues: IssueList): void {
  if (issues.full) return;
  if (code.startsWith('[')) {
    if (Array.isArray(value)) checkList(value, code.slice(1), place, issues);
    else issues.push(toWrongType('a list', value, toPath(place)));
    return;
  }
  if (code.startsWith('{')) {
    if (isRecord(value)) for (const key of Object.keys(value)) checkEntry(value[key], code.slice(1), key, place, issues);
    else issues.push(toWrongType('a map', value, toPath(place)));
    return;
  }
  if (code.length === 1) issues.push(toWrongType(SCALARS.get(code)?.name ?? '', value, toPath(place)));
  else if (isRecord(value)) checkRecord(value, code, place, issues);
  else issues.push(toWrongType('a map', value, toPath(place)));
}

function checkList(list: readonly unknown[], code: string, place: Place, issues: IssueList): void {
  for (let index = 0; index < list.length; index++) checkEntry(list[index], code, index, place, issues);
}

const isInteger = (value: unknown): boolean => typeof value === 'bigint' || Number.isInteger(value);

const SCALARS: ReadonlyMap<string, { readonly name: string; readonly fits: (value: unknown) => boolean }> = new Map(
  Object.entries({
    s: { name: 'a text', fits: (value: unknown) => typeof value === 'string' },
    i: { name: 'an integer', fits: isInteger },
    n: { name: 'a number', fits: (value: unknown) => typeof value === 'number' || typeof value === 'bigint' },
    b: { name: 'true or false', fits: (value: unknown) => typeof value === 'boolean' },
    q: {
      name: 'a number or text',
      fits: (value: unknown) => typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint',
    },
  }),
);

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
