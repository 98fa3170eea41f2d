import type { RecordedItem } from '@breakwater/model';
import { stripControls } from '../style.ts';

/** As `Pod shop/web app`. */
export function nameSubject({ subject: { kind, namespace = '', name, container } }: Pick<RecordedItem, 'subject'>): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}${container === undefined ? '' : ` ${container}`}`;
}

/** Characters of one text of a report. */
const MAX_TEXT = 2000;

/** A cluster's own texts: without controls and turned directions, and not longer than anybody reads. */
export function clean(text: string): string {
  const plain = stripControls(text);
  return plain.length <= MAX_TEXT ? plain : `${plain.slice(0, MAX_TEXT).toWellFormed()}…`;
}
