import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { get, send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import type { DrawView, PublicDraw } from '../views.ts'
import { Aftermath } from './aftermath.tsx'
import { DrawReplay } from './draw-replay.tsx'
import { DrawWalk, Recomputed, Remarks, Strata } from './draw-record.tsx'
import { NamesPanel } from './names-panel.tsx'
import { StateOf } from './public-draws-page.tsx'
import { SharePanel } from './share-panel.tsx'

/** The draw room: how far a draw is, what the own agency has to do for it, the lots as a replay with the names behind the codes. */
export function DrawScreen() {
  const { t } = useTexts()
  const { id } = useParams({ from: '/shell/draws/$id' })
  const found = useQuery({
    queryKey: ['draws', id],
    queryFn: ({ signal }) => get<DrawView>(`/draws/${id}`, {}, signal),
    meta: { subjects: ['draw'], subjectId: id },
    // Waiting for the ledger is a matter of a second: looked at, because nothing is announced to whoever already looks.
    refetchInterval: (query) => (query.state.data?.state === 'sealing' || query.state.data?.state === 'settling' ? 1000 : false),
  })
  const draw = found.data
  // The lists are what everybody may read; a new version of them is read once, whoever asked for the draw again.
  const record = useQuery({ queryKey: ['public-draw', id, draw?.record], queryFn: ({ signal }) => get<PublicDraw>(`/public/draws/${id}`, {}, signal), enabled: draw?.record !== undefined && draw.record !== null, placeholderData: (former) => former }).data
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (draw === undefined) return <Loading />
  return (
    <div className="stack wide">
      <PageHead title={`${draw.label} · ${draw.agency}`} lead={<StateOf state={draw.state} />}>
        {draw.root === null ? null : <Link to="/public/draws/$id" params={{ id }}>{t('draws.publicPage')}</Link>}
      </PageHead>
      <DrawWalk draw={draw} />
      {draw.state === 'proposed' ? <Answer draw={draw} /> : null}
      {record === undefined || record.list === null ? null : (
        <>
          {draw.state === 'drawn' ? null : <SharePanel draw={draw} />}
          {record.seed === null || record.current === null ? null : <DrawReplay key={record.seed} list={record.list} strata={record.strata} seed={record.seed} drawn={record.current} nameOf={(code) => names.get(code)} />}
          {draw.state === 'drawn' && draw.naming !== 'none' && record.current !== null ? (
            <>
              <NamesPanel draw={draw} known={names.size} found={(more) => setNames(new Map([...names, ...more]))} />
              <Aftermath draw={draw} current={record.current} nameOf={(code) => names.get(code)} />
            </>
          ) : null}
          <Strata list={record.list} names={record.strata} drawn={record.result} />
          {record.seed === null ? null : <Recomputed draw={record} />}
        </>
      )}
      <Remarks draw={record ?? { ...draw, shares: [], roster: null, replacements: [], outcomes: [], seed: null }} />
    </div>
  )
}

function Answer({ draw }: { readonly draw: DrawView }) {
  const { t } = useTexts()
  const answer = useCommand<{ readonly agree: boolean }, DrawView>((body, key) => send(`/draws/${draw.id}/answer`, body, { key }), { touches: ['draw'] })
  const takeBack = useCommand<object, DrawView>((_, key) => send(`/draws/${draw.id}/withdraw`, undefined, { key }), { touches: ['draw'] })
  const error = answer.error ?? takeBack.error
  return (
    <section className="panel" aria-labelledby="answer-title">
      <div className="panel-head"><h2 id="answer-title">{t('draws.secondWanted')}</h2></div>
      <div className="panel-body stack">
        {error === null ? null : <ErrorSummary entries={error.spoken()} />}
        <p>{draw.causes.map((cause) => t(`draws.cause.${cause}`)).join(' · ')}: {draw.reason}</p>
        <div className="row">
          <Button type="primary" loading={answer.isPending} onClick={() => answer.mutate({ agree: true })}>{t('draws.agree')}</Button>
          <Button onClick={() => answer.mutate({ agree: false })}>{t('draws.decline')}</Button>
          <Button loading={takeBack.isPending} onClick={() => takeBack.mutate({})}>{t('draws.takeBack')}</Button>
        </div>
      </div>
    </section>
  )
}
