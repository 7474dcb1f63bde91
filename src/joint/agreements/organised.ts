import type { Interval } from '../../kernel/instant.ts'
import type { Pack, Readiness } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { RegisterCache, Version } from '../../registry/register/public.ts'
import { unorganised } from './domain/readiness.ts'
import { groups, liaisons } from './registers.ts'

const parameter = 'joint.readiness'
const spanOf = ({ validFrom, validTo }: Pick<Version<object>, 'validFrom' | 'validTo'>): Interval => ({ from: validFrom, to: validTo ?? (Number.MAX_SAFE_INTEGER as Interval['to']) })

/**
 * The pack with every agency not ready, for joint inspection, at the ports and times at which it has no working group or no liaison officer (GV-05, GV-06),
 * where the parameter `joint.readiness` of the port says so. Each gap has its times, so that a case is judged by what stood at its moment.
 */
export function withOrganisation(pack: () => Pack, cache: RegisterCache): () => Pack {
  let built: { readonly from: Pack; readonly revision: number; readonly pack: Pack } | undefined
  return () => {
    const from = pack()
    if (built?.from === from && built.revision === cache.revision()) return built.pack
    const gaps = readinessGaps(from, cache)
    built = { from, revision: cache.revision(), pack: gaps.length === 0 ? from : { ...from, readiness: [...from.readiness, ...gaps] } }
    return built.pack
  }
}

function readinessGaps(pack: Pack, cache: RegisterCache): Readiness[] {
  const versions = pack.parameters.filter(({ name }) => name === parameter)
  const counted = (port: string): Interval[] => versions.filter(({ validFrom }) => parameterValue(pack, parameter, validFrom, { port }) >= 1).map(spanOf)
  return pack.ports.flatMap(({ code: port }) => {
    const asked = counted(port)
    if (asked.length === 0) return []
    const required = [...new Set(pack.participants.filter((each) => (each.port ?? port) === port).flatMap((each) => [...each.required]))]
    return required.flatMap((agency) => {
      const working = [...cache.versions(groups).values()].flat().filter(({ data }) => data.port === port && data.agency === agency && data.kind === 'working')
      const liaison = [...cache.versions(liaisons).values()].flat().filter(({ data }) => data.port === port && data.agency === agency)
      return unorganised(asked, working.map(spanOf), liaison.map(spanOf)).map(({ from, to }): Readiness => ({ agency, port, ready: false, clause: 'GV-05', validFrom: from, ...(to === Number.MAX_SAFE_INTEGER ? {} : { validTo: to }) }))
    })
  })
}
