import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { send } from '../api/client.ts'
import { asProblem } from '../api/problem.ts'
import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { nameFor } from '../i18n/time.ts'
import { Mark } from '../kit/mark.tsx'
import { LanguageSwitch } from '../shell/language-switch.tsx'
import { demoQuery, type Demo } from './demo.ts'
import { homeOf, sessionQuery, type Session } from './session.ts'
import { WelcomePicture } from './welcome-picture.tsx'
import './sign-in.css'
import '../shell/shell.css'

interface Credentials {
  readonly name: string
  readonly password: string
}

/** Where everybody comes in. In a demonstration the accounts stand beside the form, one press each. */
export function SignInPage() {
  const { t } = useTexts()
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ from: '/sign-in' })
  const demo = useQuery(demoQuery).data
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => send<Session>('/session', credentials),
    onSuccess: async () => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'demo' })
      const session = await client.fetchQuery(sessionQuery)
      await navigate({ to: search.to !== undefined && search.to.startsWith('/') && !search.to.startsWith('//') ? search.to : homeOf(session?.actor.roles ?? []) })
    },
  })
  return (
    <div className="welcome">
      <section className="welcome-side">
        <div className="welcome-mark">
          <Mark size={40} />
          <span>联检</span>
          <small>LIANJIAN</small>
        </div>
        <div className="welcome-motto">
          <p>{t('welcome.one')}</p>
          <p>{t('welcome.two')}</p>
          <p>{t('welcome.three')}</p>
        </div>
        <WelcomePicture />
      </section>
      <main className="welcome-main">
        <div className="welcome-top">
          <LanguageSwitch />
        </div>
        <div className="welcome-box">
          <h1>{t('signIn.title')}</h1>
          <p className="quiet">{t('signIn.lead')}</p>
          <SignInForm pending={signIn.isPending} error={signIn.error} onSend={(credentials) => signIn.mutate(credentials)} />
          {demo === undefined ? null : <DemoAccounts demo={demo} pending={signIn.isPending} onChoose={(name) => signIn.mutate({ name, password: demo.password })} />}
        </div>
      </main>
    </div>
  )
}

function SignInForm({ pending, error, onSend }: { readonly pending: boolean; readonly error: unknown; readonly onSend: (credentials: Credentials) => void }) {
  const { t, language } = useTexts()
  const problem = error === null ? undefined : asProblem(error)
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={onSend}>
      {problem === undefined ? null : (
        <p className="refused" role="alert">
          {problem.entries[0]?.message[language] ?? t('failure.unreachable.text')}
        </p>
      )}
      <Form.Item name="name" label={t('signIn.login')} rules={[{ required: true, message: t('signIn.loginMissing') }]}>
        <Input size="large" autoComplete="username" autoFocus />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordMissing') }]}>
        <Input.Password size="large" autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={pending}>
        {t('signIn.go')}
      </Button>
    </Form>
  )
}

/** How many sign-ins of one role are offered before the rest is asked for. */
const offered = 2

function DemoAccounts({ demo, pending, onChoose }: { readonly demo: Demo; readonly pending: boolean; readonly onChoose: (login: string) => void }) {
  const { t, language } = useTexts()
  const name = useCodeName()
  const [all, setAll] = useState(false)
  const seen = new Map<string, number>()
  const shown = demo.accounts.filter(({ role }) => {
    const before = seen.get(role) ?? 0
    seen.set(role, before + 1)
    return all || before < offered
  })
  return (
    <section className="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('signIn.demo')}</h2>
      <p className="small quiet">{t('signIn.demoLead', { password: demo.password })}</p>
      <ul>
        {shown.map((account) => (
          <li key={account.login}>
            <button type="button" disabled={pending} onClick={() => onChoose(account.login)}>
              <b>{nameFor(account.name, language)}</b>
              <span>{name('role', account.role)}</span>
              <span className="code quiet">{account.login}</span>
            </button>
          </li>
        ))}
      </ul>
      {all || shown.length === demo.accounts.length ? null : (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          {t('signIn.all', { count: demo.accounts.length })}
        </button>
      )}
    </section>
  )
}
