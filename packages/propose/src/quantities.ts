/** Amounts are thousandths, as `parseQuantity` gives them: of a core, of a byte. */
export type Resource = 'cpu' | 'memory';

const MI = 1024n * 1024n * 1000n;
const GI = 1024n * MI;

/** Up to an amount, in steps that a person would choose. */
const STEPS: Readonly<Record<Resource, readonly { readonly below: bigint; readonly step: bigint }[]>> = {
  cpu: [
    { below: 100n, step: 10n },
    { below: 1000n, step: 50n },
    { below: 10_000n, step: 500n },
  ],
  memory: [
    { below: 256n * MI, step: 16n * MI },
    { below: GI, step: 64n * MI },
    { below: 16n * GI, step: 256n * MI },
  ],
};
const LARGEST_STEP: Readonly<Record<Resource, bigint>> = { cpu: 1000n, memory: GI };

export function roundUp(resource: Resource, amount: bigint): bigint {
  const step = STEPS[resource].find(({ below }) => amount < below)?.step ?? LARGEST_STEP[resource];
  return ((amount + step - 1n) / step) * step;
}

/** As Kubernetes writes it: `250m`, `4`, `512Mi`, `3Gi`. Amounts of memory are rounded up to Mi. */
export function formatQuantity(resource: Resource, amount: bigint): string {
  if (resource === 'cpu') return amount % 1000n === 0n ? String(amount / 1000n) : `${amount}m`;
  return amount % GI === 0n && amount !== 0n ? `${amount / GI}Gi` : `${(amount + MI - 1n) / MI}Mi`;
}

/** The largest of them, and at least nothing. */
export function maxOf(...amounts: readonly bigint[]): bigint {
  let most = 0n;
  for (const amount of amounts) if (amount > most) most = amount;
  return most;
}

/** The one in the middle, the larger of two; undefined for none. */
export function medianOf(amounts: readonly bigint[]): bigint | undefined {
  return amounts.toSorted((a, b) => (a < b ? -1 : 1))[Math.floor(amounts.length / 2)];
}
