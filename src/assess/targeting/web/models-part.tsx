import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { useEffect } from 'react'
import { get, send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { FitView, ModelView } from '../views.ts'

const isOpen = ({ state }: FitView): boolean => state === 'waiting' || state === 'running'

/** Fits with their progress, as the server keeps it: a reload loses nothing. Asked again while one is under way. */
function useFits() {
  return useQuery({
    queryKey: ['targeting', 'fits'],
    queryFn: ({ signal }) => get<{ items: readonly FitView[] }>('/targeting/fits', undefined, signal),
    meta: { subjects: ['indicators'] },
    refetchInterval: ({ state: { data } }) => (data?.items.some(isOpen) === true ? 700 : false),
  })
}

function Fitting({ fit, may }: { readonly fit: FitView; readonly may: boolean }) {
  const { t, language } = useTexts()
  const cancel = useCommand<string, FitView>((id, key) => send(`/targeting/fits/${id}/cancel`, {}, { key }), { touches: ['indicators'] })
  if (fit.state === 'failed') return <p role="alert" className="panel-body">{t('targeting.fitFailed', { name: fit.askedBy, error: fit.error ?? '' })}</p>
  if (fit.state === 'cancelled') return <p className="panel-body quiet">{t('targeting.fitCancelled', { name: fit.askedBy })}</p>
  if (!isOpen(fit)) return null
  const { stage, done, total } = fit.progress
  return (
    <div className="panel-body row" aria-live="polite">
      <div className="grow">
        <Progress percent={total === 0 ? 0 : Math.floor((done / total) * 100)} aria-label={t('targeting.fitting')} />
        <p className="small quiet">{fit.state === 'waiting' ? t('targeting.fitWaiting') : t(`targeting.fitStage.${stage}`, { done: count(done, language), total: count(total, language) })}</p>
        {cancel.error === null ? null : <ErrorSummary entries={cancel.error.spoken()} />}
      </div>
      {may ? <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(fit.id)}>{t('targeting.cancelFit')}</Button> : null}
    </div>
  )
}

/** Versions of the indicators, the fit under way, and what its reader may do with them. */
export function Models({ models }: { readonly models: readonly ModelView[] }) {
  const { t, language } = useTexts()
  const actor = useActor()
  const may = useHasRole('officer', 'headquarters')
  const fits = useFits()
  const running = fits.data?.items.find(isOpen)
  const made = fits.data?.items.find(({ version }) => version !== undefined)?.version
  const known = useQueryClient()
  // What a fit made is in the list as soon as the fit is over.
  useEffect(() => {
    if (made !== undefined) void known.invalidateQueries({ queryKey: ['targeting', 'models'] })
  }, [known, made])
  const fit = useCommand<object, FitView>((body, key) => send('/targeting/models', body, { key }), { touches: ['indicators'] })
  const activate = useCommand<number, ModelView>((version, key) => send(`/targeting/models/${version}/activate`, undefined, { key }), { touches: ['indicators'] })
  const error = fit.error ?? activate.error
  return (
    <section className="panel" aria-labelledby="models">
      <div className="panel-head">
        <h2 id="models">{t('targeting.models')}</h2>
        {may && running === undefined ? <Button size="small" loading={fit.isPending} onClick={() => fit.mutate({ note: t('targeting.fitNote') })}>{t('targeting.fit')}</Button> : null}
      </div>
      {error === null ? null : <ErrorSummary entries={error.spoken()} />}
      {fits.data?.items[0] === undefined ? null : <Fitting fit={running ?? fits.data.items[0]} may={may} />}
      {models.length === 0 ? <p className="panel-body quiet">{t('targeting.noModels')}</p> : (
        <Table label={t('targeting.models')} heads={[t('targeting.version'), t('targeting.state'), { right: t('targeting.fittedTo') }, t('targeting.recorded'), t('targeting.inForce')]}>
          {models.map((model) => (
            <tr key={model.version}>
              <th scope="row">v{model.version}</th>
              <td><Pill tone={model.state === 'active' ? 'good' : model.state === 'recorded' ? 'warn' : 'idle'}>{t(`targeting.stateOf.${model.state}`)}</Pill></td>
              <td className="right">{t('targeting.casesFinds', { cases: count(model.cases, language), finds: count(model.finds, language) })}</td>
              <td>{model.author} · <Moment at={model.recordedAt} /></td>
              <td>
                {model.validFrom === undefined ? null : <Moment at={model.validFrom} />}
                {model.state === 'recorded' && may && model.author !== actor?.name ? <Button size="small" type="primary" loading={activate.isPending} onClick={() => activate.mutate(model.version)}>{t('targeting.activate')}</Button> : null}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}
