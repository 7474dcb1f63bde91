import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { App, Button, Drawer, Input } from 'antd'
import type { CheckpointView, EntryProof, EntryView, WithheldEntry, WithheldProof } from '../../platform/ledger/views.ts'
import { get, type Page } from '../api/client.ts'
import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { count, nameFor } from '../i18n/time.ts'
import { Empty, Failure, Loading } from '../kit/blank.tsx'
import { Choices } from '../kit/choices.tsx'
import { Grid, type Column } from '../kit/grid.tsx'
import { useRows } from '../kit/list-query.ts'
import { Moment } from '../kit/moment.tsx'
import { PageHead } from '../kit/page-head.tsx'
import { Pill } from '../kit/pill.tsx'
import { usePort } from '../reference/port.ts'
import { checkProof } from './check-proof.ts'
import { SubjectLink } from './inbox-screen.tsx'
import './ledger.css'

/** The ledger for those who check it: entries, signed checkpoints to keep, and proofs that this very browser recomputes (LB-12). */
export function LedgerScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/ledger' })
  const navigate = useNavigate()
  const port = usePort()
  const { message } = App.useApp()
  // People know the number of a declaration; the ledger knows its id.
  const look = async (text: string): Promise<void> => {
    if (text === '' || text.includes(':')) return navigate({ to: '/ledger', search: text === '' ? {} : { subject: text } })
    const found = await get<Page<{ readonly id: string }>>('/declarations', { port: port.code, q: text, limit: 1 }).catch(() => undefined)
    const id = found?.items[0]?.id
    if (id === undefined) void message.warning(t('ledger.noSuchDeclaration', { number: text }))
    else await navigate({ to: '/ledger', search: { subject: `declaration:${id}` } })
  }
  return (
    <>
      <PageHead title={t('ledger.title')} lead={t('ledger.lead')} />
      <div className="filters no-print">
        <Choices
          name="show"
          label={t('ledger.show')}
          value={search.show}
          options={[
            { value: undefined, label: t('ledger.entries') },
            { value: 'checkpoints', label: t('ledger.checkpoints') },
          ]}
        />
        {search.show === 'checkpoints' ? null : (
          <Choices
            name="order"
            label={t('ledger.order')}
            value={search.order}
            options={[
              { value: undefined, label: t('ledger.newest') },
              { value: 'oldest', label: t('ledger.oldest') },
            ]}
          />
        )}
        {search.show === 'checkpoints' ? null : (
          <Input.Search
            key={search.subject ?? ''}
            className="grow"
            style={{ maxWidth: 460 }}
            allowClear
            defaultValue={search.subject ?? ''}
            placeholder={t('ledger.subjectHint')}
            aria-label={t('ledger.subject')}
            onSearch={(text) => void look(text.trim())}
          />
        )}
      </div>
      {search.show === 'checkpoints' ? <Checkpoints /> : <Entries subject={search.subject} />}
      <ProofDrawer entry={search.entry} onClose={() => void navigate({ to: '/ledger', search: { ...search, entry: undefined } as never })} />
    </>
  )
}

function Entries({ subject }: { readonly subject: string | undefined }) {
  const { t, language } = useTexts()
  const search = useSearch({ from: '/shell/ledger' })
  const code = useCodeName()
  const port = usePort()
  const list = useRows<EntryView | WithheldEntry>(['ledger'], '/ledger', { ...(subject === undefined ? { port: port.code } : { subject }), order: search.order === 'oldest' ? 'oldest' : 'newest' }, [], port.code !== '')
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  if (list.isPending) return <Loading />
  if (list.rows.length === 0) return <Empty title={t('ledger.none')} text={t('ledger.noneText')} />
  const columns: readonly Column<EntryView | WithheldEntry>[] = [
    { key: 'position', title: t('ledger.position'), end: true, render: (entry) => (entry.position === null ? <Pill tone="warn">{t('ledger.unsealed')}</Pill> : <span className="code">{entry.position}</span>) },
    {
      key: 'type',
      title: t('ledger.fact'),
      render: (entry) => (
        <Link to="/ledger" search={{ ...search, entry: entry.id } as never} className="strong">
          {'withheld' in entry ? t('ledger.withheld') : code('event', entry.type)}
        </Link>
      ),
    },
    {
      key: 'subject',
      title: t('ledger.subject'),
      render: (entry) => 'withheld' in entry ? <span className="code cut">{entry.leafHash}</span> : (
        <span>
          <SubjectLink kind={entry.subject.kind} id={entry.subject.id} />
          <span className="sub code">{entry.subject.id}</span>
        </span>
      ),
    },
    {
      key: 'actor',
      title: t('ledger.actor'),
      render: (entry) => 'withheld' in entry ? null : (
        <span>
          {nameFor(entry.actor.name ?? entry.actor.id, language)}
          <span className="sub code">{entry.actor.of?.replace(/^\w+:/, '') ?? code('actorKind', entry.actor.kind)}</span>
        </span>
      ),
    },
    { key: 'at', title: t('ledger.at'), render: (entry) => ('withheld' in entry ? null : <Moment at={entry.at} />) },
  ]
  return <Grid label={t('ledger.entries')} columns={columns} rows={list.rows} keyOf={(entry) => entry.id} more={list.more} fetching={list.fetching} />
}

function Checkpoints() {
  const { t, language } = useTexts()
  const { message } = App.useApp()
  const port = usePort()
  const list = useRows<CheckpointView>(['ledger', 'checkpoints'], '/ledger/checkpoints', { port: port.code }, [], port.code !== '')
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  if (list.isPending) return <Loading />
  if (list.rows.length === 0) return <Empty title={t('ledger.none')} text={t('ledger.noneText')} />
  const keep = (note: string): void => {
    void navigator.clipboard.writeText(note).then(() => message.success(t('ledger.copied')))
  }
  const columns: readonly Column<CheckpointView>[] = [
    { key: 'size', title: t('ledger.size'), end: true, render: (checkpoint) => <b>{count(checkpoint.size, language)}</b> },
    { key: 'at', title: t('ledger.sealedAt'), render: (checkpoint) => <Moment at={checkpoint.at} /> },
    { key: 'root', title: t('ledger.root'), render: (checkpoint) => <span className="code small">{checkpoint.root}</span> },
    {
      key: 'note',
      title: t('ledger.note'),
      render: (checkpoint) => (
        <Button size="small" data-open onClick={() => keep(checkpoint.note)}>
          {t('ledger.copy')}
        </Button>
      ),
    },
  ]
  return <Grid label={t('ledger.checkpoints')} columns={columns} rows={list.rows} keyOf={(checkpoint) => `${checkpoint.port}-${checkpoint.size}`} more={list.more} fetching={list.fetching} />
}

function ProofDrawer({ entry, onClose }: { readonly entry: string | undefined; readonly onClose: () => void }) {
  const { t } = useTexts()
  const code = useCodeName()
  const found = useQuery({
    queryKey: ['ledger', 'proof', entry ?? ''],
    queryFn: async ({ signal }) => {
      const proof = await get<EntryProof | WithheldProof>('/ledger/proof', { entry }, signal)
      return { proof, verdict: await checkProof(proof) }
    },
    enabled: entry !== undefined,
    retry: false,
  })
  return (
    <Drawer open={entry !== undefined} onClose={onClose} size={640} title={t('ledger.proof')} destroyOnHidden>
      {found.error !== null ? (
        <Failure error={found.error} retry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Loading rows={4} />
      ) : (
        <div className="stack wide">
          <p className="row">
            <Pill tone={found.data.verdict === 'holds' ? 'good' : found.data.verdict === 'unknown' ? 'warn' : 'bad'}>{t(`ledger.verdict.${found.data.verdict}`)}</Pill>
            <b>{'leaf' in found.data.proof ? code('event', found.data.proof.entry.type) : t('ledger.withheld')}</b>
          </p>
          <ProofPart title={t('ledger.leaf')} text={'leaf' in found.data.proof ? found.data.proof.leaf : found.data.proof.entry.leafHash} />
          <ProofPart title={t('ledger.audit')} text={found.data.proof.audit.join('\n')} />
          <ProofPart title={t('ledger.note')} text={found.data.proof.checkpoint.note} />
          {'leaf' in found.data.proof ? <ProofPart title={t('ledger.payload')} text={JSON.stringify(found.data.proof.entry.payload, null, 2)} /> : null}
        </div>
      )}
    </Drawer>
  )
}

function ProofPart({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section className="stack tight">
      <h3>{title}</h3>
      <pre className="bytes code" tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </section>
  )
}
