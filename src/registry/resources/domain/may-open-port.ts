import type { Refusal } from '../../../kernel/refusal.ts'

/**
 * Why a new port cannot be opened (新设口岸统一规划检查平台, JI-18): no plan of platforms shared by its agencies, or a plan that names what is no
 * platform of this port. Empty when it can.
 */
export function refuseOpening(
  port: string,
  plan: { readonly platforms: readonly string[]; readonly agencies: readonly string[] } | undefined,
  siteOf: (code: string) => { readonly port: string; readonly platforms: number } | undefined,
): Refusal[] {
  if (plan === undefined) return [{ code: 'ports/platform-plan-required', facts: { port }, clause: 'JI-18' }]
  return plan.platforms
    .filter((code) => {
      const site = siteOf(code)
      return site?.port !== port || site.platforms === 0
    })
    .map((platform) => ({ code: 'ports/platform-unknown', facts: { port, platform }, clause: 'JI-18' }))
}
