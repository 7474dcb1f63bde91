import { send } from '../../../web/api/client.ts'
import { useCommand } from '../../../web/kit/command.ts'
import type { InspectionView } from './inspection-view.ts'

/** Sends a command below an inspection that does not depend on the version seen; what is on screen about it is fetched again. */
export function useArrange<Body>(inspection: string, path: string, done?: () => void) {
  return useCommand<Body, InspectionView>((body, key) => send(`/joint-inspections/${inspection}/${path}`, body, { key }), {
    touches: ['joint-inspection', 'collision', 'directive'],
    ...(done === undefined ? {} : { done }),
  })
}
