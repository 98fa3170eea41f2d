/** What goes wrong at the moment. Everything may be changed while the server runs. */
export class Faults {
  /** Answers by collection path or its beginning, as `/api/v1/secrets` → 403. */
  readonly refused = new Map<string, number>();
  /** Each event of a watch is sent this many times. */
  copies = 1;
  /** Events of a watch are held back and sent in the opposite order, this many at a time. */
  reordered = 1;
  /** Watches say nothing, not even bookmarks, and stay open. */
  stalled = false;
  /** Milliseconds before each answer. */
  delayMs = 0;
  /** Continue tokens of lists are expired. */
  continueExpired = false;
  /** Every watch ends at once with 410. */
  watchExpired = false;
  /** Every watch ends at once, as a proxy with a short patience does it. */
  watchCut = false;

  findRefusal(path: string): number | undefined {
    for (const [prefix, status] of this.refused) if (path === prefix || path.startsWith(`${prefix}/`)) return status;
    return undefined;
  }
}
