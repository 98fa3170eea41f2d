import { omit, type Raw, toRecord, toRecords } from './raw.ts';

/** Webhook configurations without the certificates that they trust: long, renewed often, and no fact. */
export function dropCertificates(configuration: Raw): Raw {
  const webhooks = toRecords(configuration['webhooks']).map(webhook => ({
    ...webhook,
    clientConfig: omit(toRecord(webhook['clientConfig']), 'caBundle'),
  }));
  return { ...configuration, webhooks };
}
