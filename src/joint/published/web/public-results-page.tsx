import { useNavigate, useSearch } from '@tanstack/react-router'
import { PrinterOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePackName, useOptions } from '../../../web/reference/reference.ts'
import { PublicFrame } from '../../../web/shell/public-frame.tsx'
import type { ResultForAll } from '../routes.ts'

/** Results of closed inspections for everybody (GV-08). */
export function PublicResultsPage() {
  const { t } = useTexts()
  const search = useSearch({ from: '/public/results' })
  const navigate = useNavigate()
  const list = useRows<ResultForAll>(['public-results'], '/public/results', { port: search.port, agency: search.agency }, [])
  const set = (name: 'port' | 'agency') => (value: string | null | undefined) => void navigate({ to: '/public/results', search: { ...search, [name]: value ?? undefined } as never })
  return (
    <PublicFrame>
      <PageHead title={t('modes.public.resultsTitle')} lead={t('modes.public.resultsLead')}>
        <Select aria-label={t('modes.public.port')} placeholder={t('modes.public.port')} allowClear value={search.port ?? null} onChange={set('port')} options={useOptions('ports')} style={{ minWidth: 180 }} />
        <Select aria-label={t('modes.public.agency')} placeholder={t('modes.public.agency')} allowClear value={search.agency ?? null} onChange={set('agency')} options={useOptions('agencies')} style={{ minWidth: 160 }} />
        <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
          {t('common.print')}
        </Button>
      </PageHead>
      <Listed list={list} empty={<Empty title={t('modes.public.noResults')} text={t('modes.public.noResultsText')} />}>
        <ResultTable rows={list.rows} />
        {list.more === undefined ? null : <button type="button" className="link-button no-print" onClick={list.more}>{t('draws.more')}</button>}
      </Listed>
    </PublicFrame>
  )
}

/** Results as a table: one line an inspection, one entry an agency. */
export function ResultTable({ rows }: { readonly rows: readonly ResultForAll[] }) {
  const { t, language } = useTexts()
  const name = usePackName()
  const code = useCodeName()
  return (
    <section className="panel">
      <Table label={t('modes.public.resultsTitle')} heads={(['day', 'port', 'object', 'agency', 'methods', 'basis', 'outcome', 'code'] as const).map((column) => t(`modes.public.${column}`))}>
        {rows.flatMap((row) =>
          (row.parts.length === 0 ? [undefined] : row.parts).map((part, at) => (
            <tr key={`${row.code} ${part?.agency ?? ''}`}>
              <td className="nowrap">{at === 0 ? row.day : ''}</td>
              <td>{at === 0 ? name('ports', row.port) : ''}</td>
              <td>{at === 0 ? code('objectKind', row.objectKind) : ''}</td>
              <td>{part === undefined ? '—' : <Party code={part.agency} />}</td>
              <td>{part?.methods.map((method) => name('methods', method)).join(' · ')}</td>
              <td>
                {part?.basis.map((basis) => (
                  <span key={basis.power} className="sub">
                    {basis.name[language]} ({basis.law[language]})
                  </span>
                ))}
              </td>
              <td>
                {part === undefined || part.outcome === null ? '—' : <Pill tone={part.outcome === 'clear' ? 'good' : part.outcome === 'problem' ? 'bad' : 'warn'}>{t(`modes.public.outcomes.${part.outcome}`)}</Pill>}
                {part?.lots.map(({ lot, effect }) => (
                  <span key={lot} className="sub">
                    {t('modes.public.lot', { lot })} {effect === null ? '—' : code('effect', effect)}
                  </span>
                ))}
              </td>
              <td className="code small nowrap">{at === 0 ? row.code : ''}</td>
            </tr>
          )),
        )}
      </Table>
    </section>
  )
}
