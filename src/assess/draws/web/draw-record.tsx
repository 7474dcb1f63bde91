import { useMemo } from 'react'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { wallClock } from '../../../web/i18n/time.ts'
import { Pill } from '../../../web/kit/pill.tsx'
import { million, type DrawList } from '../domain/draw-list.ts'
import { checks, verifyDraw, type DrawFile, type Finding } from '../domain/verify-draw.ts'
import type { PublicDraw } from '../views.ts'
import './draws.css'

const steps = ['committing', 'sealing', 'revealing', 'drawn'] as const
const at: Readonly<Record<PublicDraw['state'], number>> = { proposed: -1, declined: -1, committing: 0, sealing: 1, revealing: 2, settling: 2, drawn: 3 }

/** Time in UTC: whoever reads a public record may be anywhere. */
export function Utc({ moment }: { readonly moment: string | null }) {
  return moment === null ? <span>—</span> : <time dateTime={moment}>{wallClock(moment, 'UTC')} UTC</time>
}

/** How far a draw is, at full size. */
export function DrawWalk({ draw }: { readonly draw: Pick<PublicDraw, 'state' | 'frozenAt' | 'drawnAt'> }) {
  const { t } = useTexts()
  const now = at[draw.state]
  const times: readonly (string | null)[] = [draw.frozenAt, null, null, draw.drawnAt]
  return (
    <ol className={draw.state === 'drawn' ? 'stages finished' : 'stages'} aria-label={t('draws.course')}>
      {steps.map((step, n) => (
        <li key={step} className={n < now || draw.state === 'drawn' ? 'done' : n === now ? 'now' : ''}>
          <b>{t(`draws.step${n + 1}` as 'draws.step1')}</b>
          {times[n] === null || times[n] === undefined ? null : <Utc moment={times[n]} />}
        </li>
      ))}
    </ol>
  )
}

/** Strata with their rates, and what was drawn of each. */
export function Strata({ list, names, drawn }: { readonly list: DrawList; readonly names: PublicDraw['strata']; readonly drawn: readonly { readonly object: string }[] | null }) {
  const { t, language } = useTexts()
  const chosen = new Set(drawn?.map(({ object }) => object))
  return (
    <section className="panel" aria-labelledby="strata-title">
      <div className="panel-head">
        <h2 id="strata-title">{t('draws.strata')}</h2>
        <span className="quiet small">{t('draws.rules', { crew: list.head.rules.crew, capacity: list.head.rules.capacity })}</span>
      </div>
      <div className="panel-body draw-scroll">
        <table className="draw-table">
          <thead>
            <tr>{(['stratum', 'rate', 'candidates', 'drawn'] as const).map((name) => <th key={name} scope="col">{t(`draws.${name}`)}</th>)}</tr>
          </thead>
          <tbody>
            {names.map(({ code: stratum, name }) => {
              const members = list.objects.filter((object) => object.stratum === stratum)
              return (
                <tr key={stratum}>
                  <td>{name[language]}</td>
                  <td>{((list.head.rules.rates[stratum] ?? 0) / million) * 100} %</td>
                  <td>{members.length}</td>
                  <td>{drawn === null ? '—' : members.filter(({ code }) => chosen.has(code)).length}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Recomputes a draw in this browser and says of each check whether it holds. */
export function Recomputed({ draw }: { readonly draw: PublicDraw }) {
  const { t } = useTexts()
  const findings: readonly Finding[] = useMemo(() => (draw.seed === null ? [] : verifyDraw({ ...draw, replacements: draw.replacements.map(({ object, out }) => ({ object, out })) } as unknown as DrawFile)), [draw])
  const broken = findings.find((finding) => finding.fault !== undefined)
  return (
    <section className="panel" aria-labelledby="checks-title">
      <div className="panel-head">
        <h2 id="checks-title">{t('draws.recomputed')}</h2>
        <Pill tone={broken === undefined ? 'good' : 'bad'}>{t(broken === undefined ? 'draws.holds' : 'draws.broken')}</Pill>
      </div>
      <div className="panel-body stack">
        <p className="quiet">{t('draws.recomputedLead')}</p>
        <ol className="draw-checks">
          {checks.map((check) => {
            const finding = findings.find((one) => one.check === check)
            const tone = finding === undefined ? 'idle' : finding.fault === undefined ? 'good' : 'bad'
            return (
              <li key={check}>
                <Pill tone={tone}>{t(tone === 'good' ? 'draws.ok' : tone === 'bad' ? 'draws.false' : 'draws.unseen')}</Pill>
                <span>
                  {t(`draws.check.${check}`)}
                  {finding?.fault === undefined ? null : <span className="code small"> {finding.fault}</span>}
                </span>
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
}

/** What the record says beside lists and lots. */
export type RemarkedDraw = Pick<PublicDraw, 'shares' | 'reason' | 'causes' | 'approved' | 'roster' | 'replacements' | 'ordered' | 'root' | 'seed' | 'outcomes'>

/** What is out of the ordinary of a draw: made again, reasons, missing shares, roster, replacements, outcomes. */
export function Remarks({ draw }: { readonly draw: RemarkedDraw }) {
  const { t } = useTexts()
  const code = useCodeName()
  const absent = draw.shares.filter(({ secret }) => secret === null).map(({ agency }) => agency)
  const remarks: readonly (readonly [string, string])[] = [
    ...(draw.reason === null ? [] : [[t('draws.reason'), draw.reason] as const]),
    ...draw.causes.map((cause) => [t('draws.why'), t(`draws.cause.${cause}`)] as const),
    ...(draw.approved === null ? [] : [[t('draws.second'), `${draw.approved.person} (${code('role', draw.approved.role)})`] as const]),
    ...(absent.length === 0 ? [] : [[t('draws.absent'), absent.join(', ')] as const]),
    ...(draw.roster ?? []).map(({ officer, was, is }) => [t('draws.rosterChanged'), `${officer}: ${was === null ? t('draws.there') : t(`draws.out.${was}`)} → ${is === null ? t('draws.there') : t(`draws.out.${is}`)}`] as const),
    ...draw.replacements.map(({ object, out, reason }) => [t('draws.replaced'), `${object}: ${out}. ${reason}`] as const),
  ]
  return (
    <section className="panel" aria-labelledby="remarks-title">
      <div className="panel-head">
        <h2 id="remarks-title">{t('draws.record')}</h2>
      </div>
      <div className="panel-body stack">
        <dl className="facts">
          <div>
            <dt>{t('draws.ordered')}</dt>
            <dd>
              {draw.ordered.person} ({code('role', draw.ordered.role)}) <Utc moment={draw.ordered.at} />
            </dd>
          </div>
          <div>
            <dt>{t('draws.root')}</dt>
            <dd className="code small draw-hash">{draw.root ?? '—'}</dd>
          </div>
          <div>
            <dt>{t('draws.seed')}</dt>
            <dd className="code small draw-hash">{draw.seed ?? '—'}</dd>
          </div>
          {remarks.map(([title, text], n) => (
            <div key={n}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        {draw.outcomes.length === 0 ? null : (
          <div className="draw-scroll">
            <table className="draw-table">
              <thead>
                <tr>{(['object', 'class', 'on', 'items', 'outcome', 'exception'] as const).map((name) => <th key={name} scope="col">{t(`draws.${name}`)}</th>)}</tr>
              </thead>
              <tbody>
                {draw.outcomes.map((one) => (
                  <tr key={`${one.object} ${one.version}`}>
                    <td className="code">{one.object}</td>
                    <td>{one.class}</td>
                    <td>{one.on}</td>
                    <td>{one.items.join(', ')}</td>
                    <td>{t(`draws.result.${one.result}`)}</td>
                    <td>{one.exception ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </section>
  )
}
