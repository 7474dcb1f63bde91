import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { get, type Page } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { DirectiveView } from '../../directives/web/directive-view.ts'
import type { PairView } from '../collision-view.ts'
import { useSpan, WhyNot } from './why-not.tsx'

/** Says, for every other directive on the object of one, why the two met or what keeps them apart (DC-13); there while it stands, for whom the server would answer. */
export function PairsButton({ directive: { id, agency, state, object } }: { readonly directive: DirectiveView }) {
  const { t } = useTexts()
  const actor = useActor()
  const overseer = useHasRole('coordinator', 'headquarters', 'auditor')
  const officer = useHasRole('officer')
  const [asking, setAsking] = useState(false)
  if (state === 'closed' || state === 'withdrawn' || (!overseer && !(officer && actor.agency === agency))) return null
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('pairs.ask')}
      </Button>
      <Modal open={asking} title={t('pairs.title', { object: object.ref })} onCancel={() => setAsking(false)} footer={null} destroyOnHidden>
        <Pairs id={id} />
      </Modal>
    </>
  )
}

function Pairs({ id }: { readonly id: string }) {
  const { t } = useTexts()
  const found = useQuery({
    queryKey: ['pairs', id],
    queryFn: ({ signal }) => get<Page<PairView>>(`/directives/${id}/pairs`, undefined, signal),
    meta: { subjects: ['directive', 'collision', 'joint-inspection'] },
  })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.isPending) return <Loading rows={3} />
  if (found.data.items.length === 0) return <Empty title={t('pairs.none')} />
  return (
    <ul className="stack">
      {found.data.items.map((pair) => (
        <li key={pair.directive}>
          <Pair pair={pair} />
        </li>
      ))}
    </ul>
  )
}

function Pair({ pair }: { readonly pair: PairView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const span = useSpan()
  const { rule } = pair
  return (
    <div className="stack">
      <span className="row spread">
        <span className="row">
          <Party code={pair.agency} />
          <span className="code small">{pair.ref}</span>
        </span>
        <b>{code('relation', pair.relation)}</b>
      </span>
      {pair.failed.map((failed) => (
        <WhyNot key={failed} failed={failed} apart={pair.distance} within={pair.within} about={pair.about} />
      ))}
      <span className="sub">
        {[
          ...(pair.within === undefined || pair.failed.includes('time') ? [] : [t('board.apart', { distance: span(pair.distance), within: span(pair.within) })]),
          ...(rule === undefined ? [] : [`${rule.id} v${rule.version}`]),
        ].join(' · ')}
      </span>
    </div>
  )
}
