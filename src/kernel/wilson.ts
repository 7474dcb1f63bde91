/** 97.5 % point of the normal distribution: intervals of 95 %. */
export const z95 = 1.959964

/** Wilson's interval of 95 % of a share: stays within 0 and 1 and is honest where few or none were found. `n` may be an effective number; 0: everything is possible. */
export function wilson(share: number, n: number): { readonly low: number; readonly high: number } {
  if (n <= 0) return { low: 0, high: 1 }
  const centre = (share + (z95 * z95) / (2 * n)) / (1 + (z95 * z95) / n)
  const half = (z95 * Math.sqrt((share * (1 - share)) / n + (z95 * z95) / (4 * n * n))) / (1 + (z95 * z95) / n)
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

/** How many of so many: the share, 0 where there are none, and its interval. */
export function rateOf(found: number, of: number): { readonly low: number; readonly mid: number; readonly high: number } {
  const mid = of === 0 ? 0 : found / of
  return { mid, ...wilson(mid, of) }
}
