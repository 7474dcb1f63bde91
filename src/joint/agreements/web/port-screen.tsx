import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { distance } from '../../../web/i18n/time.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Parties, Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import type { PortProfile } from '../profile.ts'
import '../../../web/kit/grid.css'
import './port.css'

/** How agencies work together at the port in force now: who takes part in what, by when, on what agreement, reached how, with what. */
export function PortScreen() {
  const { code } = usePort()
  const found = useQuery({
    queryKey: ['port-profile', code],
    queryFn: ({ signal }) => get<PortProfile>(`/ports/${code}/profile`, undefined, signal),
    meta: { subjects: ['register'] },
    enabled: code !== '',
  })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  return found.data === undefined ? <Loading rows={12} /> : <Profile profile={found.data} />
}

function useName(): (name: { readonly zh: string; readonly en?: string | undefined }) => string {
  const { language } = useTexts()
  return (name) => (language === 'en' ? (name.en ?? name.zh) : name.zh)
}

function useLength(): (milliseconds: number) => string {
  const { t } = useTexts()
  return (milliseconds) => {
    const { value, unit } = distance(0, milliseconds)
    return t(`span.${unit}`, { count: value })
  }
}

function Profile({ profile }: { readonly profile: PortProfile }) {
  const { t } = useTexts()
  const name = usePackName()
  return (
    <>
      <PageHead title={`${name('ports', profile.port)} ${profile.port}`} lead={t('port.lead')}>
        <Pill tone={profile.status === 'active' ? 'good' : 'warn'}>{t(`port.status.${profile.status}`)}</Pill>
      </PageHead>
      <div className="profile">
        <Readiness profile={profile} />
        <Clocks profile={profile} />
        <Matrix profile={profile} />
        <div className="stack">
          <Memoranda profile={profile} />
          <People profile={profile} />
        </div>
        <Protocol profile={profile} />
        <Places profile={profile} wide />
        <Equipment profile={profile} />
      </div>
    </>
  )
}

function Part({ title, register, wide = false, children }: { readonly title: string; readonly register?: string; readonly wide?: boolean; readonly children: React.ReactNode }) {
  const { t } = useTexts()
  const id = `part-${title.replace(/\s+/g, '-')}`
  return (
    <section className={`panel ${wide ? 'wide-part' : ''}`} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {register === undefined ? null : (
          <Link to="/registers/$name" params={{ name: register }} aria-label={`${title}: ${t('port.open')}`}>
            {t('port.open')}
          </Link>
        )}
      </div>
      <div className="panel-body scroll-x" tabIndex={0} role="group" aria-label={title}>
        {children}
      </div>
    </section>
  )
}

function Readiness({ profile }: { readonly profile: PortProfile }) {
  const { t, list } = useTexts()
  return (
    <Part title={t('port.readiness')} register="groups">
      <ul className="stack tight">
        {profile.readiness.map(({ agency, ready, missing }) => (
          <li key={agency} className="row">
            <Party code={agency} />
            <Pill tone={ready ? 'good' : 'warn'}>{t(ready ? 'port.ready' : 'port.notReady')}</Pill>
            <span className="small quiet">{list(missing.map((gap) => t(`port.gap.${gap as 'liaison' | 'working-group'}`)))}</span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Clocks({ profile }: { readonly profile: PortProfile }) {
  const { t } = useTexts()
  const length = useLength()
  const { answers } = profile
  return (
    <Part title={t('port.clocks')} register="parameters">
      <dl className="facts">
        <div>
          <dt>{t('port.answer')}</dt>
          <dd>{length(answers.answer)}</dd>
        </div>
        <div>
          <dt>{t('port.default')}</dt>
          <dd>{length(answers.default)}</dd>
        </div>
        <div>
          <dt>{t('port.afterwards')}</dt>
          <dd>{t('port.joint-meeting')}</dd>
        </div>
        <div>
          <dt>{t('port.grace')}</dt>
          <dd>{length(answers.grace)}</dd>
        </div>
        <div>
          <dt>{t('port.slot')}</dt>
          <dd>{length(answers.slot)}</dd>
        </div>
      </dl>
    </Part>
  )
}

function Matrix({ profile }: { readonly profile: PortProfile }) {
  const { t } = useTexts()
  const code = useCodeName()
  const length = useLength()
  const windowOf = (kind: string): string => {
    const rule = profile.windows.findLast((each) => each.objectKind === kind) ?? profile.windows.findLast((each) => each.objectKind === undefined)
    return rule === undefined ? '—' : `${length(rule.window)} · ${rule.rule} v${rule.version}`
  }
  return (
    <Part title={t('port.matrix')} register="participants" wide>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('field.object')}</th>
            <th scope="col">{t('port.required')}</th>
            <th scope="col">{t('port.optional')}</th>
            <th scope="col">{t('port.withLegalBasis')}</th>
            <th scope="col">{t('port.mechanism')}</th>
            <th scope="col">{t('port.window')}</th>
          </tr>
        </thead>
        <tbody>
          {profile.matrix.map((row) => (
            <tr key={row.objectKind}>
              <th scope="row">{code('objectKind', row.objectKind)}</th>
              <td>{row.required.length === 0 ? '—' : <Parties codes={row.required} />}</td>
              <td>{row.optional.length === 0 ? '—' : <Parties codes={row.optional} />}</td>
              <td>{row.withLegalBasis.length === 0 ? '—' : <Parties codes={row.withLegalBasis} />}</td>
              <td>{t(`port.mechanismIs.${row.mechanism}`)}</td>
              <td className="nowrap">{windowOf(row.objectKind)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  )
}

function Memoranda({ profile }: { readonly profile: PortProfile }) {
  const { t, list } = useTexts()
  const code = useCodeName()
  const name = useName()
  return (
    <Part title={t('port.memoranda')} register="memoranda">
      <p className="small quiet">{t(`port.policy.${profile.memorandumPolicy}`)}</p>
      {profile.memoranda.length === 0 ? <p className="quiet">{t('port.none')}</p> : null}
      <ul className="stack">
        {profile.memoranda.map((memorandum) => (
          <li key={memorandum.code} className="stack tight">
            <span className="row">
              <Parties codes={memorandum.parties} />
              <b>{name(memorandum.title)}</b>
              <Pill tone={memorandum.valid ? 'good' : 'bad'}>{t(memorandum.valid ? 'port.valid' : 'port.ended')}</Pill>
            </span>
            <span className="small">
              {memorandum.from} – {memorandum.to} · {memorandum.scope === undefined ? t('port.everyObject') : list(memorandum.scope.map((kind) => code('objectKind', kind)))}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Protocol({ profile }: { readonly profile: PortProfile }) {
  const { t } = useTexts()
  const code = useCodeName()
  const name = useName()
  const { protocol, procedures } = profile
  return (
    <Part title={t('port.protocol')} register="site-protocols">
      {protocol === undefined ? (
        <p className="quiet">{t('port.none')}</p>
      ) : (
        <div className="stack tight">
          <b>{name(protocol.title)}</b>
          <ol className="ladder">
            <li>{t('port.channelFirst')}</li>
            {protocol.channels.map(({ channel, afterMinutes }) => (
              <li key={channel}>{t('port.channel', { channel: code('channel', channel), count: afterMinutes })}</li>
            ))}
          </ol>
          <ul className="dots small">
            {protocol.rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </div>
      )}
      {procedures.length === 0 ? null : (
        <ul className="stack tight small">
          {procedures.map((procedure) => (
            <li key={procedure.code}>
              <b className="code">
                {procedure.code} {procedure.edition}
              </b>{' '}
              {name(procedure.title)}
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}

function People({ profile }: { readonly profile: PortProfile }) {
  const { t } = useTexts()
  return (
    <Part title={t('port.people')} register="liaisons">
      {profile.liaisons.length === 0 && profile.groups.length === 0 ? <p className="quiet">{t('port.none')}</p> : null}
      <ul className="stack tight">
        {profile.liaisons.map((liaison) => (
          <li key={liaison.agency} className="row">
            <Party code={liaison.agency} />
            <b>{liaison.name}</b>
            <a href={`tel:${liaison.phone.replace(/\s/g, '')}`} className="code">
              {liaison.phone}
            </a>
            <span className="small">{liaison.email ?? ''}</span>
          </li>
        ))}
      </ul>
      <ul className="stack tight small">
        {profile.groups.map((group) => (
          <li key={group.code}>
            <Party code={group.agency} /> <b>{t(`port.group.${group.kind}`)}</b> {group.members.map((member) => `${member.name}（${member.duty}）`).join(' ')}
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Places({ profile, wide }: { readonly profile: PortProfile; readonly wide: boolean }) {
  const { t } = useTexts()
  const name = useName()
  return (
    <Part title={t('port.places')} register="sites" wide={wide}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('field.site')}</th>
            <th scope="col" className="right">
              {t('port.platforms')}
            </th>
            <th scope="col">{t('port.hours')}</th>
            <th scope="col">{t('port.where')}</th>
          </tr>
        </thead>
        <tbody>
          {profile.sites.map((site) => (
            <tr key={site.code}>
              <th scope="row">
                <span className="code">{site.code}</span> {name(site.name)}
              </th>
              <td className="right">{site.platforms}</td>
              <td className="nowrap">{site.hours}</td>
              <td>{t(site.centralised ? 'port.centralised' : site.inPort ? 'port.inPort' : 'port.outside')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  )
}

function Equipment({ profile }: { readonly profile: PortProfile }) {
  const { t } = useTexts()
  const code = useCodeName()
  const name = useName()
  return (
    <Part title={t('port.equipment')} register="equipment" wide>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('port.device')}</th>
            <th scope="col">{t('port.class')}</th>
            <th scope="col">{t('port.owner')}</th>
            <th scope="col">{t('field.site')}</th>
            <th scope="col">{t('port.shared')}</th>
            <th scope="col">{t('port.calibrated')}</th>
            <th scope="col">{t('port.bookable')}</th>
          </tr>
        </thead>
        <tbody>
          {profile.equipment.map((piece) => (
            <tr key={piece.code}>
              <th scope="row">
                <span className="code">{piece.code}</span> {name(piece.name)}
              </th>
              <td>{code('equipmentKind', piece.kind)}</td>
              <td>
                <Party code={piece.owner} />
              </td>
              <td className="code">{piece.site}</td>
              <td>{t(piece.shared ? 'common.yes' : 'common.no')}</td>
              <td className="nowrap">{piece.calibratedUntil ?? '—'}</td>
              <td>
                <Pill tone={piece.bookable ? 'good' : 'bad'}>{piece.bookable ? t('common.yes') : code('equipmentStatus', piece.status === 'in-service' ? 'calibration' : piece.status)}</Pill>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  )
}
