import { App, Button } from 'antd'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { Due } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { useActor } from '../../../web/session/session.ts'
import { toHex } from '../../../kernel/sha256.ts'
import { commitmentOf } from '../domain/seed.ts'
import type { DrawView } from '../views.ts'

const keyOf = (draw: string, agency: string): string => `lianjian.share.${draw}.${agency}`

/**
 * The shares of the seed, and what the own agency has to do. The secret is made and kept by this browser: the server gets its hash first, and the secret only once
 * everybody's hash is in the ledger.
 */
export function SharePanel({ draw }: { readonly draw: DrawView }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const { agency = '' } = useActor()
  const kept = window.localStorage.getItem(keyOf(draw.id, agency))
  const commit = useCommand<{ readonly commitment: string }, DrawView>((body, key) => send(`/draws/${draw.id}/commitment`, body, { key }), { touches: ['draw'], done: () => void message.success(t('draws.committedNow')) })
  const reveal = useCommand<{ readonly secret: string }, DrawView>((body, key) => send(`/draws/${draw.id}/reveal`, body, { key }), { touches: ['draw'], done: () => void message.success(t('draws.revealedNow')) })
  const problem = commit.error ?? reveal.error
  const start = (): void => {
    const secret = kept ?? toHex(crypto.getRandomValues(new Uint8Array(32)))
    // Kept before it is sent: a commitment without its secret is an absence.
    window.localStorage.setItem(keyOf(draw.id, agency), secret)
    commit.mutate({ commitment: commitmentOf(draw.id, agency, secret) })
  }
  return (
    <section className="panel" aria-labelledby="shares-title">
      <div className="panel-head">
        <h2 id="shares-title">{t('draws.shares')}</h2>
        {draw.state === 'committing' ? <Due at={draw.commitBy ?? undefined} /> : draw.state === 'revealing' ? <Due at={draw.revealBy ?? undefined} /> : null}
      </div>
      <div className="panel-body stack">
        <p className="quiet">{t('draws.sharesLead')}</p>
        {problem === null ? null : <ErrorSummary entries={problem.spoken()} />}
        <ul className="parties-of-draw">
          {draw.parties.map((party) => (
            <li key={party} className="stack tight">
              <span>
                <Party code={party} />
              </span>
              <span><Pill tone={draw.committed.includes(party) ? 'good' : 'idle'}>{t('draws.commitment')}</Pill> <Pill tone={draw.revealed.includes(party) ? 'good' : 'idle'}>{t('draws.secret')}</Pill></span>
              {party !== agency ? null : draw.state === 'committing' && !draw.committed.includes(party) ? (
                <Button type="primary" size="small" loading={commit.isPending} onClick={start}>{t('draws.commit')}</Button>
              ) : draw.state === 'revealing' && draw.committed.includes(party) && !draw.revealed.includes(party) ? (
                kept === null ? <span className="small">{t('draws.secretElsewhere')}</span> : <Button type="primary" size="small" loading={reveal.isPending} onClick={() => reveal.mutate({ secret: kept })}>{t('draws.reveal')}</Button>
              ) : null}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
