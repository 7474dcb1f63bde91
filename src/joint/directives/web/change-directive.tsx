import { Button, Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { ObjectKind } from '../../../kernel/pack.ts'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock, toWallField } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { methodsFor, usePackName, useReference } from '../../../web/reference/reference.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { DirectiveView } from './directive-view.ts'

const touches = ['directive', 'collision', 'joint-inspection', 'declaration']

interface Changed {
  readonly methods: readonly string[]
  readonly from: string
  readonly to: string
  readonly reason: string
}

/** What the reader's agency may still do with its directive: ask for something else, or take it back (DC-12). Nothing where neither is theirs. */
export function DirectiveActs({ directive }: { readonly directive: DirectiveView }) {
  const actor = useActor()
  const official = useHasRole('officer', 'coordinator')
  const amends = official && actor.agency === directive.agency && (directive.state === 'open' || directive.state === 'apart')
  if (!amends && !directive.acts.includes('withdraw')) return null
  return (
    <span className="row">
      {amends ? <Amend directive={directive} /> : null}
      {directive.acts.includes('withdraw') ? <Withdraw directive={directive} /> : null}
    </span>
  )
}

/** Takes the own agency's directive back, with the reason: there only for whom the server would let. */
function Withdraw({ directive }: { readonly directive: DirectiveView }) {
  const { t } = useTexts()
  const [asking, setAsking] = useState(false)
  const [form] = Form.useForm<{ readonly reason: string }>()
  const act = useCommand<object, unknown>((body, key) => send(`/directives/${directive.id}/withdraw`, body, { key, ifMatch: directive.version }), { touches, done: () => setAsking(false) })
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('case.withdraw')}
      </Button>
      <Modal open={asking} title={`${t('case.withdraw')} ${directive.object.ref}`} onCancel={() => setAsking(false)} onOk={form.submit} okText={t('case.withdraw')} cancelText={t('common.cancel')} confirmLoading={act.isPending} destroyOnHidden>
        {act.error === null ? null : <ErrorSummary entries={act.error.spoken()} />}
        <Form form={form} name={`withdraw-${directive.id}`} layout="vertical" requiredMark={false} onFinish={({ reason }) => act.mutate({ reason: reason.trim() })}>
          <Reason text={t('case.withdrawHelp')} />
        </Form>
      </Modal>
    </>
  )
}

/** Asks for something else: other methods, another time. What was agreed on is asked anew, and what takes away from a rule's wish is refused by the server. */
function Amend({ directive }: { readonly directive: DirectiveView }) {
  const { t } = useTexts()
  const name = usePackName()
  const reference = useReference()
  const { timeZone } = usePort()
  const [asking, setAsking] = useState(false)
  const [form] = Form.useForm<Changed>()
  const act = useCommand<object, unknown>((body, key) => send(`/directives/${directive.id}/amend`, body, { key, ifMatch: directive.version }), { touches, done: () => setAsking(false) })
  const power = reference.powers.find(({ code }) => code === directive.power)
  const methods = methodsFor(reference, directive.object.kind as ObjectKind).filter((method) => directive.methods.includes(method) || power?.methods.includes(method) === true)
  const finish = ({ methods: wanted, from, to, reason }: Changed): void =>
    act.mutate({ methods: wanted, window: { from: fromWallClock(from, timeZone) ?? from, to: fromWallClock(to, timeZone) ?? to }, reason: reason.trim() })
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('case.amend')}
      </Button>
      <Modal open={asking} title={`${t('case.amend')} ${directive.object.ref}`} onCancel={() => setAsking(false)} onOk={form.submit} okText={t('case.amendSend')} cancelText={t('common.cancel')} confirmLoading={act.isPending} destroyOnHidden>
        {act.error === null ? null : <ErrorSummary entries={act.error.spoken()} />}
        <Form<Changed>
          form={form}
          name={`amend-${directive.id}`}
          layout="vertical"
          requiredMark={false}
          initialValues={{ methods: directive.methods, from: toWallField(directive.window.from, timeZone), to: toWallField(directive.window.to, timeZone) }}
          onFinish={finish}
        >
          <Form.Item name="methods" label={t('field.methods')} rules={[{ required: true, message: t('case.methodsMissing') }]}>
            <Checkbox.Group options={methods.map((method) => ({ value: method, label: name('methods', method) }))} />
          </Form.Item>
          <Form.Item name="from" label={t('field.windowFrom')} rules={[{ required: true, message: t('case.timeMissing') }]}>
            <WallClockInput />
          </Form.Item>
          <Form.Item name="to" label={t('field.windowTo')} rules={[{ required: true, message: t('case.timeMissing') }]}>
            <WallClockInput />
          </Form.Item>
          <Reason text={t('case.amendHelp')} />
        </Form>
      </Modal>
    </>
  )
}

function Reason({ text }: { readonly text: string }) {
  const { t } = useTexts()
  return (
    <Form.Item name="reason" label={t('field.reason')} extra={text} rules={[{ required: true, whitespace: true, message: t('case.reasonMissing') }]}>
      <Input.TextArea maxLength={500} rows={3} />
    </Form.Item>
  )
}
