import type { Result } from '@breakwater/model';

/** A finding in one line: how bad, which policy, of what, what happened. */
export function renderResult({ severity, policy, target, container, message }: Result): string {
  const object = target.name === '' ? target.kind : `${target.kind}/${target.name}`;
  const place = [target.namespace ?? '', object, container ?? ''].filter(part => part !== '').join('/');
  return `${severity}  ${policy}  ${place}  ${message}`;
}
