import type { TextKey } from '../texts/i18n.ts';
import { useTexts } from '../texts/use-texts.ts';

/** How a state looks: a shape, a colour, a word of its own. */
export type Tone = 'good' | 'bad' | 'warn' | 'accepted' | 'unknown';

const PATHS: Readonly<Record<Tone, string>> = {
  good: 'M6.200 11.900 2.300 8l1.300-1.300 2.600 2.600 6.200-6.200L13.700 4.400z',
  bad: 'M12.500 4.700 9.200 8l3.300 3.300-1.200 1.200L8 9.200l-3.300 3.300-1.200-1.200L6.800 8 3.500 4.700l1.200-1.200L8 6.800l3.300-3.300z',
  warn: 'M7 2.500h2v7H7zM7 11.500h2v2H7z',
  accepted: 'M3 2.500h1.500v11H3zM5.500 3.500h8l-2 3 2 3h-8z',
  unknown: 'M3 7h10v2H3z',
};

export function ToneShape({ tone }: { readonly tone: Tone }) {
  return (
    <svg viewBox="0 0 16 16" className={`bw-shape bw-${tone}`} aria-hidden="true">
      <path d={PATHS[tone]} />
    </svg>
  );
}

export function Mark({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className="bw-state">
      <ToneShape tone={tone} />
      {children}
    </span>
  );
}

const TONES = {
  violation: { open: 'bad', review: 'warn', accepted: 'accepted', error: 'unknown', resolved: 'good' },
  cluster: { connected: 'good', syncing: 'warn', away: 'bad', 'never-seen': 'unknown' },
  exception: { requested: 'warn', approved: 'accepted', denied: 'bad', expired: 'unknown', ended: 'unknown' },
  control: { pass: 'good', fail: 'bad', review: 'warn', 'not-evaluated': 'unknown', 'not-applicable': 'unknown', undecided: 'unknown' },
  finding: { open: 'bad', accepted: 'accepted', deferred: 'accepted', 'false-positive': 'good' },
  imageScan: { scanned: 'good', waiting: 'warn', failed: 'bad', never: 'unknown' },
  signature: { verified: 'good', 'not-verified': 'bad', none: 'warn', unknown: 'unknown' },
  base: { approved: 'good', expired: 'warn', 'not-approved': 'unknown' },
  approval: { active: 'good', expired: 'bad' },
  plan: { open: 'bad', closed: 'good' },
  response: {
    'pending-approval': 'warn',
    approved: 'unknown',
    running: 'warn',
    done: 'good',
    failed: 'bad',
    refused: 'bad',
    undone: 'accepted',
    expired: 'unknown',
  },
  compliance: {
    pass: 'good',
    fail: 'bad',
    review: 'warn',
    manual: 'warn',
    'not-applicable': 'unknown',
    'not-evaluated': 'unknown',
    error: 'warn',
    inconsistent: 'bad',
    accepted: 'accepted',
  },
  baseline: { learning: 'warn', locked: 'good' },
  baselineChange: { pending: 'warn', applied: 'good', refused: 'bad' },
  run: { waiting: 'unknown', running: 'warn', done: 'good', failed: 'bad' },
  scan: { waiting: 'unknown', running: 'warn', retrying: 'warn', failed: 'bad', done: 'good' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Tone>>>>;

type Subject = keyof typeof TONES;

/** What the state of a thing means, at a glance. */
export function StateMark<S extends Subject>({
  subject,
  state,
}: {
  readonly subject: S;
  readonly state: keyof (typeof TONES)[S] & string;
}) {
  const { t } = useTexts();
  return <Mark tone={toneOf(subject, state)}>{t(`${subject}State.${state}` as TextKey)}</Mark>;
}

export function toneOf<S extends Subject>(subject: S, state: keyof (typeof TONES)[S]): Tone {
  return TONES[subject][state] as Tone;
}
