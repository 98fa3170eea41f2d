import type { Evidence, RecordedControl, RecordedItem } from '@breakwater/model';
import type { Block } from './document.ts';
import { clean, nameSubject } from './plain.ts';
import type { ComplianceTexts } from './texts.ts';

/** Pieces of evidence of one verdict that are printed; the others are in the JSON of the run. */
const MAX_EVIDENCE = 12;

/** Verdicts of a control. Objects of which the very same is said, on the same evidence, share one; what has to be done is said once for all of them. */
export function* listFindings({ items }: RecordedControl, texts: ComplianceTexts, language: 'en' | 'ja'): Generator<Block> {
  const groups = Map.groupBy(items, ({ check, state, message, evidenceHash }) => [check, state, message, evidenceHash].join('\n'));
  let told = '';
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const isNews = first.remediation !== '' && first.remediation !== told;
    told = first.remediation === '' ? told : first.remediation;
    yield {
      kind: 'finding',
      state: first.state,
      stateName: texts.states[first.state],
      head: `${first.check} · ${clean(group.map(nameSubject).join(language === 'ja' ? '、' : ', '))}`,
      lines: [
        clean(first.message),
        ...listEvidence(first, texts),
        ...(first.exception === undefined ? [] : [describeException(first.exception, texts)]),
        ...(isNews ? [`${texts.remediation}: ${clean(first.remediation)}`] : []),
      ],
    };
  }
}

function listEvidence({ evidence, check }: RecordedItem, texts: ComplianceTexts): readonly string[] {
  if (evidence.length === 0 || check === 'attestation') return [];
  const shown = evidence.slice(0, MAX_EVIDENCE).map(describeEvidence);
  const more = evidence.length > MAX_EVIDENCE ? [texts.more(evidence.length - MAX_EVIDENCE)] : [];
  return [`${texts.evidence}: ${[...shown, ...more].join(' · ')}`];
}

function describeEvidence({ source, path, value }: Evidence): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return clean(`${source}${path === '' ? '' : ` ${path}`} = ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`);
}

function describeException(
  { reason, requester, approver, expiry }: NonNullable<RecordedItem['exception']>,
  texts: ComplianceTexts,
): string {
  const people = [requester, approver].filter(name => name !== undefined).join(', ');
  const end = expiry === undefined ? texts.noEnd : `${texts.until} ${expiry}`;
  return clean(`${texts.states.accepted}: ${reason} (${[people, end].filter(part => part !== '').join('; ')})`);
}
