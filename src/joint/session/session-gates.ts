import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { casesAbout } from '../../platform/procedures/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import type { Gates } from '../inspections/public.ts'
import { refuseWhileOpen } from './domain/secondary.ts'
import { secondaryProcedure, unconcluded, type SecondaryData } from './domain/secondary-procedure.ts'
import { nextOf } from './domain/verdict.ts'
import { findScanImages, findVerdicts } from './verdict-store.ts'
import { overlapsIn } from './work-plan.ts'

/** What a joint session adds to an inspection: nothing is opened before it is settled who checks what, and one check serves all (LB-03); nobody passes what it still has in the back office (JI-15). */
export function workGates(law: () => Pack, now: () => Instant): Pick<Gates, 'beforeHandling' | 'beforePassing' | 'sharedChecks' | 'clearImages'> {
  return {
    async beforeHandling(db, inspection, action): Promise<readonly Refusal[]> {
      if (action !== 'open' || inspection.tasks.length < 2) return []
      const open = (await overlapsIn(db, law(), inspection, now())).filter((overlap) => overlap.must && overlap.settled === undefined)
      const unsettled = open.map((overlap): Refusal => ({ code: 'inspections/content-not-agreed', facts: { check: overlap.code, agency: overlap.agencies.join(', ') }, clause: 'LB-03' }))
      return [...unsettled, ...(await imagesLeft(db, inspection))]
    },
    async beforePassing(db, inspection, agency) {
      const cases = await casesAbout(db, inspection.port, secondaryProcedure.name, { kind: 'joint-inspection', id: inspection.id })
      const open = cases.filter(({ state }) => state === 'open').flatMap(({ data }) => unconcluded(data as SecondaryData))
      return refuseWhileOpen(agency, open)
    },
    async clearImages(db, inspection) {
      const waived = law().methods.some((rule) => rule.method === 'open' && inForce(rule, now()) && rule.waivedByImage?.includes(inspection.object.kind) === true)
      return waived ? clearImages(db, inspection) : []
    },
    async sharedChecks(db, inspection) {
      const overlaps = inspection.tasks.length < 2 ? [] : await overlapsIn(db, law(), inspection, now())
      const sharedMethods = new Set(law().methods.filter((rule) => rule.shared && inForce(rule, now())).map((rule): string => rule.method))
      return new Map(overlaps.filter((overlap) => !sharedMethods.has(overlap.code)).map((overlap) => [overlap.code, overlap.settled ?? {}]))
    },
  }
}

/** The images of a session, where everybody has read each and nobody saw anything; else none. */
async function clearImages(db: Queryable, inspection: Inspection): Promise<readonly string[]> {
  const images = await findScanImages(db, inspection.port, inspection.id)
  const verdicts = images.length === 0 ? [] : await findVerdicts(db, inspection.port, inspection.id)
  const parties = inspection.tasks.map((task) => task.agency)
  return images.every((image) => nextOf(parties, verdicts.filter((verdict) => verdict.image === image.id)).step === 'none') ? images.map(({ id }) => id) : []
}

/** An image that not everybody has read, or whose offer to join is open, keeps the object shut: one opening for all, nobody left out (JI-14). */
async function imagesLeft(db: Queryable, inspection: Inspection): Promise<Refusal[]> {
  const images = await findScanImages(db, inspection.port, inspection.id)
  if (images.length === 0) return []
  const verdicts = await findVerdicts(db, inspection.port, inspection.id)
  const parties = inspection.tasks.map((task) => task.agency)
  return images.flatMap((image): Refusal[] => {
    const next = nextOf(parties, verdicts.filter((verdict) => verdict.image === image.id))
    if (next.step === 'awaited') return [{ code: 'inspections/verdicts-awaited', facts: { agencies: next.agencies.join(', ') }, clause: 'JI-13' }]
    return next.step === 'offered' ? [{ code: 'inspections/offer-unanswered', facts: { agencies: next.to.join(', ') }, clause: 'JI-14' }] : []
  })
}
