/** Where a control stands. */
export interface Verdict {
  readonly state: 'pass' | 'fail' | 'review' | 'not-evaluated' | 'not-applicable' | 'undecided';
  /** Empty where the counts say it. */
  readonly reason: string;
}
