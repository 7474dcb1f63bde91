import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { get, send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { DrawView } from '../views.ts'
import { DrawReplay } from './draw-replay.tsx'
import { DrawWalk, Recomputed, Remarks, Strata } from './draw-record.tsx'
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
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (draw === undefined) return <Loading />
  const names = new Map(draw.names.map(({ code, name }) => [code, name]))
  return (
    <div className="stack wide">
      <PageHead title={`${draw.label} · ${draw.agency}`} lead={<StateOf state={draw.state} />}>
        {draw.root === null ? null : <Link to="/public/draws/$id" params={{ id }}>{t('draws.publicPage')}</Link>}
      </PageHead>
      <DrawWalk draw={draw} />
      {draw.state === 'proposed' ? <Answer draw={draw} /> : null}
      {draw.list === null ? null : (
        <>
          {draw.state === 'drawn' ? null : <SharePanel draw={draw} />}
          {draw.seed === null || draw.current === null ? null : <DrawReplay key={draw.seed} list={draw.list} strata={draw.strata} seed={draw.seed} drawn={draw.current} nameOf={(code) => names.get(code)} />}
          {draw.state === 'drawn' && draw.names.length > 0 ? <Aftermath draw={draw} /> : null}
          <Strata list={draw.list} names={draw.strata} drawn={draw.result} />
          {draw.seed === null ? null : <Recomputed draw={draw} />}
        </>
      )}
      <Remarks draw={draw} />
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

/** What may follow a draw: an officer who cannot come, an outcome, making it again. Each asks for its reason. */
function Aftermath({ draw }: { readonly draw: DrawView }) {
  const { t } = useTexts()
  const { agency } = useActor()
  const coordinator = useHasRole('coordinator')
  const [object, setObject] = useState(draw.current?.[0]?.object)
  const [officer, setOfficer] = useState<string>()
  const [text, setText] = useState('')
  const own = agency === draw.agency
  const run = useCommand<{ readonly path: string; readonly body?: object }, DrawView>(({ path, body }, key) => send(path, body, { key }), { touches: ['draw'], done: () => setText('') })
  const crew = draw.current?.find((one) => one.object === object)?.officers ?? []
  const base = `/draws/${draw.id}`
  const named = (code: string): string => `${code} ${draw.names.find((one) => one.code === code)?.name ?? ''}`
  return (
    <section className="panel" aria-labelledby="after-title">
      <div className="panel-head"><h2 id="after-title">{t('draws.after')}</h2></div>
      <div className="panel-body stack">
        {run.error === null ? null : <ErrorSummary entries={run.error.spoken()} />}
        {draw.asked.map((wish) => (
          <p key={wish.id} className="row">
            <span>{wish.object}: {named(wish.officer)}. {wish.reason}</span>
            <Button size="small" onClick={() => run.mutate({ path: `${base}/replacements/${wish.id}/approve` })}>{t('draws.agree')}</Button>
          </p>
        ))}
        {draw.askedOutcomes.map((wish) => (
          <p key={wish.id} className="row">
            <span>{wish.object}: {t('draws.result.not-inspected')}. {wish.exception}</span>
            <Button size="small" onClick={() => run.mutate({ path: `${base}/outcomes/${wish.id}/approve` })}>{t('draws.agree')}</Button>
          </p>
        ))}
        {!own || draw.current === null || draw.current.length === 0 || object === undefined ? null : (
          <>
            <div className="row">
              <Select aria-label={t('draws.object')} style={{ minWidth: 240 }} value={object} onChange={(value) => { setObject(value); setOfficer(undefined) }} options={draw.current.map((one) => ({ value: one.object, label: named(one.object) }))} />
              <Select aria-label={t('draws.officer')} style={{ minWidth: 200 }} value={officer ?? null} placeholder={t('draws.officer')} onChange={(value) => setOfficer(value ?? undefined)} options={crew.map((code) => ({ value: code, label: named(code) }))} />
            </div>
            <Input aria-label={t('draws.reason')} placeholder={t('draws.reasonPublished')} value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
            <div className="row">
              <Button disabled={officer === undefined} onClick={() => run.mutate({ path: `${base}/replacements`, body: { object, officer, reason: text } })}>{t('draws.cannotCome')}</Button>
              <Button onClick={() => run.mutate({ path: `${base}/outcomes`, body: { object, items: [], result: 'not-inspected', ...(text.trim() === '' ? {} : { exception: text }) } })}>{t('draws.result.not-inspected')}</Button>
              {coordinator && draw.replacedBy === null ? <Button danger onClick={() => run.mutate({ path: '/draws', body: { port: draw.port, replaces: draw.id, ...(text.trim() === '' ? {} : { reason: text }) } })}>{t('draws.again')}</Button> : null}
            </div>
          </>
        )}
      </div>
    </section>
  )
}
