import type { Attestation, ComplianceItem, ControlResult } from '@breakwater/model';
import { ATTESTATION } from '../record/find-cause.ts';

export interface AttestOptions {
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly cluster: string;
  readonly language: 'en' | 'ja';
}

/**
 * Decides by what people attest the controls that are for people to decide: those in `manual` and `review`. An attestation never hides what a check
 * found or what nobody could look at; one that has ended decides nothing and is named.
 */
export function attestControls(
  results: readonly ControlResult[],
  attestations: readonly Attestation[],
  options: AttestOptions,
): readonly ControlResult[] {
  const ours = attestations.filter(({ clusters }) => clusters === undefined || clusters.includes(options.cluster));
  const byControl = Map.groupBy(ours, toKey);
  return results.map(control => {
    const found = byControl.get(toKey(control))?.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
    const [newest] = found ?? [];
    if (newest === undefined || (control.state !== 'manual' && control.state !== 'review')) return control;
    const item = toItem(control, newest, options);
    return { ...control, state: item.state === 'manual' ? control.state : item.state, reason: '', items: [...control.items, item] };
  });
}

function toKey({ framework, control }: Pick<ControlResult, 'framework' | 'control'>): string {
  return `${framework} ${control}`;
}

function toItem({ framework, control }: ControlResult, attestation: Attestation, { now, language }: AttestOptions): ComplianceItem {
  const { by, at, text, validUntil, attachment } = attestation;
  // An end that is no date is none: nobody said until when it counts.
  const isInForce = Date.parse(validUntil) > Date.parse(now);
  const value = { text, validUntil, ...(attachment === undefined ? {} : { attachment }) };
  return {
    framework,
    control,
    check: ATTESTATION,
    state: isInForce ? attestation.state : 'manual',
    severity: 'info',
    subject: { kind: 'Cluster', name: 'cluster' },
    message: describe(attestation, isInForce, language),
    evidence: [{ source: 'attestation', path: `${by} ${at}`, value }],
    remediation: '',
  };
}

function describe({ by, at, text, validUntil }: Attestation, isInForce: boolean, language: AttestOptions['language']): string {
  if (language === 'ja')
    return isInForce
      ? `${by} による証明 (${at}、${validUntil} まで有効): ${text}`
      : `${by} による証明は ${validUntil} に失効しました。再度確認し、証明してください`;
  return isInForce
    ? `attested by ${by} on ${at}, valid until ${validUntil}: ${text}`
    : `the attestation of ${by} ended on ${validUntil}: somebody has to look again and attest`;
}
