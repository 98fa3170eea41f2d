import type { RecordedItem } from '@breakwater/model';

/** As `Pod shop/web app`. */
export function nameSubject({ kind, namespace = '', name, container }: RecordedItem['subject']): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}${container === undefined ? '' : ` ${container}`}`;
}
