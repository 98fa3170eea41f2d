import type { Body, notifiers } from '@breakwater/api';
import type { Severity } from '@breakwater/model';
import { splitList } from '../../format/split-list.ts';

/** A notifier as its form holds it; lists are written with commas. */
export interface NotifierDraft {
  readonly name: string;
  readonly url: string;
  /** Empty: the one that is there stays. */
  readonly secret: string;
  readonly severity: Severity;
  readonly owners: string;
  readonly clusters: string;
  readonly enabled: boolean;
}

type NotifierBody = Body<typeof notifiers.endpoints.create>;

export function fromNotifier(notifier: NotifierBody | undefined): NotifierDraft {
  return {
    name: notifier?.name ?? '',
    url: typeof notifier?.config['url'] === 'string' ? notifier.config['url'] : '',
    secret: '',
    severity: notifier?.severity ?? 'high',
    owners: (notifier?.owners ?? []).join(', '),
    clusters: (notifier?.clusters ?? []).join(', '),
    enabled: notifier?.enabled ?? true,
  };
}

/** What is sent; settings of its type that the form does not know are kept. */
export function toNotifierBody(draft: NotifierDraft, notifier: NotifierBody | undefined): NotifierBody {
  return {
    name: draft.name.trim(),
    type: notifier?.type ?? 'webhook',
    enabled: draft.enabled,
    severity: draft.severity,
    owners: splitList(draft.owners),
    clusters: splitList(draft.clusters),
    config: { ...notifier?.config, url: draft.url.trim(), ...(draft.secret === '' ? {} : { secret: draft.secret }) },
  };
}
