import { useQuery } from '@tanstack/react-query'
import { get } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { useReference } from '../../../web/reference/reference.ts'
import { CreditEvents, Points } from './credit-events.tsx'
import { creditSubjects, type CreditLaw, type CreditView } from './credit-views.ts'
import { GradeChart } from './grade-chart.tsx'
import { GradeMark } from './grade-mark.tsx'

/** The rules of credit, fetched once a visit. */
export function useCreditLaw(): CreditLaw | undefined {
  return useQuery({ queryKey: ['credit-law'], queryFn: ({ signal }) => get<CreditLaw>('/credit-law', undefined, signal), meta: { subjects: ['register'] }, staleTime: 60_000 }).data
}

/** One record: the grade and what it rests on, its course, what it brings, how to recover, and every event. */
export function RecordPart({ enterprise, day }: { readonly enterprise: string; readonly day: string | undefined }) {
  const found = useQuery({ queryKey: ['credit', enterprise, day], queryFn: ({ signal }) => get<CreditView>(`/credit/${enterprise}`, { day }, signal), meta: { subjects: creditSubjects } })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading />
  const record = found.data
  return (
    <>
      <div className="credit-head">
        <Standing record={record} asked={day} />
        <Recovery record={record} />
        <Measures record={record} />
      </div>
      <GradeChart record={record} today={record.day} />
      <CreditEvents record={record} />
    </>
  )
}

/** The grade with the sum behind it: every line of it opens into an event below. */
function Standing({ record, asked }: { readonly record: CreditView; readonly asked: string | undefined }) {
  const { t, language } = useTexts()
  const counting = (record.reasons ?? []).filter(({ why, effect }) => why === 'counts' && effect !== 'grant')
  return (
    <section className="panel credit-standing">
      <div className="panel-head">
        <h2>{t('credit.sum')}</h2>
      </div>
      <div className="panel-body stack">
        <div className="row">
          <GradeMark grade={record.grade} large />
          <div>
            <strong>{record.name?.[language] ?? record.enterprise}</strong>
            <span className="sub">{asked === undefined ? t('credit.today') : t('credit.ofDay', { day: asked })} · <span className="code">{record.enterprise}</span></span>
          </div>
        </div>
        {record.graded ? null : <p className="quiet">{t('credit.notGraded')}</p>}
        {record.registered === undefined ? null : <p className="small quiet">{t('credit.registered', record.registered)}</p>}
        <dl className="credit-sum">
          <div><dt>{t('credit.sumStart')}</dt><dd className="strong">{record.base}</dd></div>
          {counting.map((reason) => (
            <div key={reason.event}>
              <dt>{reason.name[language]} <span className="quiet code">{reason.occurredOn}</span></dt>
              <dd><Points value={reason.points} /></dd>
            </div>
          ))}
          <div className="total"><dt>{t('credit.sumTotal')} <span className="quiet">{t('credit.sumRule', { version: record.scale ?? 1 })}</span></dt><dd className="strong">{record.score}</dd></div>
        </dl>
        {(record.heldBack ?? []).map(({ grade, by }) => (
          <p key={`${grade} ${by}`} className="small"><Pill tone="warn">{t('credit.heldBack', { grade })}</Pill> {t(`credit.held_${by}`)}</p>
        ))}
      </div>
    </section>
  )
}

function Recovery({ record }: { readonly record: CreditView }) {
  const { t, list, language } = useTexts()
  const { creditGrades } = useReference()
  const { recovery } = record
  if (recovery === undefined) return null
  const { waiting, earning } = recovery
  const named = (waiting?.because ?? []).flatMap((id) => record.reasons?.find(({ event }) => event === id)?.name[language] ?? [])
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('credit.recover')}</h2>
      </div>
      <ul className="panel-body credit-ways">
        {waiting === undefined ? null : (
          <li>
            {t('credit.recoverWait', { grade: waiting.grade, day: waiting.day })} {named.length === 0 ? null : <span className="quiet">{t('credit.recoverBecause', { events: list([...new Set(named)]) })}</span>}
          </li>
        )}
        {earning.map(({ kind, remedy, count, grade }) => (
          <li key={kind}>{t(count === 1 ? 'credit.recoverEarn' : 'credit.recoverEarnMany', { remedy: remedy[language], count, grade })}</li>
        ))}
        {waiting === undefined && earning.length === 0 ? <li>{t(record.grade === creditGrades[0]?.code ? 'credit.recoverTop' : 'credit.recoverNone')}</li> : null}
      </ul>
    </section>
  )
}

function Measures({ record }: { readonly record: CreditView }) {
  const { t, language } = useTexts()
  const measures = record.measures ?? []
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('credit.measures')}</h2>
      </div>
      <ul className="panel-body credit-ways">
        {measures.length === 0 ? <li>{t('credit.noMeasures')}</li> : null}
        {measures.map(({ code, effect, name }) => (
          <li key={code}><Pill tone={effect === 'benefit' ? 'good' : 'bad'}>{t(`credit.${effect}`)}</Pill> {name[language]}</li>
        ))}
      </ul>
    </section>
  )
}
