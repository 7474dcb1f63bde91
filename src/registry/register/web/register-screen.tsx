import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button, Drawer, Input } from 'antd'
import { get, href, type Page } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { DayInput } from '../../../web/kit/field.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { usePort } from '../../../web/reference/port.ts'
import { useHasRole } from '../../../web/session/session.ts'
import { ProposalsPart } from '../../../assess/lab/web/proposals-part.tsx'
import { EntryPart } from './entry-part.tsx'
import { cellText, type EntryView, type RegisterInfo } from './register-views.ts'
import { SheetImport } from './sheet-import.tsx'

/** So many fields of an entry are columns; the rest is one press away. */
const shownColumns = 5
/** In the address, stands for a new entry. */
const newKey = '+'

/** One register as of any day: its entries, their versions, the next version, sheets in and out. The same screen for every register. */
export function RegisterScreen() {
  const { name } = useParams({ from: '/shell/registers/$name' })
  const found = useQuery({ queryKey: ['registers'], queryFn: ({ signal }) => get<Page<RegisterInfo>>('/registers', undefined, signal), meta: { subjects: ['register'] } })
  const register = found.data?.items.find((each) => each.name === name)
  const { t } = useTexts()
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading />
  return register === undefined ? <Empty title={t('failure.absent.title')} text={t('failure.absent.text')} /> : <RegisterPart register={register} />
}

function RegisterPart({ register }: { readonly register: RegisterInfo }) {
  const { t, language } = useTexts()
  const search = useSearch({ from: '/shell/registers/$name' })
  const navigate = useNavigate()
  const { timeZone } = usePort()
  const code = useCodeName()
  const keeps = useHasRole('administrator', 'coordinator', 'headquarters')
  const at = search.at === undefined ? undefined : fromWallClock(`${search.at}T23:59`, timeZone)
  const list = useRows<EntryView>(['register', register.name], `/registers/${register.name}`, { at, q: search.find }, ['register'])
  const go = (change: Partial<Record<'at' | 'find' | 'key', string | undefined>>): void => void navigate({ to: '/registers/$name', params: { name: register.name }, search: { ...search, ...change } as never })
  const columns = useColumns(register, list.rows, (key) => go({ key }))
  return (
    <>
      <PageHead title={register.title[language]} lead={t('registers.owner', { owner: code('owner', register.owner) })}>
        <Link to="/registers">{t('registers.title')}</Link>
        <Button href={href(`/registers/${register.name}/sheet`, { format: 'csv', at })} download>
          CSV
        </Button>
        <Button href={href(`/registers/${register.name}/sheet`, { format: 'xlsx', at })} download>
          Excel
        </Button>
        {keeps && register.rule === undefined ? <SheetImport register={register.name} /> : null}
        {keeps ? (
          <Button type="primary" onClick={() => go({ key: newKey })}>
            {t('registers.add')}
          </Button>
        ) : null}
      </PageHead>
      {register.rule === undefined ? null : <ProposalsPart register={register.name} />}
      <div className="filters no-print">
        <DayInput label={t('registers.asOf')} value={search.at} onChange={(day) => go({ at: day })} />
        <Input.Search key={search.find ?? ''} style={{ maxWidth: 320 }} allowClear defaultValue={search.find ?? ''} aria-label={t('consignments.find')} placeholder={t('consignments.find')} onSearch={(find) => go({ find: find.trim() === '' ? undefined : find.trim() })} />
      </div>
      <Listed list={list} empty={<Empty title={t('registers.noneThen')} />}>
        <Grid label={register.title[language]} columns={columns} rows={list.rows} keyOf={(entry) => entry.key} open={(entry) => go({ key: entry.key })} more={list.more} fetching={list.fetching} />
      </Listed>
      <Drawer open={search.key !== undefined} onClose={() => go({ key: undefined })} size={620} title={search.key === newKey ? t('registers.add') : search.key} destroyOnHidden>
        {search.key === undefined ? null : <EntryPart register={register} entryKey={search.key === newKey ? undefined : search.key} onDone={() => go({ key: undefined })} />}
      </Drawer>
    </>
  )
}

function useColumns(register: RegisterInfo, rows: readonly EntryView[], open: (key: string) => void): readonly Column<EntryView>[] {
  const { t, language } = useTexts()
  const name = useCodeName()
  const packName = usePackName()
  // A column that says what the key says already takes the place of one that tells something.
  const fields = Object.keys(register.schema.properties ?? {})
    .filter((field) => !rows.every((entry) => entry.data[field] === entry.key))
    .slice(0, shownColumns)
  const said = (field: string, value: unknown): string => {
    if (typeof value !== 'string') return cellText(value, language)
    if (field === 'port') return packName('ports', value)
    return field === 'kind' ? name('registerKind', value) : value
  }
  return [
    {
      key: 'key',
      title: t('registers.key'),
      render: (entry) => (
        <button type="button" data-open className="link-button strong code" onClick={() => open(entry.key)}>
          {entry.key}
        </button>
      ),
    },
    ...fields.map((field): Column<EntryView> => ({ key: field, title: name('registerField', field), render: (entry) => <span className="cut">{said(field, entry.data[field])}</span> })),
    { key: 'version', title: t('registers.version'), end: true, render: (entry) => entry.version },
    { key: 'from', title: t('registers.validFrom'), wideOnly: true, render: (entry) => <Moment at={entry.validFrom} /> },
    { key: 'to', title: t('registers.validTo'), wideOnly: true, render: (entry) => <Moment at={entry.validTo} /> },
  ]
}
