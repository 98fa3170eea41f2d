import type { Severity, State } from '@breakwater/model';

/** Words of the reports of compliance. */
export interface ComplianceTexts {
  readonly title: string;
  readonly cluster: string;
  readonly run: string;
  readonly time: string;
  readonly requester: string;
  readonly scope: string;
  readonly everything: string;
  readonly tool: string;
  readonly hash: string;
  readonly summary: string;
  readonly share: (passed: number, judged: number, undecided: number) => string;
  readonly shareNote: string;
  readonly worst: string;
  readonly noWorst: string;
  readonly changed: string;
  readonly noChange: string;
  readonly firstRun: string;
  readonly accepted: string;
  readonly attested: string;
  readonly unseen: string;
  readonly controls: string;
  readonly annex: string;
  readonly annexNote: string;
  readonly objects: string;
  readonly evidence: string;
  readonly remediation: string;
  readonly until: string;
  readonly noEnd: string;
  readonly more: (count: number) => string;
  readonly columns: Readonly<
    Record<'control' | 'title' | 'state' | 'severity' | 'objects' | 'what' | 'since' | 'before' | 'cause' | 'reason' | 'who', string>
  >;
  readonly causes: Readonly<Record<'cluster' | 'content' | 'exception' | 'attestation' | 'source' | 'scope', string>>;
  readonly states: Readonly<Record<State, string>>;
  readonly severities: Readonly<Record<Severity, string>>;
}

const en: ComplianceTexts = {
  title: 'Compliance report',
  cluster: 'Cluster',
  run: 'Run',
  time: 'Time',
  requester: 'Run by',
  scope: 'Scope',
  everything: 'the whole cluster',
  tool: 'Breakwater',
  hash: 'Hash of the record',
  summary: 'Summary',
  share: (passed, judged, undecided) => `${passed} of ${judged} judged controls pass; ${undecided} are not proven either way`,
  shareNote:
    'Judged are controls that pass or fail by evidence, or fail and are accepted. Controls that nobody could look at, and those for people to decide, count as not proven, never as passing.',
  worst: 'What weighs most',
  noWorst: 'No control fails.',
  changed: 'Changed since the run before',
  noChange: 'Nothing changed.',
  firstRun: 'This is the first run: there is none to compare it with.',
  accepted: 'Accepted findings',
  attested: 'Attestations',
  unseen: 'What was not looked at',
  controls: 'Controls',
  annex: 'Evidence',
  annexNote: 'Every verdict with what it rests on.',
  objects: 'Objects',
  evidence: 'Evidence',
  remediation: 'To do',
  until: 'until',
  noEnd: 'without an end',
  more: count => `… and ${count} more`,
  columns: {
    control: 'Control',
    title: 'Title',
    state: 'State',
    severity: 'Severity',
    objects: 'Objects',
    what: 'What',
    since: 'Since',
    before: 'Before',
    cause: 'Because of',
    reason: 'Reason',
    who: 'Who',
  },
  causes: {
    cluster: 'the cluster',
    content: 'the content',
    exception: 'an exception',
    attestation: 'an attestation',
    source: 'what could be seen',
    scope: 'the scope',
  },
  states: {
    pass: 'pass',
    fail: 'fail',
    review: 'review',
    manual: 'manual',
    'not-applicable': 'not applicable',
    'not-evaluated': 'not evaluated',
    error: 'error',
    inconsistent: 'inconsistent',
    accepted: 'accepted',
  },
  severities: { info: 'info', low: 'low', medium: 'medium', high: 'high', critical: 'critical' },
};

const ja: ComplianceTexts = {
  title: 'コンプライアンスレポート',
  cluster: 'クラスター',
  run: '実行',
  time: '日時',
  requester: '実行者',
  scope: '範囲',
  everything: 'クラスター全体',
  tool: 'Breakwater',
  hash: '記録のハッシュ',
  summary: '概要',
  share: (passed, judged, undecided) => `判定された管理策 ${judged} 件のうち ${passed} 件が合格。${undecided} 件は未証明`,
  shareNote:
    '「判定された」とは、証拠に基づいて合格または不合格となった管理策と、不合格を受容した管理策を指します。確認できなかった管理策と、人が判断すべき管理策は未証明として数え、合格とはみなしません。',
  worst: '最も重大な項目',
  noWorst: '不合格の管理策はありません。',
  changed: '前回の実行からの変更',
  noChange: '変更はありません。',
  firstRun: '初回の実行のため、比較対象がありません。',
  accepted: '受容された検出事項',
  attested: '証明',
  unseen: '確認できなかった項目',
  controls: '管理策',
  annex: '証拠',
  annexNote: 'すべての判定とその根拠です。',
  objects: '対象',
  evidence: '証拠',
  remediation: '対応',
  until: '期限',
  noEnd: '期限なし',
  more: count => `… ほか ${count} 件`,
  columns: {
    control: '管理策',
    title: '内容',
    state: '判定',
    severity: '深刻度',
    objects: '対象数',
    what: '検出内容',
    since: '開始日時',
    before: '前回',
    cause: '変更の原因',
    reason: '理由',
    who: '担当者',
  },
  causes: {
    cluster: 'クラスター',
    content: '判定内容の更新',
    exception: '例外',
    attestation: '証明',
    source: '確認できる範囲',
    scope: '対象範囲',
  },
  states: {
    pass: '合格',
    fail: '不合格',
    review: '要確認',
    manual: '手動確認',
    'not-applicable': '対象外',
    'not-evaluated': '未評価',
    error: 'エラー',
    inconsistent: '不一致',
    accepted: '受容済み',
  },
  severities: { info: '情報', low: '低', medium: '中', high: '高', critical: '重大' },
};

export const COMPLIANCE_TEXTS: Readonly<Record<'en' | 'ja', ComplianceTexts>> = { en, ja };
