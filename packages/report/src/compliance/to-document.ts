import { scoreFrameworks } from '@breakwater/compliance';
import {
  type ComplianceRecord,
  compareSeverity,
  type RecordedControl,
  type RecordedItem,
  type Severity,
  STATES,
  type State,
} from '@breakwater/model';
import type { Block, Cell, ReportDocument } from './document.ts';
import { listFindings } from './list-findings.ts';
import { clean, nameSubject } from './plain.ts';
import { COMPLIANCE_TEXTS, type ComplianceTexts } from './texts.ts';

/** Rows of the lists on the first pages; the annex has everything. */
const SHOWN = 15;

/** The report of a run for people: what decides on the first page, every control after it, and the evidence of each in the end. */
export function toReportDocument(record: ComplianceRecord, language: 'en' | 'ja'): ReportDocument {
  const texts = COMPLIANCE_TEXTS[language];
  return { language, title: texts.title, list: () => listBlocks(record, texts, language) };
}

function* listBlocks(record: ComplianceRecord, texts: ComplianceTexts, language: 'en' | 'ja'): Generator<Block> {
  yield { kind: 'title', text: texts.title, facts: listFacts(record, texts) };
  yield* listSummary(record, texts);
  for (const [framework, controls] of Map.groupBy(record.results, control => control.framework)) {
    yield { kind: 'heading', text: `${texts.controls}: ${framework}`, page: true };
    yield toControlTable(controls, texts);
  }
  yield { kind: 'heading', text: texts.annex, page: true };
  yield { kind: 'text', text: texts.annexNote };
  for (const control of record.results) {
    const { framework, control: id, title, state } = control;
    yield { kind: 'control', id: clean(`${framework} ${id}`), title: clean(title), state, stateName: texts.states[state] };
    if (control.reason !== '') yield { kind: 'text', text: clean(control.reason) };
    yield* listFindings(control, texts, language);
  }
}

function listFacts(
  { cluster, sequence, finishedAt, requester, scope, content, hash }: ComplianceRecord,
  texts: ComplianceTexts,
): readonly [string, string][] {
  const labels = Object.entries(scope.nodeLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const narrowed = [...(scope.namespaces ?? []), ...(scope.nodes ?? []), ...labels].join(', ');
  return [
    [texts.cluster, clean(cluster)],
    [texts.run, String(sequence)],
    [texts.time, finishedAt],
    [texts.requester, clean(requester)],
    [texts.scope, narrowed === '' ? texts.everything : clean(narrowed)],
    [texts.tool, content.tool],
    [texts.hash, hash],
  ];
}

function* listSummary(record: ComplianceRecord, texts: ComplianceTexts): Generator<Block> {
  const { results } = record;
  yield { kind: 'heading', text: texts.summary };
  yield {
    kind: 'shares',
    shares: scoreFrameworks(results).map(({ framework, passed, judged, undecided, states }) => ({
      name: framework,
      text: texts.share(passed, judged, undecided),
      parts: STATES.flatMap(state => {
        const count = states[state] ?? 0;
        return count === 0 ? [] : [{ state, count, name: texts.states[state] }];
      }),
    })),
  };
  yield { kind: 'text', text: texts.shareNote };
  yield* listWorst(results, texts);
  yield* listChanges(record, texts);
  yield* listAccepted(results, texts);
  yield* listAttested(results, texts);
  yield* listUnseen(results, texts);
}

function* listWorst(results: readonly RecordedControl[], texts: ComplianceTexts): Generator<Block> {
  const failing = results.filter(({ state }) => state === 'fail').map(control => ({ control, severity: findSeverity(control) }));
  const worst = failing.toSorted((a, b) => compareSeverity(b.severity, a.severity));
  const { columns } = texts;
  yield { kind: 'heading', text: texts.worst };
  if (worst.length === 0) yield { kind: 'text', text: texts.noWorst };
  else {
    const rows = worst
      .slice(0, SHOWN)
      .map(({ control, severity }) => [
        toName(control),
        clean(control.title),
        texts.severities[severity],
        String(control.items.filter(({ state }) => state === 'fail').length),
      ]);
    yield toTable(
      [
        [columns.control, 3],
        [columns.title, 8],
        [columns.severity, 2],
        [columns.objects, 2],
      ],
      rows,
    );
    yield* listRest(worst.length, texts);
  }
}

function findSeverity({ items }: RecordedControl): Severity {
  const severities = items.filter(({ state }) => state === 'fail').map(({ severity }) => severity);
  return severities.toSorted((a, b) => compareSeverity(b, a))[0] ?? 'info';
}

function* listChanges({ results, previous }: ComplianceRecord, texts: ComplianceTexts): Generator<Block> {
  const changed = results.flatMap(({ items }) => items.filter(({ change }) => change !== undefined));
  const { columns } = texts;
  yield { kind: 'heading', text: texts.changed };
  if (changed.length === 0) yield { kind: 'text', text: previous === '' ? texts.firstRun : texts.noChange };
  else {
    const rows = changed
      .slice(0, SHOWN)
      .map(item => [
        toName(item),
        clean(nameSubject(item)),
        toCell(item.change?.from ?? item.state, texts),
        toCell(item.state, texts),
        item.change === undefined ? '' : texts.causes[item.change.cause],
      ]);
    yield toTable(
      [
        [columns.control, 3],
        [columns.objects, 6],
        [columns.before, 2],
        [columns.state, 2],
        [columns.cause, 3],
      ],
      rows,
    );
    yield* listRest(changed.length, texts);
  }
}

function* listAccepted(results: readonly RecordedControl[], texts: ComplianceTexts): Generator<Block> {
  const accepted = results.flatMap(({ items }) => items.filter(({ state }) => state === 'accepted'));
  if (accepted.length === 0) return;
  const { columns } = texts;
  yield { kind: 'heading', text: texts.accepted };
  const rows = accepted
    .slice(0, SHOWN)
    .map(item => [
      toName(item),
      clean(nameSubject(item)),
      clean(item.exception?.reason ?? ''),
      clean([item.exception?.requester, item.exception?.approver].filter(Boolean).join(', ')),
      clean(item.exception?.expiry ?? texts.noEnd),
    ]);
  yield toTable(
    [
      [columns.control, 3],
      [columns.objects, 4],
      [columns.reason, 5],
      [columns.who, 2],
      [texts.until, 3],
    ],
    rows,
  );
  yield* listRest(accepted.length, texts);
}

function* listAttested(results: readonly RecordedControl[], texts: ComplianceTexts): Generator<Block> {
  const attested = results.flatMap(({ items }) => items.filter(({ check }) => check === 'attestation'));
  if (attested.length === 0) return;
  yield { kind: 'heading', text: texts.attested };
  const rows = attested.slice(0, SHOWN).map(item => [toName(item), toCell(item.state, texts), clean(item.message)]);
  yield toTable(
    [
      [texts.columns.control, 3],
      [texts.columns.state, 2],
      [texts.columns.what, 10],
    ],
    rows,
  );
  yield* listRest(attested.length, texts);
}

function* listUnseen(results: readonly RecordedControl[], texts: ComplianceTexts): Generator<Block> {
  const unseen = results.filter(({ state }) => state === 'not-evaluated' || state === 'error');
  if (unseen.length === 0) return;
  yield { kind: 'heading', text: texts.unseen };
  // One missing source keeps many controls off: it is told once.
  const byReason = Map.groupBy(
    unseen,
    ({ items }) => items.find(({ state }) => state === 'not-evaluated' || state === 'error')?.message ?? '',
  );
  const rows = [...byReason].slice(0, SHOWN).map(([message, controls]) => [clean(message), String(controls.length)]);
  yield toTable(
    [
      [texts.columns.what, 12],
      [texts.controls, 2],
    ],
    rows,
  );
  yield* listRest(byReason.size, texts);
}

function* listRest(count: number, texts: ComplianceTexts): Generator<Block> {
  if (count > SHOWN) yield { kind: 'text', text: texts.more(count - SHOWN) };
}

function toControlTable(controls: readonly RecordedControl[], texts: ComplianceTexts): Block {
  const { columns } = texts;
  const rows = controls.map(control => [
    clean(control.control),
    clean(control.title),
    toCell(control.state, texts),
    String(control.items.length),
  ]);
  return toTable(
    [
      [columns.control, 2],
      [columns.title, 9],
      [columns.state, 3],
      [columns.objects, 2],
    ],
    rows,
  );
}

function toTable(columns: readonly (readonly [string, number])[], rows: readonly (readonly Cell[])[]): Block {
  return { kind: 'table', columns: columns.map(([name, width]) => ({ name, width })), rows };
}

function toCell(state: State, texts: ComplianceTexts): Cell {
  return { state, name: texts.states[state] };
}

function toName({ framework, control }: Pick<RecordedItem, 'framework' | 'control'>): string {
  return clean(`${framework} ${control}`);
}
