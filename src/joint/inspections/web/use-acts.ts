import { send } from '../../../web/api/client.ts'
import { useCommand } from '../../../web/kit/command.ts'
import type { Act } from '../domain/inspection.ts'
import type { InspectionView } from './inspection-view.ts'

/** Sends an act on the version the reader saw; everything on screen about inspections, directives and goods is fetched again. */
export function useAct<Body>(inspection: InspectionView, act: Act, done?: () => void) {
  return useCommand<Body, InspectionView>((body, key) => send(`/joint-inspections/${inspection.id}/${act}`, body, { key, ifMatch: inspection.version }), {
    touches: ['joint-inspection', 'collision', 'directive', 'declaration'],
    ...(done === undefined ? {} : { done }),
  })
}
