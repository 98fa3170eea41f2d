import type { Answer, Body, baseImages } from '@breakwater/api';

/** An approval as its form holds it. */
export interface ApprovalDraft {
  readonly pattern: string;
  readonly reason: string;
  /** A day, which it holds through; empty for no end. */
  readonly expiry: string;
  /** Between two looks at the registry. */
  readonly days: string;
}

type Approval = Answer<typeof baseImages.endpoints.list>['results'][number];

const DAY = 86_400_000;
const USUAL_END = 180 * DAY;
const USUAL_LOOK = '7';
const MOST_DAYS = 30;

/** A new one ends in half a year, unless whoever approves says otherwise. */
export function toApprovalDraft(approval: Approval | undefined, pattern: string, now: number): ApprovalDraft {
  if (approval === undefined)
    return { pattern, reason: '', expiry: new Date(now + USUAL_END).toISOString().slice(0, 10), days: USUAL_LOOK };
  const { reason, expiry = '', rescanDays } = approval;
  return { pattern: approval.pattern, reason, expiry: expiry.slice(0, 10), days: String(rescanDays) };
}

/** What is sent; undefined while something is missing. */
export function toApprovalBody({ pattern, reason, expiry, days }: ApprovalDraft): Body<typeof baseImages.endpoints.create> | undefined {
  const rescanDays = Number(days);
  const isReady =
    pattern.trim() !== '' && reason.trim() !== '' && Number.isInteger(rescanDays) && rescanDays >= 1 && rescanDays <= MOST_DAYS;
  if (!isReady) return undefined;
  return { pattern: pattern.trim(), reason: reason.trim(), expiry: expiry === '' ? null : expiry, rescanDays };
}
