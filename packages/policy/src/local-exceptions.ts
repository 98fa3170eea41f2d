import type { Inventory, InventoryObject } from '@breakwater/inventory';
import type { Remark } from '@breakwater/manifest';
import type { Exception, Problem } from '@breakwater/model';
import type { LocalException } from './exceptions.ts';

/** `accept.breakwater/<policy>` on an object or its pod template accepts what the policy finds there. */
export const ACCEPT_PREFIX = 'accept.breakwater/';

export interface LocalExceptions {
  readonly exceptions: readonly LocalException[];
  readonly problems: readonly Problem[];
}

/** Exceptions in annotations of the objects and their pod templates: the value is the reason, or `until DATE: reason`. */
export function listAnnotated(inventory: Inventory): LocalExceptions {
  const templates = new Map(inventory.workloads.map(({ object, pod }) => [object, pod.annotations]));
  const found = inventory.objects.flatMap(object => {
    const annotations = { ...templates.get(object), ...object.annotations };
    return Object.keys(annotations)
      .filter(key => key.startsWith(ACCEPT_PREFIX))
      .map(key => readAnnotation(object, key, annotations[key] ?? ''));
  });
  return { exceptions: found.filter(isException), problems: found.filter(isProblem) };
}

const ANNOTATION = /^\s*(?:until\s+(\S+):(?=\s|$))?\s*(.*)$/su;

function readAnnotation(object: InventoryObject, key: string, value: string): LocalException | Problem {
  const [, expiry, reason = ''] = ANNOTATION.exec(value) ?? [];
  const name = `${object.kind} ${object.name}`;
  // An end that is not understood must not become an exception without one.
  if (reason !== '' && !/^until\s/.test(reason))
    return { exception: toException(key.slice(ACCEPT_PREFIX.length), expiry, reason, `${name}, annotation ${key}`), object };
  return {
    code: 'exception-invalid',
    message: `the annotation ${key} of ${name} accepts nothing; its value is the reason, or until 2030-01-31: and the reason`,
    source: object.source.locate?.([]).file ?? name,
  };
}

const REMARK = /^accept\s+(\S+?)(?:\s+until\s+(\S+?))?:(?:\s+(.*))?$/;

/** Exceptions in comments: `# breakwater: accept POLICY: reason` or `# breakwater: accept POLICY until DATE: reason`. */
export function readRemarks(remarks: readonly Remark[]): LocalExceptions {
  const found = remarks.filter(({ text }) => text.startsWith('accept')).map(readRemark);
  return { exceptions: found.filter(isException), problems: found.filter(isProblem) };
}

function readRemark({ file, line, text, from, to }: Remark): LocalException | Problem {
  const [, target = '', expiry, reason = ''] = REMARK.exec(text) ?? [];
  if (reason !== '') return { exception: toException(target, expiry, reason, `${file}:${line}`), lines: { file, from, to } };
  return {
    code: 'exception-invalid',
    message: 'this comment accepts nothing; write # breakwater: accept POLICY: reason, or accept POLICY until 2030-01-31: reason',
    source: file,
    location: { file, line, column: 1 },
  };
}

function toException(target: string, expiry: string | undefined, reason: string, id: string): Exception {
  return { id, target, scope: {}, reason, ...(expiry === undefined ? {} : { expiry }) };
}

function isException(found: LocalException | Problem): found is LocalException {
  return 'exception' in found;
}

function isProblem(found: LocalException | Problem): found is Problem {
  return 'code' in found;
}
