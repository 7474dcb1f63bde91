import { send } from '../../../web/api/client.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { useActor } from '../../../web/session/session.ts'
import type { Act, Inspection } from '../domain/inspection.ts'
import { actsFor } from '../domain/may-act.ts'
import type { InspectionView } from './inspection-view.ts'

/** What the reader may do now: asked of the same function the server asks. It reads states and parties only, never the moments. */
export function useActs(inspection: InspectionView): readonly Act[] {
  return actsFor(useActor(), inspection as unknown as Inspection)
}

/** Sends an act; everything on screen about inspections, directives and goods is fetched again. */
export function useAct<Body>(inspection: InspectionView, act: Act, done?: () => void) {
  return useCommand<Body, InspectionView>((body, key) => send(`/joint-inspections/${inspection.id}/${act}`, body, { key, ifMatch: inspection.version }), {
    touches: ['joint-inspection', 'collision', 'directive', 'declaration'],
    ...(done === undefined ? {} : { done }),
  })
}
