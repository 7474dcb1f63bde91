import { queryOptions, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type { EntryProof } from '../../../platform/ledger/views.ts'
import { get, href } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { nameFor, wallClock } from '../../../web/i18n/time.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill, StatusPill } from '../../../web/kit/pill.tsx'
import type { Tone } from '../../../web/kit/tones.ts'
import { Site } from '../../../web/reference/named.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { Parties, Party } from '../../../web/reference/party.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { useCrewName } from '../../../web/reference/resources.ts'
import { checkProof } from '../../../web/screens/check-proof.ts'
import { readableEvidence } from '../domain/evidence-line.ts'
import type { Dossier, FactsPage, InspectionPart, LiabilityView } from '../dossier-view.ts'
import { Photograph } from './photograph.tsx'
import { ReportForm } from './report-form.tsx'
import { Adopted, ResultsPanel } from './results-panel.tsx'
import './dossier.css'

const dossierQuery = (id: string) =>
  queryOptions({ queryKey: ['liability', id], queryFn: ({ signal }) => whole(id, signal), meta: { subjects: ['joint-inspection', 'liability', 'declaration'] } })

/** The dossier with every fact of the case: what is printed and kept here leaves nothing out. */
async function whole(id: string, signal: AbortSignal): Promise<Dossier> {
  const dossier = await get<Dossier>('/liability', { case: id }, signal)
  let { ledger } = dossier
  while (ledger.next !== undefined) {
    const { proofs, unsealed } = ledger
    const page: FactsPage = await get<FactsPage>('/liability/facts', { case: id, after: ledger.next }, signal)
    ledger = { ...page, proofs: [...proofs, ...page.proofs], unsealed: [...unsealed, ...page.unsealed] }
  }
  return { ...dossier, ledger }
}

const stateTones: Readonly<Record<string, Tone>> = { performed: 'good', unproven: 'warn', omitted: 'bad', open: 'idle' }
const verdictTones: Readonly<Record<string, Tone>> = { fault: 'bad', exempt: 'good', undecided: 'warn' }

/** Who was responsible for what in a case, on what evidence; prints cleanly, and every fact of it is proven (LB-07…LB-10). */
export function DossierScreen() {
  const { id } = useParams({ from: '/shell/liability/$id' })
  const found = useQuery(dossierQuery(id))
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  return found.data === undefined ? <Loading rows={12} /> : <Whole dossier={found.data} />
}

/** Names of those whose acts the ledger proves, by their ids. */
const People = createContext<ReadonlyMap<string, string>>(new Map())

function Whole({ dossier }: { readonly dossier: Dossier }) {
  const { t, language } = useTexts()
  const { timeZone } = usePort()
  const name = dossier.case.number ?? dossier.inspections[0]?.object.ref ?? ''
  const people = useMemo(() => new Map(dossier.ledger.proofs.flatMap(({ entry: { actor } }): [string, string][] => (actor.name === undefined ? [] : [[actor.id, nameFor(actor.name, language)]]))), [dossier, language])
  return (
    <People value={people}>
      <PageHead
        title={`${t('liability.title')} · ${name}`}
        lead={
          <>
            {t('liability.lead')}
            <span className="sub">{t('liability.issued', { at: wallClock(dossier.issuedAt, timeZone), to: dossier.issuedTo })}</span>
          </>
        }
      >
        <Button onClick={() => save(dossier)}>{t('liability.json')}</Button>
        <Button href={href('/liability/print', { case: dossier.case.id, language })}>{t('liability.pdf')}</Button>
        <Button type="primary" onClick={() => window.print()}>
          {t('liability.print')}
        </Button>
      </PageHead>
      {dossier.inspections.map((part) => (
        <Inspected key={part.id} port={dossier.case.port} part={part} />
      ))}
      <OwnLooks looks={dossier.looks} />
      <Proofs dossier={dossier} />
    </People>
  )
}

/** What agencies found in looks of their own at the same goods, and what of it proved wrong. */
function OwnLooks({ looks }: Pick<Dossier, 'looks'>) {
  const { t } = useTexts()
  const errors = looks.flatMap((look) => look.errors)
  if (looks.length === 0) return null
  return (
    <ResultsPanel id="own" title={t('liability.looks')} results={looks} none="">
      {errors.length === 0 ? null : (
        <div className="panel-body stack">
          {errors.map((error) => (
            <ErrorPart key={error.id} error={error} />
          ))}
        </div>
      )}
    </ResultsPanel>
  )
}

/** The dossier as a file, for whoever checks it elsewhere. */
function save(dossier: Dossier): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(dossier, undefined, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `liability-${dossier.case.number ?? dossier.case.id}.json`
  link.click()
  URL.revokeObjectURL(address)
}

function Inspected({ port, part }: { readonly port: string; readonly part: InspectionPart }) {
  const { t } = useTexts()
  return (
    <article className="stack dossier">
      <h2 className="row">
        <span className="code">{part.object.ref}</span>
        <StatusPill state={part.state} group="inspectionState" />
        <Parties codes={part.responsibilities.map((one) => one.agency)} />
        <span className="small quiet">
          <Moment at={part.startedAt} /> – <Moment at={part.closedAt} /> <Site port={port} code={part.site} />
        </span>
      </h2>
      {part.responsibilities.map((one) => (
        <Responsible key={one.agency} port={port} one={one} part={part} />
      ))}
      <section className="panel" aria-labelledby={`errors-${part.id}`}>
        <div className="panel-head">
          <h3 id={`errors-${part.id}`}>{t('liability.errors')}</h3>
        </div>
        <div className="panel-body stack">
          {part.errors.length === 0 ? <p className="quiet">{t('liability.noErrors')}</p> : part.errors.map((error) => <ErrorPart key={error.id} error={error} />)}
          <ReportForm part={part} />
        </div>
      </section>
      <ResultsPanel id={part.id} title={t('liability.results')} results={part.results} none={t(part.closedAt === undefined ? 'results.notYet' : 'results.none')} />
      {part.offences.length === 0 ? null : (
        <section className="panel" aria-labelledby={`offences-${part.id}`}>
          <div className="panel-head">
            <h3 id={`offences-${part.id}`}>{t('liability.offences')}</h3>
          </div>
          <ul className="panel-body stack">
            {part.offences.map((offence) => (
              <li key={offence.id}>
                <Party code={offence.agency} /> {t('liability.offence', { offence: offence.offence, competent: offence.competent })} <Moment at={offence.at} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Accesses part={part} />
    </article>
  )
}

function Responsible({ port, one, part }: { readonly port: string; readonly one: InspectionPart['responsibilities'][number]; readonly part: InspectionPart }) {
  const { t, language, list } = useTexts()
  const person = useCrewName(port)
  const code = useCodeName()
  const name = usePackName()
  return (
    <section className="panel" aria-label={name('agencies', one.agency)}>
      <div className="panel-head row spread">
        <h3 className="row">
          <Party code={one.agency} /> {name('agencies', one.agency)}
        </h3>
        <Pill tone={one.diligent ? 'good' : 'warn'}>{t(one.diligent ? 'liability.diligent' : 'liability.notDiligent')}</Pill>
      </div>
      <div className="panel-body stack">
        <p className="small quiet">
          {t('liability.powers')}: {one.powers.map((power) => `${name('powers', power.power)} (${power.law[language]})`).join(' · ') || '—'} · {t('liability.crew')}: {one.crew.length === 0 ? '—' : list(one.crew.map((number) => (person(number) === number ? number : `${person(number)} (${number})`)))}
        </p>
        <div className="grid" role="region" aria-label={t('liability.duty')} tabIndex={0}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('liability.duty')}</th>
                <th scope="col">{t('liability.answerable')}</th>
                <th scope="col">{t('liability.state')}</th>
                <th scope="col">{t('liability.evidence')}</th>
              </tr>
            </thead>
            <tbody>
              {one.duties.map((duty) => (
                <tr key={duty.code}>
                  <th scope="row">{duty.kind === 'method' ? name('methods', duty.code) : duty.code}</th>
                  <td>
                    <Party code={duty.answerable} />
                  </td>
                  <td>
                    <Pill tone={stateTones[duty.state] ?? 'idle'}>{code('dutyState', duty.state)}</Pill>
                  </td>
                  <td>
                    <Evidence lines={duty.evidence} part={part} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {one.disposition === undefined ? null : (
          <p>
            {t('liability.disposition')}: <Decided decision={one.disposition} />
          </p>
        )}
        {one.lots.length === 0 ? null : <Lots lots={one.lots} agency={one.agency} />}
      </div>
    </section>
  )
}

type Decision = NonNullable<InspectionPart['responsibilities'][number]['disposition']>

function Decided({ decision }: { readonly decision: Decision }) {
  const name = usePackName()
  const people = useContext(People)
  return (
    <>
      <b>{name('dispositions', decision.code)}</b> <Moment at={decision.at} /> {people.get(decision.by) ?? decision.by} {decision.reason}
    </>
  )
}

/** What was decided on each lot of a box that several share: a hold on one says nothing about the others (TM-06). */
function Lots({ lots, agency }: { readonly lots: InspectionPart['responsibilities'][number]['lots']; readonly agency: string }) {
  const { t } = useTexts()
  return (
    <div className="grid" role="region" aria-label={`${agency} ${t('liability.lots')}`} tabIndex={0}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('liability.lot')}</th>
            <th scope="col">{t('liability.disposition')}</th>
            <th scope="col">{t('liability.how')}</th>
          </tr>
        </thead>
        <tbody>
          {lots.map(({ lot, own, disposition }) => (
            <tr key={lot}>
              <th scope="row" className="code">
                {lot}
              </th>
              <td>{disposition === undefined ? <Pill tone="idle">{t('liability.undecided')}</Pill> : <Decided decision={disposition} />}</td>
              <td className="quiet">{disposition === undefined ? '—' : t(own ? 'liability.byName' : 'liability.byAll')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Evidence as it was recorded, with the names of people for their numbers and the port's time for the ledger's. */
function Evidence({ lines, part }: { readonly lines: readonly string[]; readonly part?: InspectionPart }) {
  const { t } = useTexts()
  const { timeZone } = usePort()
  const people = useContext(People)
  if (lines.length === 0) return <span className="quiet">—</span>
  const photoOf = (line: string): string | undefined => part?.photos.find(({ id }) => line.endsWith(`photo ${id}`))?.id
  const readable = (line: string): string =>
    readableEvidence(line, { person: (id) => people.get(id) ?? id, when: (at) => wallClock(at, timeZone), outcome: (outcome) => t(`session.outcome.${outcome}`), record: t('liability.recordNo') })
  return (
    <ul className="small code">
      {lines.map((line, i) => (
        <li key={i}>{photoOf(line) === undefined ? readable(line) : <Photograph inspection={part?.id ?? ''} photo={photoOf(line) ?? ''} label={t('liability.photo')} />}</li>
      ))}
    </ul>
  )
}

function ErrorPart({ error }: { readonly error: LiabilityView }) {
  const { t } = useTexts()
  const people = useContext(People)
  const code = useCodeName()
  return (
    <div className="error-case">
      <p>
        <b>{code('liabilityKind', error.kind)}</b> {error.duty === undefined ? '' : `· ${error.duty} `}
        <Moment at={error.at} /> <span className="small quiet">{error.by}</span>
        <span className="sub">{error.description}</span>
      </p>
      <ul className="stack">
        {error.attributions.map((one) => (
          <li key={one.agency}>
            <Party code={one.agency} /> <Pill tone={verdictTones[one.verdict] ?? 'idle'}>{code('verdict', one.verdict)}</Pill> {code('ground', one.ground)}
            {one.against.length === 0 ? null : <span className="sub">{error.kind === 'leak' ? t('liability.people', { people: one.against.map((id) => people.get(id) ?? id).join(', ') }) : t('liability.against', { duties: one.against.join(', ') })}</span>}
            <Evidence lines={one.evidence} />
          </li>
        ))}
      </ul>
      {error.adoptions === undefined ? null : <Adopted adoptions={error.adoptions} />}
    </div>
  )
}

function Accesses({ part }: { readonly part: InspectionPart }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  return (
    <section className="panel" aria-labelledby={`access-${part.id}`}>
      <div className="panel-head">
        <h3 id={`access-${part.id}`}>{t('liability.accesses')}</h3>
      </div>
      <ul className="panel-body small">
        {part.accesses.length === 0 ? <li className="quiet">{t('liability.noAccesses')}</li> : null}
        {part.accesses.map((access) => (
          <li key={access.id}>
            <Moment at={access.at} /> {access.agency === undefined ? null : <Party code={access.agency} />} {nameFor(access.by, language)} {code('accessAct', access.act)} {code('accessPart', access.part)} {access.recipient === undefined ? '' : t('liability.to', { recipient: access.recipient })}
          </li>
        ))}
        {part.accessesLeft === 0 ? null : <li className="quiet">{t('liability.accessesLeft', { count: part.accessesLeft, where: `/api/v1/joint-inspections/${part.id}/accesses` })}</li>}
      </ul>
    </section>
  )
}

/** The facts behind it with their proofs; this very browser recomputes every one. */
function Proofs({ dossier }: { readonly dossier: Dossier }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const { proofs, unsealed } = dossier.ledger
  const checked = useChecked(proofs as readonly EntryProof[])
  const [first] = proofs
  const said = checked === undefined ? t('liability.checking') : checked === 'unknown' ? t('liability.unknown') : checked === 0 ? t('liability.holds') : t('liability.broken', { count: checked })
  return (
    <section className="panel dossier" aria-labelledby="proofs-title">
      <div className="panel-head row spread">
        <h2 id="proofs-title">{t('liability.ledger')}</h2>
        {proofs.length === 0 ? null : <Pill tone={checked === 0 ? 'good' : typeof checked === 'number' ? 'bad' : 'idle'}>{said}</Pill>}
      </div>
      <div className="panel-body stack">
        <p>{t('liability.proven', { count: proofs.length, size: first?.checkpoint.size ?? 0 })}</p>
        {unsealed.length === 0 ? null : <p className="quiet">{t('liability.unsealed', { count: unsealed.length })}</p>}
        <div className="grid" role="region" aria-label={t('liability.ledger')} tabIndex={0}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">{t('liability.entry')}</th>
                <th scope="col">{t('liability.at')}</th>
                <th scope="col">{t('liability.by')}</th>
              </tr>
            </thead>
            <tbody>
              {proofs.map((proof) => (
                <tr key={proof.entry.id}>
                  <td className="code">{proof.entry.position}</td>
                  <td>
                    {code('event', proof.entry.type)}
                    <span className="sub code">{proof.entry.id}</span>
                  </td>
                  <td>
                    <Moment at={proof.entry.at} />
                  </td>
                  <td>
                    {nameFor(proof.entry.actor.name ?? proof.entry.actor.id, language)} {(proof.entry.actor.of ?? '').replace(/^\w+:/, '')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {first === undefined ? null : (
          <>
            <h3>{t('liability.note')}</h3>
            <pre className="bytes small wrap">{first.checkpoint.note}</pre>
          </>
        )}
      </div>
    </section>
  )
}

/** How many proofs do not hold, once they were recomputed. */
function useChecked(proofs: readonly EntryProof[]): number | 'unknown' | undefined {
  const [broken, setBroken] = useState<number | 'unknown' | undefined>(undefined)
  useEffect(() => {
    let current = true
    void Promise.all(proofs.map((proof) => checkProof(proof))).then((verdicts) => {
      if (!current) return
      setBroken(verdicts.includes('unknown') ? 'unknown' : verdicts.filter((verdict) => verdict === 'broken').length)
    })
    return () => {
      current = false
    }
  }, [proofs])
  return broken
}
