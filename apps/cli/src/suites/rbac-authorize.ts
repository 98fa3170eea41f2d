import {
  type AccessRequest,
  Authorizer,
  findSubject,
  listSubjects,
  readRbac,
  type Subject,
  toSubject,
  toSubjectGroup,
  toWrittenRule,
  type User,
} from '@breakwater/rbac';
import type { Suite } from '../suite.ts';

type Raw = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  name: 'rbac-authorize',
  doc: '`roles`, `bindings`, `requests[]`, `whoCan[]?` (with `superUser?`), `rulesFor[]?`, `appliesTo?` → `{requests:[bool], whoCan?, rulesFor?, appliesTo?}` in order',
  run: input => {
    const authorizer = new Authorizer(readRbac([...readList(input, 'roles'), ...readList(input, 'bindings')]));
    const superUser = readText(input, 'superUser');
    const { whoCan, rulesFor, appliesTo } = input;
    return {
      requests: readList(input, 'requests').map(request => authorizer.authorize(readUser(request), readRequest(request)).allowed),
      ...(whoCan === undefined
        ? {}
        : { whoCan: readList(input, 'whoCan').map(each => describeSubjects(listSubjects(authorizer, readRequest(each), superUser))) }),
      ...(rulesFor === undefined ? {} : { rulesFor: readList(input, 'rulesFor').map(each => listRules(authorizer, each)) }),
      ...(appliesTo === undefined ? {} : { appliesTo: appliesToUser(readRecord(appliesTo, 'appliesTo')) }),
    };
  },
};

function describeSubjects(subjects: readonly Subject[]): readonly Raw[] {
  return subjects.map(subject => {
    const [apiGroup, { kind, name, namespace }] = [toSubjectGroup(subject), subject];
    return { kind, ...(apiGroup === '' ? {} : { apiGroup }), name, ...(namespace === '' ? {} : { namespace }) };
  });
}

function listRules(authorizer: Authorizer, question: Raw): readonly Raw[] {
  return authorizer.listRules(readUser(question), readText(question, 'namespace')).map(({ rule }) => toWrittenRule(rule));
}

function appliesToUser(question: Raw): boolean {
  return findSubject(readList(question, 'subjects').map(toSubject), readUser(question), readText(question, 'namespace')) !== undefined;
}

/** Groups are those of the case: none is added. */
function readUser(raw: Raw): User {
  const groups = raw['groups'] ?? [];
  if (!Array.isArray(groups) || !groups.every(group => typeof group === 'string')) throw new TypeError("'groups' is a list of texts");
  return { name: readText(raw, 'user'), groups };
}

function readRequest(raw: Raw): AccessRequest {
  const read = (field: string): string => readText(raw, field);
  const url = read('nonResourceURL');
  if (url !== '') return { verb: read('verb'), url };
  const [verb, group, resource, subresource] = [read('verb'), read('group'), read('resource'), read('subresource')];
  return { verb, group, resource, subresource, name: read('name'), namespace: read('namespace') };
}

function readText(raw: Raw, field: string): string {
  const value = raw[field] ?? '';
  if (typeof value !== 'string') throw new TypeError(`'${field}' is a text`);
  return value;
}

function readList(raw: Raw, field: string): readonly Raw[] {
  const value = raw[field];
  if (!Array.isArray(value)) throw new TypeError(`a case of suite rbac-authorize has a list '${field}'`);
  return value.map(entry => readRecord(entry, `every entry of '${field}'`));
}

function readRecord(value: unknown, what: string): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  throw new TypeError(`${what} is a JSON object`);
}
