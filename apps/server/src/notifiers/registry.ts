import { mail } from './mail.ts';
import type { Notifier } from './notifier.ts';
import { webhook } from './webhook.ts';

/** All ways to tell somebody, by type. */
export const NOTIFIERS: ReadonlyMap<string, Notifier> = new Map([mail, webhook].map(notifier => [notifier.type, notifier]));
