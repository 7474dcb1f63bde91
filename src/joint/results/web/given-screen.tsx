import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Parties } from '../../../web/reference/party.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { useActor } from '../../../web/session/session.ts'
import { sharesQuery } from './queries.ts'
import { Results } from './results-part.tsx'

/**
 * The page of an inspection for an agency that asked too late for what it does (DC-11): what it was given in place of a look, why, when there is something to read,
 * and the way on when the results do not answer it. Whoever was given nothing is told what the server said (`refused`).
 */
export function GivenScreen({ id, refused, retry }: { readonly id: string; readonly refused: Error; readonly retry: () => void }) {
  const { t, list } = useTexts()
  const code = useCodeName()
  const name = usePackName()
  const actor = useActor()
  const found = useQuery({ ...sharesQuery(id), enabled: actor.agency !== undefined })
  if (found.isPending && found.isEnabled) return <Loading rows={6} />
  const share = found.data?.items.find(({ agency }) => agency === actor.agency)
  if (share === undefined) return <Failure error={refused} retry={retry} />
  return (
    <>
      <PageHead
        title={share.object.ref}
        mono
        lead={
          <span className="row">
            <Pill tone={share.closedAt === undefined ? 'warn' : 'good'}>{t(share.closedAt === undefined ? 'results.looking' : 'results.ready')}</Pill>
            <Parties codes={share.agencies} />
            <span>{code('objectKind', share.object.kind)}</span>
          </span>
        }
      />
      <section className="panel" aria-labelledby="given-title">
        <div className="panel-head">
          <h2 id="given-title">{t('results.givenTitle')}</h2>
        </div>
        <div className="panel-body stack">
          <p>
            {t('results.givenText', { agencies: list(share.agencies.map((agency) => name('agencies', agency))), methods: list(share.methods.map((method) => name('methods', method))), by: share.by })} <Moment at={share.at} />
          </p>
          <span className="sub">
            {share.startedAt === undefined ? null : (
              <>
                {t('results.since')} <Moment at={share.startedAt} />
              </>
            )}
            {share.closedAt === undefined ? null : (
              <>
                {' · '}
                {t('results.until')} <Moment at={share.closedAt} />
              </>
            )}
          </span>
          {share.closedAt === undefined ? <p className="quiet">{t('results.notYetGiven')}</p> : <Results inspection={id} />}
        </div>
      </section>
      <p className="row">
        <span>{t('results.notEnough')}</span>
        <Link to="/directives/new" search={{ kind: share.object.kind, ref: share.object.ref, again: '1' }} className="go">
          {t('results.lookAgain')}
        </Link>
      </p>
    </>
  )
}
