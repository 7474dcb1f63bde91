import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get, type Page } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { RegisterInfo } from './register-views.ts'
import './registers.css'

/** Every register there is, with its owner and its size. */
export function RegistersScreen() {
  const { t, language } = useTexts()
  const code = useCodeName()
  const found = useQuery({ queryKey: ['registers'], queryFn: ({ signal }) => get<Page<RegisterInfo>>('/registers', undefined, signal), meta: { subjects: ['register'] } })
  return (
    <>
      <PageHead title={t('registers.title')} lead={t('registers.lead')} />
      {found.error !== null ? (
        <Failure error={found.error} retry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Loading />
      ) : found.data.items.length === 0 ? (
        <Empty title={t('registers.none')} />
      ) : (
        <ul className="registers">
          {found.data.items.map((register) => (
            <li key={register.name}>
              <Link to="/registers/$name" params={{ name: register.name }} className="panel panel-body register-card">
                <b>{register.title[language]}{register.rule === undefined ? null : <> <Pill tone="info">{t('lab.proposals.rules')}</Pill></>}</b>
                <span className="sub code">{register.name}</span>
                <span className="small quiet">{t('registers.owner', { owner: code('owner', register.owner) })}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
